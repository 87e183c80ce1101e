/** The text of `!sites`. */

import { reportSite, type LeakSite } from '../../analysis/leaks/siteReport';
import type { PrefixNode } from '../../analysis/leaks/prefixTree';
import type {
  LeakResult,
  SitesResult,
  SitesTotal,
  SiteTreeResult,
  SuppressionsResult,
} from '../../commands/leaks/leakResults';
import { throwIfCancelled, type CancellationToken } from '../../util/cancellation';
import { escapeText } from '../escapeText';
import {
  closersText,
  countsText,
  LEVEL_WORDS,
  namesText,
  openedText,
  processText,
  SHOWN_KEY,
  typesText,
} from './siteLines';
import { sitePages } from './siteText';

/** Sites rendered together. */
const PAGE_SITES = 64;
/** Reasons named in the list; the full answer has all. */
const MOST_REASONS = 3;

/** Pages of text; one chunk per site. */
export async function* leakPages(
  result: LeakResult,
  token: CancellationToken,
): AsyncGenerator<readonly string[], void, void> {
  switch (result.kind) {
    case 'sites':
      yield* sitesPages(result, token);
      return;
    case 'site':
      yield* sitePages(result, token);
      return;
    case 'siteTree':
      yield await Promise.resolve(treeChunks(result));
      return;
    case 'suppressions':
      yield await Promise.resolve([suppressionsText(result)]);
  }
}

async function* sitesPages(
  result: SitesResult,
  token: CancellationToken,
): AsyncGenerator<readonly string[], void, void> {
  yield await Promise.resolve([heading(result)]);
  for (let first = 1; first <= result.shown; first += PAGE_SITES) {
    throwIfCancelled(token);
    const last = Math.min(result.shown, first + PAGE_SITES - 1);
    const chunks: string[] = [];
    for (let rank = first; rank <= last; rank++) {
      const site = reportSite(result.leaks, rank);
      if (site !== null) {
        chunks.push(siteChunk(site));
      }
    }
    yield await Promise.resolve(chunks);
  }
  yield [rest(result), limitsText(result.limits)];
}

function heading(result: SitesResult): string {
  const { process, total, likely, filter } = result;
  const where = processText(process);
  const which = filter === null ? '' : ` ${escapeText(filter)}`;
  if (total.sites === 0) {
    return `Leak sites of ${where}: no outstanding opens${which}.\n`;
  }
  const verdict =
    likely.sites === 0
      ? 'none looks like a leak'
      : `${likely.sites} ${likely.sites === 1 ? 'looks like a leak' : 'look like leaks'}`;
  return `Leak sites of ${where}: ${opens(total)}${which} at ${sites(total)}, ${verdict}.\n`;
}

/** Five lines or six: what, how many, who and when, where siblings go, and why. */
function siteChunk(site: LeakSite): string {
  const lines = [
    `${`#${site.rank}`.padEnd(4)} ${escapeText(site.label)}   ${LEVEL_WORDS[site.level]} (${site.score})   ${site.key.slice(0, SHOWN_KEY)}`.trimEnd(),
    `     ${countsText(site)}: ${typesText(site)}, ${namesText(site)}`,
    `     ${openedText(site)}`,
  ];
  const closers = closersText(site.closers);
  if (closers !== null) {
    lines.push(`     ${closers}`);
  }
  const reasons = site.reasons
    .filter(({ kind }) => kind !== 'many')
    .slice(0, MOST_REASONS)
    .map(({ text }) => escapeText(text));
  if (reasons.length > 0) {
    lines.push(`     because ${reasons.join('; ')}`);
  }
  return `${lines.join('\n')}\n`;
}

