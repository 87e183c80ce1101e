/** Turns short lists of function names into symbol tables with made-up but stable addresses. */

import { numberFromText } from './hashText';
import { SymbolTable, type SymbolRun } from './symbolTable';

/** Where code begins in a laid-out module. */
const TEXT_START = 0x1000;
const ALIGNMENT = 0x10;

/** What a layout needs to know of its module. */
export interface LayoutOptions {
  /** Seeds the made-up offsets, for example `10-22h2-x64/ntdll`. */
  readonly seed: string;
  /** Size of the image in bytes; functions are spread over its first two thirds. */
  readonly imageSize: number;
  /**
   * A second list: what of it is not in the first goes into the room that the first leaves, so that the first lies as it
   * does alone. Fixed offsets in it are not kept.
   */
  readonly further?: string;
}

interface ParsedSymbol {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly rva: number | null;
  readonly size: number | null;
  readonly bias: number;
}

/**
 * Lays out functions. The list is text, separated by blanks or line ends, each item
 * `Name[|Alias…][@rva[~bias]][=size]` with hexadecimal numbers: `@` fixes the offset from the module's base, `~` makes
 * the item a moved block that begins that far into the function, `=` fixes the size. Functions without a fixed offset
 * keep their order and are spread evenly with some jitter; one that is also listed with an offset is dropped, repeated ones count once. A misspelt number is a mistake in the catalog and throws.
 */
export function layOutSymbols(list: string, options: LayoutOptions): SymbolTable {
  const symbols = parseList(list);
  const fixed = symbols.filter((symbol) => symbol.rva !== null).map(fixedRun);
  const first = withFloating(
    fixed,
    symbols.filter((symbol) => symbol.rva === null),
    options,
  );
  const further = parseList(options.further ?? '');
  const runs = withFloating(first, further.map(unfixed), options);
  const aliases = new Map<string, string>();
  for (const symbol of [...symbols, ...further]) {
    symbol.aliases.forEach((alias) => aliases.set(alias, symbol.name));
  }
  return new SymbolTable(runs, aliases);
}

function parseList(list: string): readonly ParsedSymbol[] {
  return list
    .split(/\s+/)
    .filter((item) => item !== '')
    .map(parseSymbol);
}

/** Runs, and symbols without an offset that are not among them in the room between. */
function withFloating(
  runs: readonly SymbolRun[],
  symbols: readonly ParsedSymbol[],
  options: LayoutOptions,
): readonly SymbolRun[] {
  const taken = new Set(runs.map(({ name }) => name));
  const floating = mergeRepeated(symbols).filter(({ name }) => !taken.has(name));
  return [...runs, ...spread(floating, runs, options)];
}

/** The same without its offset; a moved block asks for room up to its end. */
function unfixed(symbol: ParsedSymbol): ParsedSymbol {
  const { rva, bias, size } = symbol;
  return rva === null ? symbol : { ...symbol, rva: null, bias: 0, size: bias + (size ?? 0) };
}

/** Keeps the first of each name, with the largest size that was asked for. */
function mergeRepeated(symbols: readonly ParsedSymbol[]): readonly ParsedSymbol[] {
  const byName = new Map<string, ParsedSymbol>();
  for (const symbol of symbols) {
    const known = byName.get(symbol.name);
    const size = Math.max(known?.size ?? 0, symbol.size ?? 0);
    byName.set(symbol.name, { ...(known ?? symbol), size: size === 0 ? null : size });
  }
  return [...byName.values()];
}

function spread(
  symbols: readonly ParsedSymbol[],
  fixed: readonly SymbolRun[],
  options: LayoutOptions,
): readonly SymbolRun[] {
  const taken = [...fixed].sort((left, right) => left.rva - right.rva);
  const span = Math.floor((options.imageSize * 2) / 3) - TEXT_START;
  const pitch = Math.max(0x400, Math.floor(span / Math.max(1, symbols.length)));
  const runs: SymbolRun[] = [];
  let next = TEXT_START;
  symbols.forEach((symbol, index) => {
    const size = symbol.size ?? sizeOf(symbol.name, options.seed);
    const jitter = numberFromText(`${options.seed}!${symbol.name}`, 0, pitch >>> 2);
    const wanted = align(Math.max(next, TEXT_START + index * pitch + jitter));
    const rva = clearOf(taken, wanted, size);
    runs.push({ name: symbol.name, rva, size, bias: 0 });
    next = rva + size;
  });
  return runs;
}

/** The first place at or above `wanted` where `size` bytes overlap nothing that is fixed. */
function clearOf(taken: readonly SymbolRun[], wanted: number, size: number): number {
  let rva = wanted;
  for (const run of taken) {
    if (rva < run.rva + run.size && run.rva < rva + size) {
      rva = align(run.rva + run.size);
    }
  }
  return rva;
}

function sizeOf(name: string, seed: string): number {
  return align(numberFromText(`${seed}#${name}`, 0x1c0, 0x3f0));
}

function align(value: number): number {
  return Math.ceil(value / ALIGNMENT) * ALIGNMENT;
}

function fixedRun(symbol: ParsedSymbol): SymbolRun {
  return {
    name: symbol.name,
    rva: symbol.rva ?? 0,
    size: symbol.size ?? ALIGNMENT,
    bias: symbol.bias,
  };
}

/** Characters that only items with numbers or aliases have. */
const NOTATION = /[@=|]/;

function parseSymbol(item: string): ParsedSymbol {
  if (!NOTATION.test(item)) {
    return { name: item, aliases: [], rva: null, size: null, bias: 0 };
  }
  const match = /^([^@=]+)(?:@([0-9a-f]+)(?:~([0-9a-f]+))?)?(?:=([0-9a-f]+))?$/i.exec(item);
  const names = match?.[1]?.split('|') ?? [];
  const name = names[0];
  if (match === null || name === undefined) {
    throw new Error(`The symbol list item "${item}" cannot be read.`);
  }
  return {
    name,
    aliases: names.slice(1),
    rva: hexOrNull(match[2]),
    bias: hexOrNull(match[3]) ?? 0,
    size: hexOrNull(match[4]),
  };
}

function hexOrNull(digits: string | undefined): number | null {
  return digits === undefined ? null : Number.parseInt(digits, 16);
}
