/** Recognises handle values and handle variables in source and in logs. What is not clearly a handle is none: a wrong hover is worse than no hover. */

/** A word on a line that may stand for a handle; columns count from 0. */
export type HandleWord =
  | {
      /** `userValue`: the text says that it is a USER handle: a window, a menu, an icon, a hook. */
      readonly kind: 'value' | 'userValue';
      readonly start: number;
      readonly end: number;
      readonly value: bigint;
    }
  | {
      readonly kind: 'variable';
      readonly start: number;
      readonly end: number;
      readonly name: string;
    };

/** Longer lines are generated code or data. */
const MAXIMUM_LINE = 2000;
/** Most hexadecimal digits of a handle value: longer numbers are addresses. */
const MAXIMUM_DIGITS = 8;
/** How far before a number the word for a handle may stand. */
const WORD_REACH = 64;

/** `0x3c` that is no part of a longer number, path, module offset or address range. */
const NUMBER = /(?<![\w\\/`.+'-])0x([0-9a-f]+)(?:ull?|ll|[ul])?(?![\w`.\\/!'])/gi;
/** What may stand between the word for a handle and the number: `(HANDLE)(ULONG_PTR)0x3c`, `handle = 0x3c`, `handle(0x3c`. */
const BETWEEN = String.raw`[ \t]*(?:\)[ \t]*(?:\([A-Z]\w*\)[ \t]*)?|(?:={1,3}|!=|:=|:|\(|#)?[ \t]*(?:\([A-Z]\w*\)[ \t]*){0,2})$`;
/** `handle 0x3c`, `fileHandle = 0x3c`, `(HANDLE)0x3c`, `(HKEY)0x3c`. */
const HANDLE_WORD = new RegExp(String.raw`((?:\w*[hH]andles?|\w*HANDLE|\bHKEY))${BETWEEN}`);
/** Hungarian names of variables that get or are compared with the number: `hEvent = 0x3c`, `m_hEvent == 0x3c`. */
const VARIABLE_BEFORE = new RegExp(
  String.raw`\b((?:[gsm]_)?h[A-Z]\w{0,40})[ \t]*(?:={1,3}|!=|:)[ \t]*(?:\([A-Z]\w*\)[ \t]*){0,2}$`,
);
/** Handles of windows, graphics, modules, services, heaps and searches: none of them stands in a handle table. */
const NO_TABLE_HANDLE =
  /(?:wnd|window|dc|inst|instance|mod|module|dll|dlg|menu|icon|cursor|brush|font|pen|bitmap|bmp|rgn|palette|hook|heap|hash|find|prov|provider|internet|result|sc_handle|phandle|gchandle)s?$/i;

/** Fewest digits of a USER handle: its high word is not 0. */
const LEAST_USER_DIGITS = 5;
/** `hWnd = 0x200d3`, `m_hMenu == 0x200d3`, `(HWND)0x200d3`, `window handle 0x200d3`, `USER handle 0x200d3`. */
const USER_WORD = new RegExp(
  String.raw`\b(?:(?:[gsm]_)?h(?:[A-Z]\w{0,30}?)?(?:[Ww]nd|[Dd]lg|[Mm]enu|[Ii]con|[Cc]ursor|[Hh]ook|[Aa]ccel|[Dd]wp|Window)|H(?:WND|MENU|ICON|CURSOR|HOOK|ACCEL|DWP|WINEVENTHOOK)|(?:[Ww]indow|[Mm]enu|[Ii]con|[Cc]ursor|[Hh]ook|USER)[ _]?[Hh]andle)${BETWEEN}`,
);

const IDENTIFIER = /[A-Za-z_]\w*/g;
/** `h`, `h1`, `hEvent`, `m_hEvent`, `fileHandle`, `file_handle`, `handle`. */
const VARIABLE = /^(?:h\d?|(?:[gsm]_)?h[A-Z]\w*|(?:\w*[a-z_])?[hH]andle\d?)$/;

/** The handle value at a column, both ends included: `0x` and a word for handle before it. Undefined when there is none. */
export function handleValueAt(line: string, column: number): HandleWord | undefined {
  if (line.length > MAXIMUM_LINE) {
    return undefined;
  }
  for (const match of line.matchAll(NUMBER)) {
    const { index: start } = match;
    const end = start + match[0].length;
    if (start <= column && column <= end) {
      const digits = match[1] ?? '';
      const isHandle =
        digits.length <= MAXIMUM_DIGITS &&
        isNamed(line.slice(Math.max(0, start - WORD_REACH), start));
      const value = BigInt(`0x${digits}`);
      return isHandle && value !== 0n && value % 4n === 0n
        ? { kind: 'value', start, end, value }
        : undefined;
    }
  }
  return undefined;
}

/**
 * The number at a column that may be a USER handle, both ends included: `0x`, five to eight digits, and a word for a USER
 * handle or for any handle before it. Undefined when there is none.
 */
export function userHandleValueAt(line: string, column: number): HandleWord | undefined {
  if (line.length > MAXIMUM_LINE) {
    return undefined;
  }
  for (const match of line.matchAll(NUMBER)) {
    const { index: start } = match;
    const end = start + match[0].length;
    const digits = match[1] ?? '';
    if (start <= column && column <= end) {
      const before = line.slice(Math.max(0, start - WORD_REACH), start);
      const isUser = USER_WORD.test(before);
      const value = BigInt(`0x${digits}`);
      const fits = digits.length <= MAXIMUM_DIGITS && value >> 16n !== 0n;
      return fits && digits.length >= LEAST_USER_DIGITS && (isUser || isNamed(before))
        ? { kind: isUser ? 'userValue' : 'value', start, end, value }
        : undefined;
    }
  }
  return undefined;
}

/** The handle variable at a column, both ends included; functions, members of other things and macros are none. */
export function handleVariableAt(line: string, column: number): HandleWord | undefined {
  if (line.length > MAXIMUM_LINE) {
    return undefined;
  }
  for (const match of line.matchAll(IDENTIFIER)) {
    const { index: start } = match;
    const [name] = match;
    const end = start + name.length;
    if (start <= column && column <= end) {
      const isCall = /^\s*\(/.test(line.slice(end, end + 8));
      const isPartOfWord =
        /[\w$'"`#]/.test(line.charAt(start - 1)) || /['"`]/.test(line.charAt(end));
      return VARIABLE.test(name) && !isOtherKind(name) && !isCall && !isPartOfWord
        ? { kind: 'variable', start, end, name }
        : undefined;
    }
  }
  return undefined;
}

function isNamed(before: string): boolean {
  const name = (HANDLE_WORD.exec(before) ?? VARIABLE_BEFORE.exec(before))?.[1];
  return name !== undefined && !isOtherKind(name);
}

/** `hWnd`, `windowHandle`, `SC_HANDLE`: what the name says beside "handle" tells the kind. */
function isOtherKind(name: string): boolean {
  return NO_TABLE_HANDLE.test(name) || NO_TABLE_HANDLE.test(name.replace(/_?handles?$/i, ''));
}
