/** Asks what the Handles view shows: filter, grouping, sort. */

import * as vscode from 'vscode';
import type { ViewGrouping, ViewSort } from '../../protocol/viewMessages';
import type { ViewParts } from './viewParts';
import type { ViewState } from './viewState';

/** Filters while the user types; Escape restores the filter of before. */
export async function askFilter(
  parts: ViewParts,
  show: (change: { filter: string }) => void,
): Promise<void> {
  if (!parts.handles.tree.visible) {
    await parts.handles.focus();
  }
  const before = parts.state.filter;
  const input = vscode.window.createInputBox();
  input.title = vscode.l10n.t('Filter Handles');
  input.placeholder = 'type:File name:*.log access:write state:new openedBy:App!*';
  input.prompt = vscode.l10n.t(
    'Words, or fields: type: name: access: value: state: openedBy: thread: attr: count> ; -word excludes, "or" joins',
  );
  // The rows change below it while one types: looking at them must not end the filter.
  input.ignoreFocusOut = true;
  input.value = before;
  let isAccepted = false;
  input.onDidChangeValue((filter) => {
    show({ filter });
  });
  input.onDidAccept(() => {
    isAccepted = true;
    input.hide();
  });
  input.onDidHide(() => {
    if (!isAccepted) {
      show({ filter: before });
    }
    input.dispose();
  });
  input.show();
}

/** Takes the grouping that a link names; asks for it when there is none. */
export async function pickGrouping(
  state: ViewState,
  show: (change: { grouping: ViewGrouping }) => void,
  named?: unknown,
): Promise<void> {
  const choices: readonly (readonly [ViewGrouping, string, string])[] = [
    ['type', vscode.l10n.t('Type'), vscode.l10n.t('Event, File, Key …')],
    [
      'opener',
      vscode.l10n.t('Opening stack'),
      vscode.l10n.t('the place in the program that opened the handle'),
    ],
    ['name', vscode.l10n.t('Name'), vscode.l10n.t('the directory of the object name')],
    ['process', vscode.l10n.t('Process'), vscode.l10n.t('the process that opened the handle')],
    ['thread', vscode.l10n.t('Thread'), vscode.l10n.t('the thread that opened the handle')],
    ['none', vscode.l10n.t('Flat list'), vscode.l10n.t('no groups')],
  ];
  const given = choices.find(([grouping]) => grouping === named);
  const chosen =
    given?.[0] ?? (await pickOne(vscode.l10n.t('Group Handles By'), choices, state.grouping));
  if (chosen !== undefined) {
    show({ grouping: chosen });
  }
}

/** Asks for the sort order. */
export async function pickSort(
  state: ViewState,
  show: (change: { sort: ViewSort }) => void,
): Promise<void> {
  const choices: readonly (readonly [ViewSort, string, string])[] = [
    ['value', vscode.l10n.t('Value'), ''],
    ['name', vscode.l10n.t('Name'), ''],
    ['type', vscode.l10n.t('Type'), ''],
    ['handleCount', vscode.l10n.t('Handle count'), vscode.l10n.t('most first')],
    ['newest', vscode.l10n.t('Newest'), vscode.l10n.t('last opened first, by the trace log')],
  ];
  const chosen = await pickOne(vscode.l10n.t('Sort Handles By'), choices, state.sort);
  if (chosen !== undefined) {
    show({ sort: chosen });
  }
}

async function pickOne<T extends string>(
  title: string,
  choices: readonly (readonly [T, string, string])[],
  current: T,
): Promise<T | undefined> {
  const items = choices.map(([value, label, description]) => ({
    value,
    label: value === current ? `$(check) ${label}` : label,
    description,
  }));
  return (await vscode.window.showQuickPick(items, { title }))?.value;
}
