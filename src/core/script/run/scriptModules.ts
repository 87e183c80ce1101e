/** The modules that hold the functions of a script: addresses of its code, and code of addresses. */

import { address, type Address } from '../../model/identifiers';
import { buildModule, type ModuleImage } from '../../simulator/catalog/moduleImage';
import type { ProfileId } from '../../windows/profiles';
import { lastWhere } from '../../util/lastWhere';
import { ProblemError } from '../../util/problem';
import type { FunctionInfo, Program, ScriptFile } from './program';

/** Where the program lies in memory; further modules follow below it. */
const BASES: Readonly<Record<ProfileId, bigint>> = {
  'xp-sp3-x86': 0x0040_0000n,
  '7-sp1-x86': 0x0040_0000n,
  '7-sp1-x64': 0x1_3f00_0000n,
  '8-x64': 0x7ff6_3000_0000n,
  '10-22h2-x64': 0x7ff6_3000_0000n,
  '11-23h2-x64': 0x7ff6_3000_0000n,
};
/** Room for a module of a script. */
const MODULE_ROOM = 0x100_0000n;
const PAGE = 0x1000;

/** The code of one function. */
interface Placed {
  readonly start: Address;
  readonly end: bigint;
  /** Addresses of its statements, rising, and their numbers. */
  readonly places: readonly Address[];
  readonly statements: readonly number[];
}

/** Addresses of one program. */
export class ScriptModules {
  /** The modules that are the script's own, as the debugger lists them. */
  readonly images: readonly ModuleImage[];
  /** The module of each function: one of the script, or of Windows. */
  private readonly modules: readonly ModuleImage[];
  /** Where each function begins. */
  private readonly origins: readonly Address[];
  /** By rising address. */
  private readonly placed: readonly Placed[];
  private readonly returns = new Map<number, Address>();
  /** By instruction: number of the function that it belongs to, and -1 for those that belong to none. */
  private readonly owners: Int32Array;
  private readonly functions: ReadonlyMap<number, number>;
  private readonly statements: readonly Address[];

  /** `windows` are the modules of Windows: functions in a module that has their name lie where Windows has them. */
  constructor(
    private readonly program: Program,
    windows: readonly ModuleImage[] = [],
  ) {
    const first = BASES[program.settings.profile];
    const found = program.modules.map(({ file }) => moduleOfWindows(file, windows));
    const all = program.modules.map(
      (_, number) =>
        found[number] ?? ownModule(program, number, first + BigInt(number) * MODULE_ROOM),
    );
    this.images = all.filter((_, number) => found[number] === undefined);
    this.modules = all;
    this.origins = program.functions.map((each) => {
      const { module, rva } = each;
      const windowsModule = found[module];
      const place =
        windowsModule === undefined ? rva : placeInWindows(windowsModule, each, program.files);
      return address((all[module]?.info.base ?? 0n) + BigInt(place));
    });
    this.statements = program.statements.map(({ function: owner, rva }) => this.place(owner, rva));
    this.placed = this.placeCode();
    this.owners = new Int32Array(program.code.length / 2).fill(-1);
    program.functions.forEach(({ pc, endPc }, number) => this.owners.fill(number, pc, endPc));
    this.functions = new Map(
      program.functions.map((_, number) => [Number(this.functionAddress(number)), number]),
    );
  }

  /** Address of a function. */
  functionAddress(number: number): Address {
    return this.origins[number] ?? address(0);
  }

  /** Number of the function at exactly this address; -1 when there is none. */
  functionAt(place: number): number {
    return this.functions.get(place) ?? -1;
  }

  /** `module!name` of a function. */
  symbolOf(number: number): string {
    const { symbol = '', module = 0 } = this.program.functions[number] ?? {};
    return `${this.modules[module]?.info.name ?? ''}!${symbol}`;
  }

  /** Where a statement begins. */
  statementAddress(statement: number): Address {
    return this.statements[statement] ?? address(0);
  }

