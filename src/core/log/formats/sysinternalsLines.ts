/** The lines of Sysinternals `handle`, one by one (output-formats 6). */

/** What a line says. */
export type SysinternalsLine =
  | { readonly kind: 'banner' }
  | { readonly kind: 'process'; readonly image: string; readonly id: number }
  | SysinternalsHandle
  | {
      readonly kind: 'found';
      readonly image: string;
      readonly id: number;
      readonly handle: SysinternalsHandle;
    }
  | { readonly kind: 'closed' }
  | { readonly kind: 'nothingFound' }
  | { readonly kind: 'summary' }
  | { readonly kind: 'count'; readonly type: string; readonly count: number }
  | { readonly kind: 'total'; readonly count: number }
  | { readonly kind: 'rule' };

/** A handle of a list. */
export interface SysinternalsHandle {
  readonly kind: 'handle';
  readonly value: bigint;
  readonly type: string;
  /** Empty for an object without a name. */
  readonly name: string;
  /** The line tells how a file is shared. */
  readonly hasShareMode: boolean;
}

/** Type and share mode fill this many characters before the name. */
const TYPE_WIDTH = 14;
const SHARE = /^(.*?)\s+\(([R-][W-][D-])\)\s*$/;

/** What a line says; null when it says nothing about handles. */
export function readSysinternalsLine(text: string): SysinternalsLine | null {
  if (/^(?:Nth|H)andle v\d/.test(text)) {
    return { kind: 'banner' };
  }
  if (/^\s*-{20,}\s*$/.test(text)) {
    return { kind: 'rule' };
  }
  if (text.includes('pid: ')) {
    return foundLine(text) ?? processLine(text);
  }
  switch (text.trim()) {
    case 'Handle type summary:':
      return { kind: 'summary' };
    case 'Handle closed.':
      return { kind: 'closed' };
    case 'No matching handles found.':
      return { kind: 'nothingFound' };
    default:
      return listLine(text) ?? countLine(text);
  }
}

/** `chrome.exe         pid: 17000  type: File           7D8: C:\…`; with -u the user stands before the value. */
function foundLine(text: string): SysinternalsLine | null {
  const [, image = '', id, type = '', value = '', name = ''] =
    /^(\S.{0,259}?)\s+pid: (\d{1,10})\s+type: (\S+(?: Port)?)\s+(?:\S.{0,300}?\s)??([0-9A-F]{1,16}): ?(.*)$/.exec(
      text,
    ) ?? [];
  return id === undefined
    ? null
    : {
        kind: 'found',
        image,
        id: Number(id),
        handle: {
          kind: 'handle',
          value: BigInt(`0x${value}`),
          type,
          name: name.trim(),
          hasShareMode: false,
        },
      };
}

/** `PotPlayerMini64.exe pid: 7748 BLACK-BEAUTY\Sam` */
function processLine(text: string): SysinternalsLine | null {
  const [, image = '', id] = /^(\S.{0,259}?)\s+pid: (\d{1,10})(?:\s.*)?$/.exec(text) ?? [];
  return id === undefined ? null : { kind: 'process', image, id: Number(id) };
}

/** `   34: File  (RW-)   C:\…` and `   80: Section       \Windows\Theme` */
function listLine(text: string): SysinternalsHandle | null {
  const [, value = '', rest] = /^\s{0,8}([0-9A-F]{1,16}): (\S.*)$/.exec(text) ?? [];
  if (rest === undefined) {
    return null;
  }
  const [head, name] = headAndName(rest);
  const [, type, share] = SHARE.exec(head) ?? [];
  return {
    kind: 'handle',
    value: BigInt(`0x${value}`),
    type: (type ?? head).trim(),
    name: name.trim(),
    hasShareMode: share !== undefined,
  };
}

/** Types longer than their column end at a blank; so they do where a page has lost the columns. */
function headAndName(rest: string): readonly [string, string] {
  if (rest.length < TYPE_WIDTH || rest[TYPE_WIDTH - 1] === ' ') {
    return [rest.slice(0, TYPE_WIDTH), rest.slice(TYPE_WIDTH)];
  }
  const [head = rest] = /^(?:ALPC Port|\S+)(?:\s+\([R-][W-][D-]\))?(?=\s|$)/.exec(rest) ?? [];
  return [head, rest.slice(head.length)];
}

/** `  ALPC Port       : 2` and `Total handles: 238` */
function countLine(text: string): SysinternalsLine | null {
  const [, type = '', digits] = /^\s*(\S.{0,119}?)\s*: (\d{1,10})\s*$/.exec(text) ?? [];
  if (digits === undefined) {
    return null;
  }
  const count = Number(digits);
  return type === 'Total handles' ? { kind: 'total', count } : { kind: 'count', type, count };
}
