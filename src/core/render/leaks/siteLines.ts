/** The pieces of text that are said about a leak site. */

import { fixHint, type FixHint } from '../../analysis/leaks/fixHint';
import type {
  ActorCount,
  LeakSite,
  RecordPlace,
  SiteCloser,
} from '../../analysis/leaks/siteReport';
import type { SuspicionLevel } from '../../analysis/leaks/suspicion';
import { NO_ACTOR } from '../../model/handleTrace';
import type { ProcessInfo } from '../../model/process';
import { hex } from '../../util/hex';
import { processWords } from '../../model/processWords';
import type { ResolvedAddress } from '../../model/stackFrame';
import { escapeText } from '../escapeText';

/** Digits of a key that tell sites apart in practice; `!sites` takes as few. */
export const SHOWN_KEY = 8;
/** Actors, closers and types named in a line. */
const MOST_NAMED = 3;

/** What levels are called. */
export const LEVEL_WORDS: Readonly<Record<SuspicionLevel, string>> = {
  leak: 'looks like a leak',
  suspicious: 'suspicious',
  unclear: 'unclear',
  steady: 'steady',
};

/** `24 outstanding of 96 opened here, 72 closed`. */
export function countsText(site: LeakSite): string {
  const parts = [`${site.outstanding} outstanding of ${site.opened} opened here`];
  if (site.closed > 0) {
    parts.push(`${site.closed} closed`);
  }
  if (site.replaced > 0) {
    parts.push(`${site.replaced} closed without a record`);
  }
  return parts.join(', ');
}

/** `Event`, `Event 20, Key 4`, `USER handles: Menu`, or what is not known. */
export function typesText(site: LeakSite): string {
  const [only] = site.types;
  const family = site.family === 'USER' ? 'USER handles: ' : '';
  if (only === undefined) {
    return `${family}type not known`;
  }
  return site.types.length === 1
    ? `${family}${escapeText(only.type)}`
    : `${family}${listed(site.types.map(({ type, count }) => `${escapeText(type)} ${count}`))}`;
}

/** The common form of the names, how many there are, or `unnamed`. */
export function namesText({ names, listed: inTable }: LeakSite): string {
  if (names.total === 0) {
    return 'names not known';
  }
  const unnamed = names.unnamed > 0 ? [`${names.unnamed} unnamed`] : [];
  const looked = names.total < inTable ? [`${names.total} looked at`] : [];
  if (names.distinct === 0) {
    return ['unnamed', ...looked].join(', ');
  }
  const distinct = names.distinct > 1 ? [`${names.distinct} names`] : [];
  if (names.text === null) {
    return [`${names.distinct} different names`, ...unnamed, ...looked].join(', ');
  }
  const remarks = [...distinct, ...unnamed, ...looked];
  return `${escapeText(names.text)}${remarks.length === 0 ? '' : ` (${remarks.join(', ')})`}`;
}

/** `thread 1fe4` or `threads 1fec (6), 1ff0 (6) and 2 more`. */
export function threadsText(threads: readonly ActorCount[]): string {
  const [only] = threads;
  if (threads.length === 1 && only !== undefined) {
    return threadText(only.id);
  }
  return `threads ${listed(threads.map(({ id, count }) => `${hex(id)} (${count})`))}`;
}

/** `thread 1fe4`; a record may not tell. */
export function threadText(id: number): string {
  return id === NO_ACTOR ? 'a thread that is not recorded' : `thread ${hex(id)}`;
}

/** `OrderService.exe (1f3c)`, as far as it is known. */
export function processText(process: ProcessInfo): string {
  return escapeText(processWords(process));
}

/** `record 12`, or `12th newest record` where records have no numbers. */
export function recordText({ row, sequence }: RecordPlace): string {
  return sequence === null ? `row ${row}` : `record ${sequence}`;
}

/** When the outstanding handles were opened, and by whom. */
export function openedText(site: LeakSite): string {
  const { firstOpen, lastOpen, processes } = site;
  const when =
    firstOpen.row === lastOpen.row
      ? recordText(firstOpen)
      : firstOpen.sequence === null || lastOpen.sequence === null
        ? `rows ${firstOpen.row} (oldest) to ${lastOpen.row} of the log`
        : `records ${firstOpen.sequence} to ${lastOpen.sequence}`;
  const others =
    processes.length > 1
      ? `, processes ${listed(processes.map(({ id, count }) => `${hex(id)} (${count})`))}`
      : '';
  return `opened by ${threadsText(site.threads)}${others}, ${when}`;
}

/** Where siblings are closed; null when none was. */
export function closersText(closers: readonly SiteCloser[]): string | null {
  const [first] = closers;
  if (first === undefined) {
    return null;
  }
  const places = closers.map(
    ({ label, count, threads }) => `${escapeText(label)} (${count}, ${threadsText(threads)})`,
  );
  return `siblings closed by ${listed(places)}`;
}

/** The call that would close the handles; null where that is not certain. `stack` is a whole stack of the site. */
export function fixOf(site: LeakSite, stack: readonly ResolvedAddress[]): FixHint | null {
  const [blamed] = site.frames;
  return blamed === undefined || site.owner !== 'own'
    ? null
    : fixHint(
        stack,
        stack.findIndex(({ address }) => address === blamed.address),
      );
}

/** The first few, and how many more there are. */
function listed(texts: readonly string[]): string {
  const named = texts.slice(0, MOST_NAMED);
  const more = texts.length - named.length;
  return more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ');
}
