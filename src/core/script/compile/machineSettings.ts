/** The block `machine { }` of a script: which Windows it runs on, as whom, what else is there, and where it all lies. */

import { needsKernelView, standInFor } from '../../simulator/user/standIns';
import { userProfileOf } from '../../simulator/user/startWindowing';
import { WINDOWS_PROFILES, type ProfileId } from '../../windows/profiles';
import type { UserProfileId } from '../../windows/user/userProfileId';
import { userProfile, type UserProfile } from '../../windows/user/userProfiles';
import type { MachineBlock } from '../language/syntax';
import { readSettings, settingProblem, type Report } from './readSettings';
import { MACHINE_SETTINGS } from './settingTables';

/** An address as `0x…`: settings are plain data. */
export type AddressText = string;

/** A process of the machine besides the program. */
export interface ProcessSetting {
  readonly image: string;
  readonly processId: number | null;
  readonly threadId: number | null;
  /** Image of the process that started it. */
  readonly parent: string | null;
  readonly session: number | 'none' | null;
  readonly user: string | null;
  /** Function that runs when the program starts this image with CreateProcess; null: it waits for ever. */
  readonly main: string | null;
  readonly priority: number | null;
  readonly object: AddressText | null;
  readonly table: AddressText | null;
  readonly tablePage: AddressText | null;
  readonly peb: AddressText | null;
  readonly directoryBase: AddressText | null;
  /** Body of its first thread. */
  readonly threadObject: AddressText | null;
}

/** Where a module lies, and what it is called. */
export interface ModuleSetting {
  readonly file: string;
  readonly base: AddressText | null;
  readonly size: number | null;
  readonly path: string | null;
  readonly name: string | null;
  readonly stamp: number | null;
  readonly seed: string | null;
}

/** Where a function of the script lies. */
export interface FunctionSetting {
  /** As the script spells it. */
  readonly function: string;
  readonly symbol: string | null;
  /** Offset from the base of its module. */
  readonly at: number | null;
  readonly size: number | null;
  /** Offsets from its start to which its calls return, in the order of the calls. */
  readonly calls: readonly number[] | null;
}

/** What a script says about its machine. */
export interface MachineSettings {
  readonly profile: ProfileId;
  /** The windowing system is that of another version, for whose kernel {@link profile} stands in. */
  readonly windowing?: UserProfileId;
  readonly view: 'user' | 'kernel';
  /** Null: as debuggers of that Windows. */
  readonly debugger: 'modern' | 'xp' | null;
  readonly description: string | null;
  readonly image: string;
  readonly processId: number | null;
  readonly threadId: number | null;
  /** Image of the process that started the program. */
  readonly parent: string | null;
  readonly session: number | null;
  readonly user: string | null;
  /** NtGlobalFlag. */
  readonly globalFlags: number;
  /** Slots of the trace ring; 0 the default number, null off. */
  readonly tracing: number | null;
  /** Statements after which another thread gets its turn. */
  readonly interleave: number;
  /** Statements after which the program is stopped. */
  readonly operationLimit: number;
  /** Megabytes of simulated objects and variables at which the program is stopped. */
  readonly memoryLimit: number;
  readonly processors: number;
  /** A windowing system is there, whether the program calls it or not. */
  readonly windows: boolean;
  /** The usual processes of Windows are there. */
  readonly system: boolean;
  readonly processes: readonly ProcessSetting[];
  /** Files and keys that do not exist; others do. Upper case. */
  readonly missing: readonly string[];
  /** Function in which the program begins; null: `main`. */
  readonly entry: string | null;
  /** Function that the program's first thread runs before the entry, in the place of LdrpInitializeProcess; null: none. */
  readonly loader: string | null;
  /** How far the ids of new processes and threads lie apart. */
  readonly ids: 'dense' | 'spread';
  /** Frames below the entry, outermost first; empty: the usual ones. */
  readonly start: readonly string[];
  /** Modules of Windows that are loaded; empty: all. */
  readonly libraries: readonly string[];
  readonly modules: readonly ModuleSetting[];
  readonly functions: readonly FunctionSetting[];
  /** Objects that the kernel keeps, by full path. */
  readonly objects: readonly { readonly path: string; readonly type: string | null }[];
  /** Places of the objects of object types. */
  readonly types: readonly { readonly type: string; readonly object: AddressText | null }[];
}

