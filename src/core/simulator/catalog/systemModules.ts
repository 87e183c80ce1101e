/** The system's modules of one Windows version: user-mode DLLs and the kernel image, with symbols. */

import { windowsProfile, type ProfileId } from '../../windows/profiles';
import { MODERN_PATHS, SEVEN_PATHS, XP_PATHS } from './callPathTables';
import { catalogProfile, type CatalogProfile } from './catalogProfile';
import { kernelPathFunctions } from './kernelPaths';
import { KERNEL_FUNCTIONS, MODULE_FUNCTIONS, XP_KERNEL_FUNCTIONS } from './moduleFunctions';
import { buildModule, type ModuleImage } from './moduleImage';
import { fixedFunctions, listedModules } from './moduleLists';
import { serviceNames, stubList } from './systemCalls';

/** The functions of the published Windows XP stacks, relative to the kernel's base. */
const XP_KERNEL_FIXED = `
  _KiSystemService@548a1=100 ExCreateHandle@8f3b6=100 ExMapHandleToPointerEx@8f61f=100 ExDestroyHandle@8fbb6=110
  NtSetEvent@90252=80 ObReferenceObjectByHandle@e0fc6=140 ObpCloseHandleTableEntry@e1c2e=f0 ObpCloseHandle@e1d54=a0
  NtClose@e1ec4=40 ObpCreateUnnamedHandle@e3284=120 ObInsertObject@e7254=d0`;

const TABLES = { xp: XP_PATHS, seven: SEVEN_PATHS, modern: MODERN_PATHS };

/** How a process's set of modules differs from the usual one. */
export interface ModuleVariation {
  /** Only these user-mode modules, letter case ignored; default all. */
  readonly only?: readonly string[];
  /** Other base addresses by module name. */
  readonly bases?: Readonly<Record<string, bigint>>;
  /** Other spellings by module name, for example `KERNEL32` for `kernel32`. */
  readonly spellings?: Readonly<Record<string, string>>;
  /**
   * Further functions and variables by module name, in the notation of the symbol layout. Modules that have them lay out
   * their other functions anew.
   */
  readonly functions?: Readonly<Record<string, string>>;
}

/** Builds the user-mode system modules of a profile, in load order. */
export function systemModules(
  profileId: ProfileId,
  variation: ModuleVariation = {},
): readonly ModuleImage[] {
  const profile = catalogProfile(profileId);
  const wanted = variation.only?.map((name) => name.toLowerCase());
  const folder = profile.era === 'xp' ? 'C:\\WINDOWS\\system32' : 'C:\\Windows\\System32';
  const functionsOf = moduleFunctions(profileId);
  return listedModules(profileId)
    .filter(({ name }) => wanted?.includes(name.toLowerCase()) ?? true)
    .map(({ name, file, base, size }) =>
      buildModule({
        name: variation.spellings?.[name] ?? name,
        path: `${folder}\\${file}`,
        base: variation.bases?.[name] ?? base,
        size,
        seed: `${profileId}/${name}`,
        functions: functionsOf(name, variation.functions?.[name]),
      }),
    );
}

/** The functions of a module by its name, in the notation of the symbol layout; `more` are further ones. */
export function moduleFunctions(profileId: ProfileId): (name: string, more?: string) => string {
  const profile = catalogProfile(profileId);
  const referenced = referencedFunctions(profile);
  const hasWin32u = listedModules(profileId).some(({ name }) => name === 'win32u');
  return (name, more = '') =>
    [
      name === 'ntdll' ? stubList(profile) : '',
      name === (hasWin32u ? 'win32u' : 'USER32') ? userServices(profile) : '',
      fixedFunctions(profileId, name),
      MODULE_FUNCTIONS[moduleKey(name)] ?? '',
      more,
      ...(referenced.get(name.toLowerCase()) ?? []),
    ].join(' ');
}

/** Builds the kernel's modules of a profile; `base` moves the kernel image, `functions` are further ones by module name. */
export function kernelModules(
  profileId: ProfileId,
  base?: bigint,
  functions: Readonly<Record<string, string>> = {},
): readonly ModuleImage[] {
  const profile = catalogProfile(profileId);
  const { kernelModule, memory } = windowsProfile(profileId);
  const isXp = profile.era === 'xp';
  const services = serviceNames(profile).join(' ');
  const kernel = buildModule({
    name: kernelModule,
    path: '\\SystemRoot\\system32\\ntoskrnl.exe',
    base: base ?? memory.kernelImage.base,
    size: isXp ? 0x1f_9000 : memory.kernelImage.size,
    seed: `${profileId}/${kernelModule}`,
    functions: [
      isXp ? XP_KERNEL_FIXED : '',
      isXp ? XP_KERNEL_FUNCTIONS : KERNEL_FUNCTIONS,
      ...kernelPathFunctions(profile.era),
      services,
    ].join(' '),
    isKernel: true,
  });
  return [kernel, windowManager(profileId, profile, functions)];
}

function windowManager(
  profileId: ProfileId,
  profile: CatalogProfile,
  functions: Readonly<Record<string, string>>,
): ModuleImage {
  const split = profileId.startsWith('10') || profileId.startsWith('11');
  const name = split ? 'win32kfull' : 'win32k';
  return buildModule({
    name,
    path: `\\SystemRoot\\System32\\${name}.sys`,
    base:
      profile.pointerSize === 4
        ? 0xbf80_0000n
        : split
          ? 0xffff_b2b6_e6c0_0000n
          : 0xffff_f960_0008_0000n,
    size: 0x3b_0000,
    seed: `${profileId}/${name}`,
    functions: `${userServices(profile)} ${functions[name] ?? ''}`,
    isKernel: true,
  });
}

/** The window manager's services; in user mode each is a stub. */
export function userServices(profile: CatalogProfile): string {
  const named = TABLES[profile.era].match(/NtUser\w+/g) ?? [];
  return [...new Set(named)].join(' ');
}

/** Functions that the call paths of an era name, by lower-case module, with sizes that hold their displacements. */
function referencedFunctions(profile: CatalogProfile): ReadonlyMap<string, readonly string[]> {
  const sizes = new Map<string, number>();
  const table = TABLES[profile.era].replaceAll('*', profile.forwarder);
  for (const [, module = '', name = '', digits] of table.matchAll(
    /(\w+)!([\w:]+)(?:\+0x(\w+))?/g,
  )) {
    const key = `${module.toLowerCase()}!${name}`;
    const needed = Number.parseInt(digits ?? '0', 16) + 0x40;
    sizes.set(key, Math.max(sizes.get(key) ?? 0, needed));
  }
  const functions = new Map<string, string[]>();
  for (const [key, size] of sizes) {
    const [module = '', name = ''] = key.split('!');
    const items = functions.get(module) ?? [];
    items.push(size > 0x1c0 ? `${name}=${size.toString(16)}` : name);
    functions.set(module, items);
  }
  return functions;
}

function moduleKey(name: string): string {
  return name === 'KERNEL32' ? 'kernel32' : name;
}
