/** Commands of the Snapshots view: each runs a line of the console, so that both tell the same. */

import * as vscode from 'vscode';
import { SNAPSHOTS_REQUEST } from '../../protocol/siteMessages';
import { COMMANDS } from '../manifestIds';
import type { SessionData, SessionDataStore } from './sessionData';
import { runLine } from './runLine';
import { comparisonLine } from './snapshotTexts';
import type { SnapshotNode, SnapshotsView } from './snapshotsView';

/** Registers the commands. */
export function registerSnapshotCommands(
  store: SessionDataStore,
  view: SnapshotsView,
): vscode.Disposable {
  const command = (
    id: string,
    run: (data: SessionData, nodes: readonly SnapshotNode[]) => Promise<void>,
  ): vscode.Disposable =>
    vscode.commands.registerCommand(
      id,
      async (node?: SnapshotNode, all?: readonly SnapshotNode[]) => {
        try {
          const nodes = all ?? (node === undefined ? view.selection : [node]);
          const data = store.find(nodes[0]?.sessionId ?? '');
          if (data === undefined) {
            throw new Error(vscode.l10n.t('Select a snapshot in the Snapshots view first.'));
          }
          await run(data, nodes);
        } catch (error) {
          void vscode.window.showWarningMessage(
            error instanceof Error ? error.message : String(error),
          );
        }
      },
    );
  return vscode.Disposable.from(
    command(COMMANDS.compareSnapshots, compare),
    command(COMMANDS.deleteSnapshot, remove),
  );
}

async function compare(data: SessionData, nodes: readonly SnapshotNode[]): Promise<void> {
  const { snapshots } = await data.ask(SNAPSHOTS_REQUEST, {});
  const line = comparisonLine(
    nodes.map(({ snapshot }) => snapshot?.name ?? null),
    snapshots.map(({ name }) => name),
  );
  if (line === undefined) {
    throw new Error(
      vscode.l10n.t('Select two moments to compare them, or one snapshot to compare it with now.'),
    );
  }
  await runLine(data.session, line);
  await vscode.commands.executeCommand(COMMANDS.openAnswer, { sessionId: data.id, line });
}

async function remove(data: SessionData, nodes: readonly SnapshotNode[]): Promise<void> {
  const names = nodes.flatMap(({ snapshot }) => (snapshot === null ? [] : [snapshot.name]));
  for (const name of names) {
    await runLine(data.session, `!snapshot -d ${name}`);
  }
}
