/** The ways to start: F5 without a launch.json, commands, menus, links. */

import * as vscode from 'vscode';
import { SAMPLE_PREFIX } from '../../core/open/samplePrefix';
import { DEBUG_TYPE } from '../../protocol/launchArguments';
import { ConfigurationProvider } from '../configurationProvider';
import { COMMANDS } from '../manifestIds';
import type { ExtensionServices } from '../services';
import { openProgram } from './openProgram';
import { registerOwnCodeSettings } from './ownCodeSettings';
import { openPasted, PASTED_SCHEME, PastedLogs } from './pastedLogs';
import { pickRecent, pickSample, pickTarget } from './pickTarget';
import { RecentTargets } from './recentTargets';
import type { TargetFiles } from '../platform/platform';
import { pickFile, startTarget } from './startTarget';
import { registerWalkthroughProgress } from './walkthroughProgress';

/** Registers configuration providers and the commands that open targets. */
export function registerStarting(services: ExtensionServices): vscode.Disposable {
  const { context, platform } = services;
  const { files } = platform;
  const recent = new RecentTargets(context.globalState);
  const pasted = new PastedLogs();
  const { debug } = vscode;
  const kinds = vscode.DebugConfigurationProviderTriggerKind;
  return vscode.Disposable.from(
    debug.registerDebugConfigurationProvider(
      DEBUG_TYPE,
      new ConfigurationProvider(recent, platform, false),
    ),
    debug.registerDebugConfigurationProvider(
      DEBUG_TYPE,
      new ConfigurationProvider(recent, platform, true),
      kinds.Dynamic,
    ),
    registerWalkthroughProgress(),
    registerOwnCodeSettings(services),
    command(COMMANDS.inspect, (file) => inspect(file, files)),
    vscode.workspace.registerFileSystemProvider(PASTED_SCHEME, pasted, { isReadonly: true }),
    command(COMMANDS.openPasted, () => openPasted(pasted)),
    command(COMMANDS.openDump, () => openDump(files)),
    command(COMMANDS.openSample, openSample),
    command(COMMANDS.openProgram, (name) => openProgram(context.extensionUri, name)),
    command(COMMANDS.openRecent, () => openRecent(recent)),
    vscode.commands.registerCommand(COMMANDS.pickTarget, () => pickTarget(recent, files)),
  );
}

function command(id: string, run: (argument: unknown) => Promise<void>): vscode.Disposable {
  return vscode.commands.registerCommand(id, run);
}

/** From menus with the file, from the palette for the active editor's file. */
async function inspect(file: unknown, files: TargetFiles): Promise<void> {
  const uri = file instanceof vscode.Uri ? file : activeFile();
  await (uri === undefined ? openDump(files) : startTarget(files.targetOf(uri)));
}

/** The file of the active tab, if it is a dump or a log: custom editors are no text editors. */
function activeFile(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const uri =
    input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText
      ? input.uri
      : undefined;
  return uri !== undefined && /\.(?:[mh]?dmp|htrace|windbg|dbglog|log)$/i.test(uri.path)
    ? uri
    : undefined;
}

async function openDump(files: TargetFiles): Promise<void> {
  const file = await pickFile();
  if (file !== undefined) {
    await startTarget(files.targetOf(file));
  }
}

/** Links name the sample, with or without `sample:`; without a name the user is asked. */
async function openSample(name: unknown): Promise<void> {
  const target =
    typeof name === 'string'
      ? `${SAMPLE_PREFIX}${name.replace(new RegExp(`^${SAMPLE_PREFIX}`), '')}`
      : await pickSample();
  if (target !== undefined) {
    await startTarget(target);
  }
}

async function openRecent(recent: RecentTargets): Promise<void> {
  if (recent.list.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Handle Lens: nothing was examined yet. Open a dump or a sample first.'),
    );
    return;
  }
  const target = await pickRecent(recent);
  if (target !== undefined) {
    await startTarget(target);
  }
}
