/** Which columns of a list mean what, by the names tools give them. */

/** What a column holds. */
export type ColumnRole =
  | 'value'
  | 'type'
  | 'name'
  | 'pid'
  | 'process'
  | 'access'
  | 'object'
  | 'attributes'
  | 'handleCount'
  | 'pointerCount';

/**
 * Names of columns without blanks and letter case: Volatility 2 and 3, Nthandle -v, System Informer, Process Explorer, and
 * the words scripts use for the same things.
 */
const ROLES: ReadonlyMap<string, ColumnRole> = new Map<string, ColumnRole>([
  ['handle', 'value'],
  ['handlevalue', 'value'],
  ['handleid', 'value'],
  ['type', 'type'],
  ['objecttype', 'type'],
  ['handletype', 'type'],
  ['typename', 'type'],
  ['name', 'name'],
  ['details', 'name'],
  ['objectname', 'name'],
  ['handlename', 'name'],
  ['path', 'name'],
  ['pid', 'pid'],
  ['processid', 'pid'],
  ['uniqueprocessid', 'pid'],
  ['process', 'process'],
  ['processname', 'process'],
  ['image', 'process'],
  ['imagefilename', 'process'],
  ['access', 'access'],
  ['grantedaccess', 'access'],
  ['accessmask', 'access'],
  ['offset', 'object'],
  ['offset(v)', 'object'],
  ['object', 'object'],
  ['objectaddress', 'object'],
  ['attributes', 'attributes'],
  ['handlecount', 'handleCount'],
  ['pointercount', 'pointerCount'],
]);

/** Share of known words in a header. */
const MOST_KNOWN = 0.5;

/** The columns of a list: where each fact stands, and which columns nobody reads. */
export interface ColumnPlan {
  readonly at: ReadonlyMap<ColumnRole, number>;
  /** How many columns the header has. */
  readonly width: number;
  /** Column names in the order of the header, as written. */
  readonly names: readonly string[];
  /** Names of columns that mean nothing here. */
  readonly unused: readonly string[];
}

/**
 * The plan of a header; null when the words are none. There must be handle values and what they stand for, and a share of
 * the words (half of them) must be known, so that a line of prose is no header. Of two columns with one meaning the first
 * counts.
 */
export function planColumns(words: readonly string[], knownShare = MOST_KNOWN): ColumnPlan | null {
  const at = new Map<ColumnRole, number>();
  const unused: string[] = [];
  const names = words.map((word) => word.replace(/^\uFEFF/, '').trim());
  let known = 0;
  for (const [index, name] of names.entries()) {
    const role = ROLES.get(name.toLowerCase().replace(/[\s_-]+/g, ''));
    known += role === undefined ? 0 : 1;
    if (role !== undefined && !at.has(role)) {
      at.set(role, index);
    } else if (name !== '') {
      unused.push(name);
    }
  }
  const tells = at.has('type') || at.has('name') || at.has('object');
  return at.has('value') && tells && known >= names.length * knownShare
    ? { at, width: names.length, names, unused }
    : null;
}
