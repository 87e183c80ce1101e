/** Commands about leak sites and snapshots: each runs a line of the console, so that both tell the same. */

import * as vscode from 'vscode';
import { SNAPSHOTS_REQUEST } from '../../protocol/siteMessages';
import { COMMANDS } from '../manifestIds';
import type { TargetFiles } from '../platform/platform';
import type { ExtensionServices } from '../services';
import type { HandleSession } from '../sessions/handleSession';
import { pickFile } from '../starting/startTarget';
import { runLine } from './runLine';
import type { SessionData, SessionDataStore } from './sessionData';
import type { SitesNode, SiteNode } from './siteNodes';
import { siteOf } from './sitesView';
import {
  compareLine,
  siteCommand,
  siteMarkdown,
  snapshotNameProblem,
  suppressCommand,
} from './siteTexts';
import { snapshotDescription } from './snapshotTexts';

/** Milliseconds a remark stays in the status bar. */
const REMARK_TIME = 5000;

/** Registers the commands. */
export function registerSiteCommands(
  services: ExtensionServices,
  store: SessionDataStore,
): vscode.Disposable {
  const entries: readonly (readonly [string, (argument: unknown) => Promise<void>])[] = [
    [COMMANDS.showSite, (node) => showSite(siteIn(store, node))],
    [COMMANDS.suppressSite, (node) => suppressSite(siteIn(store, node))],
    [COMMANDS.copySite, (node) => copySite(siteIn(store, node))],
    [COMMANDS.takeSnapshot, () => takeSnapshot(services)],
    [COMMANDS.compareWith, (file) => compareWith(services, file)],
  ];
  return vscode.Disposable.from(
    ...entries.map(([id, run]) =>
      vscode.commands.registerCommand(id, async (argument: unknown) => {
        try {
          await run(argument);
        } catch (error) {
          void vscode.window.showWarningMessage(
            error instanceof Error ? error.message : String(error),
          );
        }
      }),
    ),
  );
}

/** A site of a session. */
interface ChosenSite extends Pick<SiteNode, 'site'> {
  readonly data: SessionData;
}

function siteIn(store: SessionDataStore, argument: unknown): ChosenSite {
  // The menus of our view pass its rows.
  const node = argument as SitesNode | undefined;
  const data = store.find(node?.sessionId ?? '');
  if (node?.kind !== 'site' || data === undefined) {
    throw new Error(vscode.l10n.t('Choose a site in the Leak Sites view first.'));
  }
  return { site: node.site, data };
}

async function showSite({ site, data }: ChosenSite): Promise<void> {
  await runLine(data.session, siteCommand(site));
  await vscode.commands.executeCommand('workbench.debug.action.focusRepl');
}

async function suppressSite({ site, data }: ChosenSite): Promise<void> {
  await runLine(data.session, suppressCommand(site));
  vscode.window.setStatusBarMessage(
    vscode.l10n.t('{0} is hidden until the session ends', site.label),
    REMARK_TIME,
  );
}

async function copySite({ site, data }: ChosenSite): Promise<void> {
  await vscode.env.clipboard.writeText(siteMarkdown(await siteOf(data, site.key, 0)));
}

async function takeSnapshot(services: ExtensionServices): Promise<void> {
  const session = activeSession(services);
  const { snapshots } = await session.request(SNAPSHOTS_REQUEST);
  const names = snapshots.map(({ name }) => name);
  const name = await vscode.window.showInputBox({
    title: vscode.l10n.t('Take Snapshot'),
    prompt:
      names.length === 0
        ? vscode.l10n.t('A name for the open handles of this moment')
        : vscode.l10n.t(
            'A name for the open handles of this moment; there are already: {0}',
            names.join(', '),
          ),
    validateInput: (text) => snapshotNameProblem(text),
  });
  if (name !== undefined) {
    const answer = await runLine(session, `!snapshot ${name}`);
    void vscode.window.showInformationMessage(answer.trim());
  }
}

/** With a file of the explorer that file, else a snapshot, a dump or a log that the user chooses, is the state before. */
async function compareWith(services: ExtensionServices, file: unknown): Promise<void> {
  const session = activeSession(services);
  const { files } = services.platform;
  const side = file instanceof vscode.Uri ? files.targetOf(file) : await chooseSide(session, files);
  if (side === undefined) {
    return;
  }
  await compareSession(session, side);
}

/** Compares a session with a snapshot, a path or a sample, and opens the answer. */
export async function compareSession(session: HandleSession, side: string): Promise<void> {
  const line = compareLine(side);
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Comparing handles') },
    () => runLine(session, line),
  );
  await vscode.commands.executeCommand(COMMANDS.openAnswer, { sessionId: session.id, line });
}

async function chooseSide(session: HandleSession, files: TargetFiles): Promise<string | undefined> {
  const { snapshots } = await session.request(SNAPSHOTS_REQUEST);
  const taken = [...snapshots].reverse().map((row) => ({
    label: row.name,
    description: vscode.l10n.t('snapshot, {0}', snapshotDescription(row)),
    choose: () => Promise.resolve<string | undefined>(row.name),
  }));
  const chosen = await vscode.window.showQuickPick(
    [
      ...taken,
      {
        label: vscode.l10n.t('A dump or a log…'),
        description: vscode.l10n.t('a file with the handles of another moment or process'),
        choose: async () => {
          const uri = await pickFile();
          return uri === undefined ? undefined : files.targetOf(uri);
        },
      },
    ],
    {
      title: vscode.l10n.t('Compare the handles of {0} with', session.name),
      placeHolder:
        taken.length === 0
          ? vscode.l10n.t('No snapshot was taken in this session yet')
          : vscode.l10n.t('What differs between that moment and now'),
    },
  );
  return await chosen?.choose();
}

function activeSession({ sessions }: ExtensionServices): HandleSession {
  const { active } = sessions;
  if (active === undefined) {
    throw new Error(
      vscode.l10n.t('No session of Handle Lens is running. Start one in Run and Debug.'),
    );
  }
  return active;
}
