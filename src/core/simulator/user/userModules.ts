/** Modules of the windowing system: which functions and variables its calls need, and modules no other catalog has. */

import type { UserProfile } from '../../windows/user/userProfiles';
import { buildModule, type ModuleImage } from '../catalog/moduleImage';
import type { ModuleSet } from '../catalog/moduleSet';
import { address } from '../../model/identifiers';
import { layoutOf } from '../../windows/user/userLayouts';
import { usableSharedInfo } from '../../windows/user/userSharedInfo';
import type { FoundAddress } from '../../target/userHandles';
import { handleModule, userCallEra, userCallFunctions } from './calls/userCallPaths';
import type { SessionPlaces } from './sessionMemory';

/** Where `gSharedInfo` and `gahti` lie in the kernel module that keeps the table; page-aligned, simulated. */
const KERNEL_VARIABLES = 'gSharedInfo@39a000=1000 gahti@39b000=1000';
/** Where `gSharedInfo` lies in USER32, which has no room for more. */
const USER_VARIABLES = 'gSharedInfo@88000=1000';

/** The module of CSRSS, which no other process has. */
export const SERVER_MODULE = 'winsrv';

/** Further functions by module name, for modules that another catalog makes. */
export function userModuleFunctions(profile: UserProfile): Readonly<Record<string, string>> {
  const functions: Record<string, string> = {};
  for (const [module, names] of userCallFunctions(profile)) {
    functions[module] = names.join(' ');
  }
  const extend = (module: string, more: string): void => {
    functions[module] = `${functions[module] ?? ''} ${more}`;
  };
  extend('USER32', USER_VARIABLES);
  if (userCallEra(profile) !== 'server') {
    extend(handleModule(profile), KERNEL_VARIABLES);
  }
  return functions;
}

/** Modules of the windowing system besides USER32, WIN32U and the one that has the services. */
export function furtherUserModules(
  profile: UserProfile,
  folder = 'C:\\Windows\\System32',
): readonly ModuleImage[] {
  const functions = userModuleFunctions(profile);
  const wide = profile.pointerSize === 8;
  const make = (name: string, base: bigint, isKernel = false): ModuleImage =>
    buildModule({
      name,
      path: isKernel ? `\\SystemRoot\\System32\\${name}.sys` : `${folder}\\${name}.dll`,
      base,
      size: isKernel ? 0x3b_0000 : 0x4_0000,
      seed: `${profile.id}/${name}`,
      functions: functions[name] ?? '',
      isKernel,
    });
  return [
    make('IMM32', wide ? 0x7fe_fe70_0000n : 0x7639_0000n),
    make(SERVER_MODULE, wide ? 0x7fe_fcf0_0000n : 0x75b4_0000n),
    ...(userCallEra(profile) === 'win32u'
      ? [make('win32kbase', wide ? 0xffff_b2b6_e680_0000n : 0x8f40_0000n, true)]
      : []),
  ];
}

/** Where the variables of the windowing system lie, by the symbols of the modules. */
export function sessionPlaces(profile: UserProfile, modules: ModuleSet): SessionPlaces {
  const keeper = handleModule(profile);
  const inKernel = userCallEra(profile) !== 'server';
  const found = (name: string): FoundAddress => ({ address: modules.place(name), from: name });
  const shared = usableSharedInfo(profile) !== null;
  return {
    sharedInfo: inKernel && shared ? found(`${keeper}!gSharedInfo`) : null,
    typeTable:
      inKernel && layoutOf('HANDLETYPEINFO', profile) !== null ? found(`${keeper}!gahti`) : null,
    userSharedInfo: inKernel && shared ? found('USER32!gSharedInfo') : null,
    destroyRoutine: inKernel ? modules.place(`${keeper}!HMFreeObject`) : address(0),
  };
}
