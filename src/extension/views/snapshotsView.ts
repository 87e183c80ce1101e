/** The Snapshots view: the moments that were kept under a name in a session, and the present one. */

import * as vscode from 'vscode';
import { SNAPSHOTS_REQUEST, type SnapshotRow } from '../../protocol/siteMessages';
import { VIEWS } from '../manifestIds';
import { withParts } from './itemParts';
import type { SessionData, SessionDataStore } from './sessionData';
import { SessionRows } from './sessionRows';
import { snapshotDescription } from './snapshotTexts';

/** A row: a snapshot, or the present moment for null. */
export interface SnapshotNode {
  readonly sessionId: string;
  readonly snapshot: SnapshotRow | null;
}

/** Provides the rows, oldest first; owns the tree view. Shows the newest session. */
export class SnapshotsView extends SessionRows<SnapshotNode> {
  constructor(store: SessionDataStore) {
    super(store, VIEWS.snapshots, { canSelectMany: true });
  }

  /** The rows that are selected. */
  get selection(): readonly SnapshotNode[] {
    return this.tree.selection;
  }

  getTreeItem({ sessionId, snapshot }: SnapshotNode): vscode.TreeItem {
    const { None } = vscode.TreeItemCollapsibleState;
    const root = this.store.find(sessionId)?.root ?? sessionId;
    const item =
      snapshot === null
        ? withParts(vscode.l10n.t('now'), None, {
            icon: 'circle-filled',
            context: 'now',
            tooltip: vscode.l10n.t('The present moment. Select it and a snapshot to compare them.'),
          })
        : withParts(snapshot.name, None, {
            icon: 'device-camera',
            context: 'snapshot',
            description: snapshotDescription(snapshot),
            tooltip: [snapshot.name, snapshotDescription(snapshot)].join('\n'),
          });
    item.id = `${root}/snapshots/${snapshot === null ? 'now' : `named/${snapshot.name}`}`;
    return item;
  }

  /** None without a snapshot: the welcome then says how to take one. */
  async getChildren(node?: SnapshotNode): Promise<SnapshotNode[]> {
    const data = this.store.all.at(-1);
    if (node !== undefined || data === undefined) {
      return [];
    }
    const rows = await snapshotsOf(data);
    const all: readonly (SnapshotRow | null)[] = rows.length === 0 ? [] : [...rows, null];
    return all.map((snapshot) => ({ sessionId: data.id, snapshot }));
  }
}

/** What a session that has ended was not asked is none. */
async function snapshotsOf(data: SessionData): Promise<readonly SnapshotRow[]> {
  try {
    return (await data.ask(SNAPSHOTS_REQUEST, {})).snapshots;
  } catch (error) {
    if (data.endedAt !== null) {
      return [];
    }
    throw error;
  }
}
