/** Call paths as addresses: what a Win32 function leaves on the stack of one simulated process. */

import type { Address } from '../../model/identifiers';
import { MODERN_PATHS, SEVEN_PATHS, XP_PATHS } from './callPathTables';
import type { CatalogProfile, StackEra } from './catalogProfile';
import { numberFromText } from './hashText';
import type { ModuleSet } from './moduleSet';
import { stubName } from './systemCalls';

/** The frames one call leaves, and the service it ends in. */
export interface CallPath {
  /** System service, for example `NtCreateEvent`. */
  readonly service: string;
  /** Return addresses from the program outwards in, that is outermost first: the order in which they are pushed. */
  readonly frames: readonly Address[];
  /** True when the return address into the caller cannot be seen either (see the XP table). */
  readonly hidesCaller: boolean;
}

const TABLES: Record<StackEra, string> = {
  xp: XP_PATHS,
  seven: SEVEN_PATHS,
  modern: MODERN_PATHS,
};

/** Call paths of one profile. */
export class CallPaths {
  private readonly texts: ReadonlyMap<string, readonly string[]>;
  private readonly known = new Map<string, CallPath>();

  constructor(
    private readonly profile: CatalogProfile,
    private readonly modules: ModuleSet,
  ) {
    this.texts = parseTable(TABLES[profile.era]);
  }

  /** All functions the profile has a path for. */
  functions(): readonly string[] {
    return [...this.texts.keys()];
  }

  /** True when the profile knows the function: XP, for example, has no thread pool of this kind. */
  has(name: string): boolean {
    return this.texts.has(name);
  }

  /** The path of a Win32 function; one the profile does not have is a mistake of the caller and throws. */
  path(name: string): CallPath {
    const known = this.known.get(name);
    if (known !== undefined) {
      return known;
    }
    const made = this.make(name);
    this.known.set(name, made);
    return made;
  }

  /** The path of a program that calls a service of ntdll directly. */
  direct(service: string): CallPath {
    const key = `direct ${service}`;
    const known = this.known.get(key);
    if (known !== undefined) {
      return known;
    }
    const frames = this.profile.era === 'xp' ? [] : [this.modules.place(this.stub(service))];
    const made: CallPath = { service, frames, hidesCaller: this.profile.era === 'xp' };
    this.known.set(key, made);
    return made;
  }

  private make(name: string): CallPath {
    const [service, ...outer] = this.texts.get(name) ?? [];
    if (service === undefined) {
      throw new Error(`Windows ${this.profile.id} has no call path for ${name}.`);
    }
    const hidesCaller = outer.includes('-');
    const named = outer.filter((token) => token !== '-').map((token) => this.frame(name, token));
    const innermost = this.profile.era === 'xp' ? [] : [this.stub(service)];
    const frames = [...innermost, ...named].reverse().map((frame) => this.modules.place(frame));
    return { service, frames, hidesCaller };
  }

  /** Completes a table token: the forwarder's ending and, where unknown, a made-up displacement. */
  private frame(caller: string, token: string): string {
    const text = this.withRuntime(token.replace('*', this.profile.forwarder));
    if (text.includes('+')) {
      return text;
    }
    const displacement = numberFromText(`${this.profile.id}/${caller}/${text}`, 0x19, 0x1a0);
    return `${text}+0x${displacement.toString(16)}`;
  }

  /** The C runtime is ucrtbase on Windows 10 and later and msvcrt before. */
  private withRuntime(frame: string): string {
    const [module = ''] = frame.split('!');
    const isMissing = module === 'ucrtbase' && this.modules.module(module) === undefined;
    return isMissing ? frame.replace('ucrtbase!', 'msvcrt!') : frame;
  }

  private stub(service: string): string {
    const offset = `+0x${this.profile.stubs.returnOffset.toString(16)}`;
    if (!service.startsWith('NtUser')) {
      return `ntdll!${stubName(this.profile, service)}${offset}`;
    }
    const module = this.modules.module('win32u') === undefined ? 'USER32' : 'win32u';
    return `${module}!${service}${offset}`;
  }
}

function parseTable(table: string): ReadonlyMap<string, readonly string[]> {
  const rows = new Map<string, readonly string[]>();
  for (const line of table.split('\n')) {
    const mark = line.indexOf(': ');
    if (mark !== -1) {
      rows.set(
        line.slice(0, mark),
        line
          .slice(mark + 2)
          .trim()
          .split(/\s+/),
      );
    }
  }
  return rows;
}