function rest({ more, steady, suppressed, shown }: SitesResult): string {
  const lines: string[] = [];
  if (more.sites > 0) {
    lines.push(
      `${more.sites} more ${more.sites === 1 ? 'site' : 'sites'} with ${opens(more)}: !sites -n ${shown + more.sites} lists them.`,
    );
  }
  if (steady.sites > 0) {
    lines.push(
      `${steady.sites} steady ${steady.sites === 1 ? 'site' : 'sites'} with ${opens(steady)} not listed (opened once or early, no growth): !sites -a lists all.`,
    );
  }
  if (suppressed.sites > 0) {
    lines.push(
      `${sites(suppressed)} suppressed with ${opens(suppressed)}: !sites -suppress lists the patterns.`,
    );
  }
  if (shown > 0) {
    lines.push('!sites <number> shows one in full.');
  }
  return lines.map((line) => `${line}\n`).join('');
}

/** What the log cannot see. */
export function limitsText(limits: readonly string[]): string {
  return `What the log does not show:\n${limits.map((limit) => `  - ${escapeText(limit)}\n`).join('')}`;
}

function treeChunks(result: SiteTreeResult): readonly string[] {
  const { root, process, most, leastShare } = result;
  const where = processText(process);
  if (root.outstanding === 0) {
    return [`Leak sites of ${where}: no outstanding opens.\n`, limitsText(result.limits)];
  }
  const lines: string[] = [];
  let left = 0;
  const walk = (node: PrefixNode, depth: number): void => {
    for (const child of node.children) {
      if (lines.length >= most || child.outstanding < root.outstanding * leastShare) {
        left += child.outstanding;
        continue;
      }
      const chain = chainOf(child);
      lines.push(treeLine(chain, root.outstanding, depth));
      walk(chain.at(-1) ?? child, depth + 1);
    }
  };
  walk(root, 0);
  return [
    `Callers of ${root.outstanding} outstanding opens of ${where}, outermost first (opens from there on, share, of them by the function itself):\n`,
    ...lines,
    ...(left > 0
      ? [`${left} outstanding opens below what is shown: !sites -by tree -a shows all.\n`]
      : []),
    limitsText(result.limits),
  ];
}

/** A function and those it leads to, as long as there is only one way on. */
function chainOf(node: PrefixNode): readonly PrefixNode[] {
  const chain = [node];
  for (let last = node; last.self === 0 && last.children.length === 1;) {
    const [next] = last.children;
    if (next === undefined) {
      break;
    }
    chain.push(next);
    last = next;
  }
  return chain;
}

function treeLine(chain: readonly PrefixNode[], total: number, depth: number): string {
  const node = chain.at(-1);
  if (node === undefined) {
    return '';
  }
  const share = `${Math.round((100 * node.outstanding) / total)}%`;
  const self = node.self > 0 ? `   ${node.self} here` : '';
  return `${String(node.outstanding).padStart(8)} ${share.padStart(4)}  ${'  '.repeat(depth)}${escapeText(chainText(chain))}${self}\n`;
}

/** `app!Run > Serve > plugin!Open`: a module is named where it changes. */
function chainText(chain: readonly PrefixNode[]): string {
  let module = '';
  return chain
    .map(({ label }) => {
      const cut = label.indexOf('!');
      const own = cut === -1 ? '' : label.slice(0, cut);
      const text = own !== '' && own === module ? label.slice(cut + 1) : label;
      module = own;
      return text;
    })
    .join(' > ');
}

function suppressionsText({ patterns, changed }: SuppressionsResult): string {
  const done =
    changed === null
      ? ''
      : changed.added
        ? `Sites that match ${escapeText(changed.pattern)} are not listed any more.\n`
        : changed.pattern === '*'
          ? 'All sites are listed again.\n'
          : `Sites that match ${escapeText(changed.pattern)} are listed again.\n`;
  return patterns.length === 0
    ? `${done}Nothing is suppressed.\n`
    : `${done}Suppressed:\n${patterns.map((pattern) => `  ${escapeText(pattern)}\n`).join('')}`;
}

function sites({ sites: count }: SitesTotal): string {
  return `${count} ${count === 1 ? 'site' : 'sites'}`;
}

function opens({ outstanding }: SitesTotal): string {
  return `${outstanding} outstanding ${outstanding === 1 ? 'open' : 'opens'}`;
}
