/** The modules that hold the functions of a script: addresses of its code, and code of addresses. */

import { address, type Address } from '../../model/identifiers';
import { buildModule, type ModuleImage } from '../../simulator/catalog/moduleImage';
import type { ProfileId } from '../../windows/profiles';
import { lastWhere } from '../../util/lastWhere';
import type { Program } from './program';

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

interface Placed {
  readonly base: bigint;
  readonly end: bigint;
  /** Offsets of statements, rising, and their numbers. */
  readonly rvas: readonly number[];
  readonly statements: readonly number[];
}

/** Addresses of one program. */
export class ScriptModules {
  /** As the debugger lists them. */
  readonly images: readonly ModuleImage[];
  private readonly placed: readonly Placed[];
  private readonly returns = new Map<number, Address>();
  private readonly functions: ReadonlyMap<number, number>;
  private readonly statements: readonly Address[];

  constructor(
    private readonly program: Program,
    profile: ProfileId,
  ) {
    const first = BASES[profile];
    const bases = program.modules.map((_, number) => first + BigInt(number) * MODULE_ROOM);
    this.images = program.modules.map(({ file, end }, number) =>
      buildModule({
        name: moduleName(file),
        path: `C:\\Handles\\${file}`,
        base: bases[number] ?? first,
        size: Math.ceil((end + PAGE) / PAGE) * PAGE,
        seed: `script/${file}`,
        functions: program.functions
          .filter((each) => each.module === number)
          .map(({ name, rva, size }) => `${name}@${rva.toString(16)}=${size.toString(16)}`)
          .join(' '),
      }),
    );
    this.placed = program.modules.map(({ end }, number) => {
      const own = program.statements
        .map(({ rva, function: owner }, statement) => ({ rva, owner, statement }))
        .filter(({ owner }) => program.functions[owner]?.module === number)
        .sort((left, right) => left.rva - right.rva);
      const base = bases[number] ?? first;
      return {
        base,
        end: base + BigInt(end),
        rvas: own.map(({ rva }) => rva),
        statements: own.map(({ statement }) => statement),
      };
    });
    this.functions = new Map(
      program.functions.map((_, number) => [Number(this.functionAddress(number)), number]),
    );
    this.statements = program.statements.map(({ function: owner, rva }) => this.place(owner, rva));
  }

  /** Address of a function. */
  functionAddress(number: number): Address {
    return this.place(number, this.program.functions[number]?.rva ?? 0);
  }

  /** Number of the function at exactly this address; -1 when there is none. */
  functionAt(place: number): number {
    return this.functions.get(place) ?? -1;
  }

  /** `module!name` of a function. */
  symbolOf(number: number): string {
    const { name = '', module = 0 } = this.program.functions[number] ?? {};
    return `${moduleName(this.program.modules[module]?.file ?? '')}!${name}`;
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
    const owner = this.program.functions.findIndex((each) => pc >= each.pc && pc < each.endPc);
    if (owner === -1) {
      return null;
    }
    const made = this.place(owner, this.program.callRvas[pc] ?? 0);
    this.returns.set(pc, made);
    return made;
  }

  /** Number of the statement that an address lies in; null outside the script. */
  statementAt(place: Address): number | null {
    const module = this.placed.find(({ base, end }) => place >= base && place < end);
    if (module === undefined) {
      return null;
    }
    const rva = Number(place - module.base);
    const index = lastWhere(module.rvas.length, (each) => (module.rvas[each] ?? 0) <= rva);
    return module.statements[index] ?? null;
  }

  private place(owner: number, rva: number): Address {
    const module = this.program.functions[owner]?.module ?? 0;
    return address((this.images[module]?.info.base ?? 0n) + BigInt(rva));
  }
}

/** `orders.dll` is the module `orders`. */
function moduleName(file: string): string {
  return file.replace(/\.[^.]*$/, '').replace(/[^\w]/g, '_');
}
