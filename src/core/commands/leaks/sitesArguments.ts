/** What `!sites` takes. */

import type { Query } from '../../analysis/query/querySyntax';
import { OWN_FRAMES, type Folding } from '../../analysis/traces/siteFrames';
import { fail, ok, type Result } from '../../util/result';
import type { CommandContext } from '../command';
import { countSwitch, leadingSwitches, type KnownSwitch } from '../leadingSwitches';
import { lateSwitch, readTypedQuery, typedText, type TypedText } from '../typedQuery';

/** Sites that are listed without -n. */
export const USUAL_SITES = 20;

/** A site that is meant: its number in the list, or the beginning of its key. */
export type SiteName =
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'key'; readonly key: string };

/** What was asked for. */
export interface SitesRequest {
  /** Steady sites too, and as many as there are. */
  readonly all: boolean;
  readonly most: number;
  readonly folding: Folding;
  /** The prefix tree instead of a list. */
  readonly tree: boolean;
  readonly query: Query | null;
  /** A type as typed; null without -type. */
  readonly type: string | null;
  /** Where the query was typed, for problems that show up later. */
  readonly queryText: TypedText;
  /** One site in full; null for the list. */
  readonly site: SiteName | null;
  /** Patterns that are added to or taken from the suppressions; null when they stay as they are. */
  readonly suppress: { readonly add: boolean; readonly pattern: TypedText } | null;
}

const SWITCHES: readonly KnownSwitch[] = [
  { name: '-a', takes: null },
  { name: '-n', takes: 'a number of sites' },
  { name: '-by', takes: 'own, stack, top:N or tree' },
  { name: '-type', takes: 'an object type' },
  { name: '-suppress', takes: null },
  { name: '-unsuppress', takes: null },
];

/** Reads the arguments. */
export function sitesArguments(
  context: CommandContext,
  argumentText: string,
): Result<SitesRequest> {
  const read = leadingSwitches('!sites', argumentText, SWITCHES);
  if (!read.ok) {
    return read;
  }
  const { values, rest, restAt } = read.value;
  const typed = typedText(context, argumentText, restAt);
  const late = lateSwitch(context, '!sites', typed, SWITCHES);
  if (late !== null) {
    return fail(late);
  }
  const suppress = values.has('-suppress') || values.has('-unsuppress');
  const site = suppress ? null : siteName(rest);
  const most = values.has('-n') ? countSwitch('-n', values.get('-n') ?? '') : ok(USUAL_SITES);
  const by = foldingOf(values.get('-by') ?? 'own');
  const query = site === null && !suppress ? readTypedQuery(context, typed) : ok(null);
  if (!most.ok || !by.ok || !query.ok) {
    return [most, by, query].find((part) => !part.ok) as Result<SitesRequest>;
  }
  return ok({
    all: values.has('-a'),
    most: values.has('-a') && !values.has('-n') ? Infinity : most.value,
    ...by.value,
    query: query.value,
    type: values.get('-type') ?? null,
    queryText: typed,
    site,
    suppress: suppress ? { add: values.has('-suppress'), pattern: typed } : null,
  });
}

/** `3` is a number of the list, `5f2c91ab` a key, everything else a query. */
function siteName(text: string): SiteName | null {
  if (/^#?\d{1,5}$/.test(text)) {
    return { kind: 'number', number: Number(text.replace('#', '')) };
  }
  return /^[0-9a-f]{6,16}$/i.test(text) ? { kind: 'key', key: text.toLowerCase() } : null;
}

function foldingOf(text: string): Result<Pick<SitesRequest, 'folding' | 'tree'>> {
  const lower = text.toLowerCase();
  const top = /^top:?(\d{1,3})$/.exec(lower)?.[1];
  if (lower === 'own' || lower === 'stack') {
    return ok({ folding: { kind: lower }, tree: false });
  }
  if (lower === 'tree') {
    return ok({ folding: OWN_FRAMES, tree: true });
  }
  return top === undefined || Number(top) === 0
    ? fail({
        code: 'usage',
        message: `Sites cannot be folded by '${text}'.`,
        hint: "-by takes own (the program's own frames, the default), stack (all frames), top:3 (the innermost three) or tree.",
      })
    : ok({ folding: { kind: 'top', frames: Number(top) }, tree: false });
}
