/** Debug configurations without a launch.json: asks what to examine. */

import * as vscode from 'vscode';
import { SAMPLE_PREFIX } from '../core/open/openTarget';
import { sampleDescriptions } from '../core/simulator/samples/catalog';
import { configurationFor, needsTarget } from './debugConfigurations';

/** What the user can pick: a sample, or a file that is asked for next. */
interface TargetItem extends vscode.QuickPickItem {
  /** Undefined asks for a file. */
  readonly target: string | undefined;
}

/** Fills configurations that lack a target and offers the samples as dynamic ones. */
export class ConfigurationProvider implements vscode.DebugConfigurationProvider {
  /** One configuration per sample, for "Show all automatic debug configurations" and for a new launch.json. */
  provideDebugConfigurations(): vscode.DebugConfiguration[] {
    return sampleDescriptions.map(({ name }) => configurationFor(`${SAMPLE_PREFIX}${name}`));
  }

  /** Undefined, when the user picks nothing, ends the start without a message. */
  async resolveDebugConfiguration(
    _folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): Promise<vscode.DebugConfiguration | undefined> {
    if (!needsTarget(configuration)) {
      return configuration;
    }
    const target = await pickTarget();
    return target === undefined
      ? undefined
      : { ...configurationFor(target), ...given(configuration), target };
  }
}

/** Attributes the user wrote; those of an empty configuration that F5 makes up are left out. */
function given(configuration: vscode.DebugConfiguration): Partial<vscode.DebugConfiguration> {
  return Object.fromEntries(
    Object.entries(configuration).filter(([, value]) => value !== undefined && value !== ''),
  );
}

async function pickTarget(): Promise<string | undefined> {
  const openFile: TargetItem = {
    label: vscode.l10n.t('$(folder-opened) Open a dump…'),
    detail: vscode.l10n.t(
      'A minidump with handle data: .dump /mh, procdump -ma or MiniDumpWriteDump',
    ),
    target: undefined,
  };
  const samples: TargetItem[] = sampleDescriptions.map(({ name, description }) => ({
    label: `${SAMPLE_PREFIX}${name}`,
    detail: description,
    target: `${SAMPLE_PREFIX}${name}`,
  }));
  const separator = {
    label: vscode.l10n.t('Built-in samples'),
    kind: vscode.QuickPickItemKind.Separator,
  };
  const picked = await vscode.window.showQuickPick<TargetItem>(
    [openFile, { ...separator, target: undefined }, ...samples],
    {
      title: vscode.l10n.t('Handle Lens'),
      placeHolder: vscode.l10n.t('What should be examined?'),
      matchOnDetail: true,
    },
  );
  return picked === undefined ? undefined : (picked.target ?? (await pickFile()));
}

async function pickFile(): Promise<string | undefined> {
  const files = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Open a dump'),
    openLabel: vscode.l10n.t('Examine'),
    canSelectMany: false,
    filters: {
      [vscode.l10n.t('Dumps')]: ['dmp', 'mdmp', 'hdmp', 'dump'],
      [vscode.l10n.t('All files')]: ['*'],
    },
  });
  return files?.[0]?.fsPath;
}
