/** The rows of the Leak Sites view as plain data. Knows nothing of VS Code. */

import type {
  LeakSiteRow,
  LeakSitesAnswer,
  SitesCount,
  SiteStack,
} from '../../protocol/siteMessages';
import type { ViewRow } from '../../protocol/viewMessages';
import { nodeId, type FrameNode, type MessageNode } from './handleNodes';
import { userNodeId, type UserEntryNode } from './userNodes';

/** Sites, and handles of a site, fetched and shown at a time. */
export const SITE_PAGE = 100;

/** A row of the Leak Sites view. */
export type SitesNode =
  | SiteNode
  | SitesPageNode
  | SteadyNode
  | { readonly kind: 'limits'; readonly sessionId: string; readonly limits: readonly string[] }
  | SiteReasonNode
  | SiteStackNode
  | SiteHandlesNode
  | SiteHandleNode
  | UserEntryNode
  | FrameNode
  | MessageNode;

/** A site. */
export interface SiteNode {
  readonly kind: 'site';
  readonly sessionId: string;
  readonly site: LeakSiteRow;
}

/** Some sites of the ranking that are not shown yet. */
export interface SitesPageNode {
  readonly kind: 'page';
  readonly sessionId: string;
  readonly start: number;
  readonly count: number;
}

/** All sites that do not look like leaks: the last ones of the ranking. */
export interface SteadyNode {
  readonly kind: 'steady';
  readonly sessionId: string;
  readonly start: number;
  readonly steady: SitesCount;
}

/** A reason of a verdict. */
export interface SiteReasonNode {
  readonly kind: 'reason';
  readonly sessionId: string;
  readonly key: string;
  readonly text: string;
}

/** A stack that opened handles of a site, or closed siblings. */
export interface SiteStackNode {
  readonly kind: 'opened' | 'closed';
  readonly sessionId: string;
  readonly key: string;
  readonly stack: SiteStack;
}

/** The handles of a site, or some of them. */
export interface SiteHandlesNode {
  readonly kind: 'handles';
  readonly sessionId: string;
  readonly key: string;
  readonly start: number;
  readonly count: number;
  /** True for the heading above all handles of the site. */
  readonly isHeading: boolean;
}

/** A handle of a site. */
export interface SiteHandleNode {
  readonly kind: 'handle';
  readonly sessionId: string;
  readonly key: string;
  readonly row: ViewRow;
}

/** Pages of a list that begins somewhere in the ranking, or among the handles of a site. */
export function pagesOf(
  start: number,
  count: number,
): readonly { readonly start: number; readonly count: number }[] {
  const pages: { start: number; count: number }[] = [];
  for (let from = start; from < start + count; from += SITE_PAGE) {
    pages.push({ start: from, count: Math.min(SITE_PAGE, start + count - from) });
  }
  return pages;
}

/** The first rows: sites worth a look, the rest of them in pages, steady ones under one row, what the log cannot see. */
export function siteRoots(sessionId: string, answer: LeakSitesAnswer): readonly SitesNode[] {
  const { sites, total, steady, limits } = answer;
  const telling = total.sites - steady.sites;
  const shown = sites.slice(0, telling);
  const rest = pagesOf(shown.length, telling - shown.length);
  return [
    ...shown.map((site): SitesNode => ({ kind: 'site', sessionId, site })),
    ...rest.map((page): SitesNode => ({ kind: 'page', sessionId, ...page })),
    ...(steady.sites === 0
      ? []
      : [{ kind: 'steady', sessionId, start: telling, steady } satisfies SitesNode]),
    ...(limits.length === 0 ? [] : [{ kind: 'limits', sessionId, limits } satisfies SitesNode]),
  ];
}

/** An id that stays the same across refreshes and restarts. `root` names the target. */
export function siteNodeId(node: SitesNode, root: string): string {
  const place = `${root}/sites`;
  switch (node.kind) {
    case 'site':
      return `${place}/site/${node.site.key}`;
    case 'page':
      return `${place}/page/${node.start}`;
    case 'steady':
    case 'limits':
      return `${place}/${node.kind}`;
    case 'reason':
      return `${place}/reason/${node.key}/${node.text}`;
    case 'opened':
    case 'closed':
      return `${place}/${node.kind}/${node.key}/${node.stack.trace.row}`;
    case 'handles':
      return `${place}/handles/${node.key}/${node.isHeading ? 'all' : node.start}`;
    case 'handle':
      return `${place}/handle/${node.key}/${node.row.id}`;
    case 'userEntry':
      return userNodeId(node, place);
    case 'frame':
    case 'message':
      return nodeId(node, place);
  }
}