  /** Where the call of an instruction returns to; null for code that is no function's. */
  returnAddress(pc: number): Address | null {
    const known = this.returns.get(pc);
    if (known !== undefined) {
      return known;
    }
    const owner = this.owners[pc] ?? -1;
    if (owner === -1) {
      return null;
    }
    const made = this.place(owner, this.program.callRvas[pc] ?? 0);
    this.returns.set(pc, made);
    return made;
  }

  /** Number of the statement that an address lies in; null outside the script. */
  statementAt(place: Address): number | null {
    const { placed } = this;
    const index = lastWhere(placed.length, (each) => (placed[each]?.start ?? 0n) <= place);
    const code = placed[index];
    if (code === undefined || place >= code.end) {
      return null;
    }
    const { places, statements } = code;
    return statements[lastWhere(places.length, (each) => (places[each] ?? 0n) <= place)] ?? null;
  }

  private placeCode(): readonly Placed[] {
    const { program } = this;
    const own = program.functions.map((): number[] => []);
    program.statements.forEach(({ function: owner }, statement) => own[owner]?.push(statement));
    return program.functions
      .map(({ size }, number): Placed => {
        const start = this.functionAddress(number);
        const statements = (own[number] ?? []).sort((left, right) =>
          Number(this.statementAddress(left) - this.statementAddress(right)),
        );
        return {
          start,
          end: start + BigInt(size),
          places: statements.map((each) => this.statementAddress(each)),
          statements,
        };
      })
      .sort((left, right) => Number(left.start - right.start));
  }

  private place(owner: number, rva: number): Address {
    const start = this.program.functions[owner]?.rva ?? 0;
    return address(this.functionAddress(owner) + BigInt(rva - start));
  }
}

/** A module that only the script has. */
function ownModule(program: Program, number: number, usualBase: bigint): ModuleImage {
  const { file = '', end = 0 } = program.modules[number] ?? {};
  const setting = program.settings.modules.find((each) => isSameFile(each.file, file));
  const { base = null, stamp = null } = setting ?? {};
  return buildModule({
    name: setting?.name ?? moduleName(file),
    path: setting?.path ?? `C:\\Handles\\${file}`,
    base: base === null ? usualBase : BigInt(base),
    size: setting?.size ?? Math.ceil((end + PAGE) / PAGE) * PAGE,
    seed: setting?.seed ?? (setting === undefined ? `script/${file}` : moduleName(file)),
    ...(stamp === null ? {} : { timeDateStamp: stamp }),
    functions: program.functions
      .filter((each) => each.module === number)
      .map(({ symbol, rva, size }) => `${symbol}@${rva.toString(16)}=${size.toString(16)}`)
      .join(' '),
  });
}

/** The module of Windows with a file name; undefined when Windows has none. */
function moduleOfWindows(file: string, windows: readonly ModuleImage[]): ModuleImage | undefined {
  return windows.find(({ info }) => isSameFile(fileOf(info.path), file));
}

/** Offset of a function that the script puts into a module of Windows. Throws a ProblemError when the module has no such symbol. */
function placeInWindows(
  { info, symbols }: ModuleImage,
  { name, symbol, place }: FunctionInfo,
  files: readonly ScriptFile[],
): number {
  const rva = symbols.find(symbol);
  if (rva === null) {
    throw new ProblemError({
      code: 'no-symbol',
      message: `The script puts the function "${symbol}" into ${fileOf(info.path)}, which has no function of that name.`,
      where: `${files[place.file]?.path ?? ''}(${place.line},${place.column})`,
      hint: `Say in the block "machine" which one it is (function ${name} { symbol "…"; }), or put it into a module of its own.`,
    });
  }
  return rva;
}

/** The file name of a path. */
export function fileOf(path: string): string {
  return path.slice(path.lastIndexOf('\\') + 1);
}

/** File names are the same whatever their letter case. */
export function isSameFile(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

/** `orders.dll` is the module `orders`. */
function moduleName(file: string): string {
  return file.replace(/\.[^.]*$/, '').replace(/[^\w]/g, '_');
}
