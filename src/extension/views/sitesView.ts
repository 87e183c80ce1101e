/** The Leak Sites view: the places that opened handles and did not close them, most suspicious first, and why. */

import * as vscode from 'vscode';
import {
  LEAK_SITE_REQUEST,
  LEAK_SITES_REQUEST,
  type LeakSiteAnswer,
  type LeakSitesAnswer,
} from '../../protocol/siteMessages';
import { VIEWS } from '../manifestIds';
import type { FrameNode, MessageNode } from './handleNodes';
import { frames, message } from './handleParts';
import type { SessionData, SessionDataStore } from './sessionData';
import { SessionRows } from './sessionRows';
import { siteItem } from './siteItems';
import {
  pagesOf,
  SITE_PAGE,
  siteNodeId,
  siteRoots,
  type SiteHandlesNode,
  type SiteNode,
  type SitesNode,
  type SiteStackNode,
} from './siteNodes';
import { sitesHeadline } from './siteTexts';

/** Provides the rows; owns the tree view. Shows the newest session. VS Code asks for rows only while the view is shown. */
export class SitesView extends SessionRows<SitesNode> {
  constructor(store: SessionDataStore) {
    super(store, VIEWS.sites, { showCollapseAll: true });
  }

  getTreeItem(node: SitesNode): vscode.TreeItem {
    const item = siteItem(node);
    item.id = siteNodeId(node, this.store.find(node.sessionId)?.root ?? node.sessionId);
    return item;
  }

  async getChildren(node?: SitesNode): Promise<SitesNode[]> {
    const data = node === undefined ? this.store.all.at(-1) : this.store.find(node.sessionId);
    if (data === undefined) {
      this.tree.description = '';
      return [];
    }
    try {
      return [...(await this.childrenOf(data, node))];
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      const owner = node === undefined ? '' : siteNodeId(node, data.root);
      const action = data.endedAt === null ? 'refresh' : 'startAgain';
      return [message(data.id, text, 'warning', { owner, action })];
    }
  }

  private async childrenOf(
    data: SessionData,
    node: SitesNode | undefined,
  ): Promise<readonly SitesNode[]> {
    switch (node?.kind) {
      case undefined:
        return await this.roots(data);
      case 'page':
        return await sitesFrom(data, node.start, node.count);
      case 'steady':
        return node.steady.sites <= SITE_PAGE
          ? await sitesFrom(data, node.start, node.steady.sites)
          : pagesOf(node.start, node.steady.sites).map((page) => ({
              kind: 'page',
              sessionId: data.id,
              ...page,
            }));
      case 'limits':
        return node.limits.map((text) => message(data.id, text, 'info', { owner: 'limits' }));
      case 'site':
        return siteParts(node, await siteOf(data, node.site.key, 0));
      case 'opened':
      case 'closed':
        return stackFrames(node);
      case 'handles':
        return await handlesOf(data, node);
      default:
        return [];
    }
  }

  private async roots(data: SessionData): Promise<readonly SitesNode[]> {
    const answer = await askSites(data, 0, SITE_PAGE);
    this.tree.description = sitesHeadline(answer);
    if (answer.missing !== null) {
      return [message(data.id, answer.missing, 'info', { action: 'describeTarget' })];
    }
    return [...remarks(data, answer), ...siteRoots(data.id, answer)];
  }
}

/** Asks for one site with a page of its handles. */
export function siteOf(data: SessionData, key: string, start: number): Promise<LeakSiteAnswer> {
  return data.ask(LEAK_SITE_REQUEST, { key, start, count: SITE_PAGE });
}

function askSites(data: SessionData, start: number, count: number): Promise<LeakSitesAnswer> {
  return data.ask(LEAK_SITES_REQUEST, { start, count });
}

async function sitesFrom(
  data: SessionData,
  start: number,
  count: number,
): Promise<readonly SitesNode[]> {
  const { sites } = await askSites(data, start, count);
  return sites.map((site) => ({ kind: 'site', sessionId: data.id, site }));
}

/** What has to be said before the sites. */
function remarks({ id }: SessionData, answer: LeakSitesAnswer): readonly MessageNode[] {
  const { total, suppressed } = answer;
  const texts: string[] = [];
  if (total.sites === 0) {
    texts.push(vscode.l10n.t('Every handle whose opening is on record was closed again.'));
  }
  if (suppressed.sites > 0) {
    texts.push(
      vscode.l10n.t(
        '{0} sites with {1} outstanding opens are suppressed. Type !sites -unsuppress * in the Debug Console to show them again.',
        suppressed.sites,
        suppressed.outstanding,
      ),
    );
  }
  return texts.map((text) => message(id, text, 'info'));
}

function siteParts(
  { sessionId, site: { key } }: SiteNode,
  { site, stacks, closers, handleCount }: LeakSiteAnswer,
): readonly SitesNode[] {
  const stackNode =
    (kind: SiteStackNode['kind']) =>
    (stack: SiteStackNode['stack']): SitesNode => ({ kind, sessionId, key, stack });
  return [
    ...site.reasons.map((text): SitesNode => ({ kind: 'reason', sessionId, key, text })),
    ...stacks.map(stackNode('opened')),
    ...closers.map(stackNode('closed')),
    handleCount === 0
      ? message(sessionId, vscode.l10n.t('None of its handles is in the handle table.'), 'info', {
          owner: key,
        })
      : { kind: 'handles', sessionId, key, start: 0, count: handleCount, isHeading: true },
  ];
}

/** The frames of a record, as in the Traces view. */
function stackFrames({
  kind,
  sessionId,
  key,
  stack,
}: SiteStackNode): readonly (MessageNode | FrameNode)[] {
  const owner = `${kind}/${key}`;
  return frames({ kind: 'trace', sessionId, owner, trace: stack.trace });
}

async function handlesOf(
  data: SessionData,
  { key, start, count, isHeading }: SiteHandlesNode,
): Promise<readonly SitesNode[]> {
  if (isHeading && count > SITE_PAGE) {
    return pagesOf(0, count).map((page) => ({
      kind: 'handles',
      sessionId: data.id,
      key,
      ...page,
      isHeading: false,
    }));
  }
  const { handles, userHandles } = await siteOf(data, key, start);
  return [
    ...handles.map((row): SitesNode => ({ kind: 'handle', sessionId: data.id, key, row })),
    ...userHandles.map((entry): SitesNode => ({
      kind: 'userEntry',
      sessionId: data.id,
      grouping: 'type',
      groupKey: `site/${key}`,
      entry,
    })),
  ];
}
