/** The symbols of one module as columns sorted by address, with look-up by address and by name. */

import { lastWhere } from '../../util/lastWhere';

/** One run of code under one name. */
export interface SymbolRun {
  readonly name: string;
  /** Offset of the run from the module's base. */
  readonly rva: number;
  /** Bytes the run occupies; look-up does not depend on it. */
  readonly size: number;
  /**
   * How far into the function the run begins. 0 for ordinary functions; more for the moved blocks of an optimised
   * system image, whose displacements debuggers compute through the OMAP tables (domain.md 7.4).
   */
  readonly bias: number;
}

/** A symbol and how far an address lies into it. */
export interface SymbolHit {
  readonly name: string;
  readonly displacement: number;
  readonly run: SymbolRun;
}

/** Symbols of one module. Names that share an address are aliases: the first one given is printed, all can be found. */
export class SymbolTable {
  private readonly runs: readonly SymbolRun[];
  private readonly rvas: Uint32Array;
  private readonly byName: ReadonlyMap<string, SymbolRun>;
  /** Runs that begin inside a function. */
  private readonly moved: readonly SymbolRun[];

  /** `aliases` maps further names to names among the runs; unknown ones are ignored. */
  constructor(runs: readonly SymbolRun[], aliases: ReadonlyMap<string, string> = new Map()) {
    this.runs = [...runs].sort((left, right) => left.rva - right.rva);
    this.rvas = Uint32Array.from(this.runs, (run) => run.rva);
    this.moved = this.runs.filter((run) => run.bias > 0);
    const byName = new Map<string, SymbolRun>();
    for (const run of this.runs.filter((candidate) => candidate.bias === 0)) {
      byName.set(run.name.toLowerCase(), run);
    }
    for (const [alias, name] of aliases) {
      const run = byName.get(name.toLowerCase());
      if (run !== undefined && !byName.has(alias.toLowerCase())) {
        byName.set(alias.toLowerCase(), run);
      }
    }
    this.byName = byName;
  }

  /** How many runs there are. */
  get count(): number {
    return this.runs.length;
  }

  /** The runs, by rising address. */
  all(): readonly SymbolRun[] {
    return this.runs;
  }

  /** The nearest symbol at or below an offset from the module's base; null before the first one. */
  at(rva: number): SymbolHit | null {
    const run = this.runs[this.indexAt(rva)];
    return run === undefined
      ? null
      : { name: run.name, displacement: rva - run.rva + run.bias, run };
  }

  /** The first symbol above an offset; null behind the last one. */
  after(rva: number): SymbolRun | null {
    return this.runs[this.indexAt(rva) + 1] ?? null;
  }

  /** Offset of a symbol from the module's base, letter case ignored, aliases included; null when unknown. */
  find(name: string): number | null {
    return this.byName.get(name.toLowerCase())?.rva ?? null;
  }

  /** True when an offset is printed under the name, or under the one it is an alias of. */
  isWithin(name: string, rva: number): boolean {
    const printed = this.byName.get(name.toLowerCase())?.name;
    return printed !== undefined && this.at(rva)?.name === printed;
  }

  /**
   * Offset of `name` plus `displacement`, taking moved blocks into account: the block that holds the displacement is
   * used. Null when the name is unknown.
   */
  place(name: string, displacement: number): number | null {
    const start = this.byName.get(name.toLowerCase());
    if (start === undefined) {
      return null;
    }
    const moved = this.moved.find(
      (run) =>
        run.name === start.name && displacement >= run.bias && displacement < run.bias + run.size,
    );
    return moved === undefined ? start.rva + displacement : moved.rva + displacement - moved.bias;
  }

  private indexAt(rva: number): number {
    return lastWhere(this.rvas.length, (index) => (this.rvas[index] ?? 0) <= rva);
  }
}