/** What is said where a script says nothing. */
export const DEFAULT_SETTINGS: MachineSettings = {
  profile: '10-22h2-x64',
  view: 'user',
  debugger: null,
  description: null,
  image: 'program.exe',
  processId: null,
  threadId: null,
  parent: null,
  session: null,
  user: null,
  globalFlags: 0,
  tracing: 0,
  interleave: 100,
  operationLimit: 50_000_000,
  memoryLimit: 512,
  processors: 1,
  windows: false,
  system: true,
  processes: [],
  missing: [],
  entry: null,
  loader: null,
  ids: 'dense',
  start: [],
  libraries: [],
  modules: [],
  functions: [],
  objects: [],
  types: [],
};

const PROCESS: Omit<ProcessSetting, 'image'> = {
  processId: null,
  threadId: null,
  parent: null,
  session: null,
  user: null,
  main: null,
  priority: null,
  object: null,
  table: null,
  tablePage: null,
  peb: null,
  directoryBase: null,
  threadObject: null,
};
const MODULE: Omit<ModuleSetting, 'file'> = {
  base: null,
  size: null,
  path: null,
  name: null,
  stamp: null,
  seed: null,
};
const FUNCTION: Omit<FunctionSetting, 'function'> = {
  symbol: null,
  at: null,
  size: null,
  calls: null,
};

/** Reads the block; what is wrong is reported and left out. */
export function readMachine(block: MachineBlock | null, report: Report): MachineSettings {
  const read = readSettings(block?.settings ?? [], MACHINE_SETTINGS, report);
  const { architecture, windows, system, profile, ...others } = read;
  const standIn = standInOf(profile);
  const settings: MachineSettings = {
    ...DEFAULT_SETTINGS,
    ...(profile === undefined ? {} : { profile: profile as ProfileId }),
    ...others,
    ...standIn,
    windows: windows === 'on' || standIn !== null,
    system: system !== 'off',
    missing: ((read['missing'] ?? []) as readonly string[]).map((text) => text.toUpperCase()),
    processes: blocks(read['processes'], 'image', PROCESS),
    modules: blocks(read['modules'], 'file', MODULE),
    functions: blocks(read['functions'], 'function', FUNCTION),
    objects: blocks(read['objects'], 'path', { type: null as string | null }),
    types: blocks(read['types'], 'type', { object: null as AddressText | null }),
  };
  checkArchitecture(block, settings, architecture, report);
  const { windowing } = settings;
  if (windowing === undefined || !needsKernelView(windowing)) {
    return settings;
  }
  if (read['view'] === 'user') {
    const at = block?.settings.find(({ name }) => name.name === 'view');
    report(
      settingProblem(
        at ?? { start: 0, end: 1 },
        'wrong-view',
        `Before Windows NT 4.0 the table of USER handles lies in the server process: only a kernel debugger reads it. Write "view kernel;" or leave it out.`,
      ),
    );
  }
  return { ...settings, view: 'kernel' };
}

/** What stands for a version of which only the windowing system is simulated; null for the others. */
function standInOf(profile: unknown): Pick<MachineSettings, 'profile' | 'windowing'> | null {
  const standIn = typeof profile === 'string' ? standInFor(profile) : null;
  return standIn === null ? null : { profile: standIn, windowing: profile as UserProfileId };
}

/** The windowing system of a script's machine. */
export function windowingOf({
  profile,
  windowing,
}: Pick<MachineSettings, 'profile' | 'windowing'>): UserProfile {
  return windowing === undefined ? userProfileOf(profile) : userProfile(windowing);
}

function checkArchitecture(
  block: MachineBlock | null,
  { profile, windowing }: MachineSettings,
  architecture: unknown,
  report: Report,
): void {
  const real = WINDOWS_PROFILES.find(({ id }) => id === profile)?.architecture;
  if (architecture !== undefined && architecture !== real) {
    const at = block?.settings.find(({ name }) => name.name === 'architecture');
    report(
      settingProblem(
        at ?? { start: 0, end: 1 },
        'wrong-architecture',
        `The profile ${windowing ?? profile} is ${String(real)}. Choose another profile or leave "architecture" out.`,
      ),
    );
  }
}

/** Blocks of one kind: what they describe is under `key`, what they leave out as in `usual`. */
function blocks<K extends string, T extends object>(
  read: unknown,
  key: K,
  usual: T,
): readonly (T & Record<K, string>)[] {
  const list = (read ?? []) as readonly (Record<string, unknown> & { readonly of: string })[];
  return list.map(({ of, ...rest }) => ({ ...usual, ...rest, [key]: of }) as T & Record<K, string>);
}
