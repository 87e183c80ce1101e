/** Asks which trace records are shown: those of a handle, a kind, a thread. */

import * as vscode from 'vscode';
import { handleInText } from './handleInText';
import type { TraceFilter, TracesView } from './tracesView';

/** Filters by the handle of what the command was chosen for, a row, a variable or a value; without one, asks. */
export async function filterTraces(traces: TracesView, subject: unknown): Promise<void> {
  const known = handleInText(subject);
  if (known !== undefined) {
    traces.setFilter({ handle: known });
    await traces.focus();
    return;
  }
  const choices: readonly (vscode.QuickPickItem & {
    readonly ask: () => Promise<TraceFilter | undefined>;
  })[] = [
    { label: vscode.l10n.t('All records'), ask: () => Promise.resolve({}) },
    { label: vscode.l10n.t('Opens'), ask: () => Promise.resolve({ operation: 'open' }) },
    { label: vscode.l10n.t('Closes'), ask: () => Promise.resolve({ operation: 'close' }) },
    { label: vscode.l10n.t('Bad references'), ask: () => Promise.resolve({ operation: 'badref' }) },
    { label: vscode.l10n.t('One handle…'), ask: askHandleFilter },
    { label: vscode.l10n.t('One thread…'), ask: askThreadFilter },
  ];
  const chosen = await vscode.window.showQuickPick(choices, {
    title: vscode.l10n.t('Filter Traces'),
  });
  const filter = await chosen?.ask();
  if (filter !== undefined) {
    traces.setFilter(filter);
    await traces.focus();
  }
}

/** Asks for a handle value; undefined when the user gives up. */
export async function askHandle(): Promise<string | undefined> {
  const entered = await vscode.window.showInputBox({
    title: vscode.l10n.t('Reveal Handle'),
    prompt: vscode.l10n.t('A handle value, hexadecimal'),
    validateInput: (text) =>
      handleInText(text) === undefined
        ? vscode.l10n.t('Write a value such as 3c or 0x3c.')
        : undefined,
  });
  return entered === undefined ? undefined : handleInText(entered);
}

async function askHandleFilter(): Promise<TraceFilter | undefined> {
  const handle = await askHandle();
  return handle === undefined ? undefined : { handle };
}

async function askThreadFilter(): Promise<TraceFilter | undefined> {
  const entered = await vscode.window.showInputBox({
    title: vscode.l10n.t('Filter Traces'),
    prompt: vscode.l10n.t('A thread ID, hexadecimal'),
    validateInput: (text) =>
      threadIdIn(text) === undefined
        ? vscode.l10n.t('Write a thread ID such as 1fe0 or 0x1fe0.')
        : undefined,
  });
  const threadId = entered === undefined ? undefined : threadIdIn(entered);
  return threadId === undefined ? undefined : { threadId };
}

/** Thread ids have 32 bits. */
function threadIdIn(text: string): number | undefined {
  const value = handleInText(text);
  return value === undefined || value.length > 10 ? undefined : Number(value);
}
