/** The modules of a light machine. Bases and sizes are simulated but typical of the time. */

import type { UserProfileId } from '../../windows/user/userProfileId';
import { userProfile } from '../../windows/user/userProfiles';
import { MODULE_FUNCTIONS } from '../catalog/moduleFunctions';
import { buildModule, type ModuleImage } from '../catalog/moduleImage';
import { ModuleSet } from '../catalog/moduleSet';
import { handleModule, userCallEra } from '../user/calls/userCallPaths';
import { furtherUserModules, userModuleFunctions } from '../user/userModules';
import { lightVersion } from './lightVersions';

/** Name in frames, file, base, size; hexadecimal, user-mode modules first. */
type ModuleLine = readonly [name: string, file: string, base: bigint, size: number];

const USER_X86: readonly ModuleLine[] = [
  ['ntdll', 'ntdll.dll', 0x77f8_0000n, 0x7_b000],
  ['kernel32', 'kernel32.dll', 0x77e8_0000n, 0xb_6000],
  ['GDI32', 'gdi32.dll', 0x77f4_0000n, 0x3_c000],
  ['USER32', 'user32.dll', 0x77d0_0000n, 0x9_1000],
];
const USER_X64: readonly ModuleLine[] = [
  ['ntdll', 'ntdll.dll', 0x77ef_0000n, 0x13_b000],
  ['kernel32', 'kernel32.dll', 0x77d5_0000n, 0x17_3000],
  ['GDI32', 'gdi32.dll', 0x7ff_7fc9_0000n, 0x9_e000],
  ['USER32', 'user32.dll', 0x77c2_0000n, 0x10_b000],
];
const KERNEL_SIZE = 0x40_0000;
const WINDOW_MANAGER_SIZE = 0x3b_0000;

/** Functions that frames of any version may name. */
const KERNEL_FUNCTIONS = `
  _KiSystemService KiFastCallEntry KiSystemServiceCopyEnd KiIdleLoop KeWaitForSingleObject KiSwapThread
  NtWaitForSingleObject NtReadFile NtCreateEvent NtClose`;
const CLIENT_FUNCTIONS: Readonly<Record<string, string>> = {
  kernel32: 'BaseProcessStart',
  ntdll: 'NtTerminateProcess CsrClientCallServer',
};

/** The modules, with the program's own first. `furtherOf` names more functions of a module, which leave the others where they are. */
export function lightModules(
  id: UserProfileId,
  program: readonly ModuleImage[],
  furtherOf: (name: string) => string = () => '',
): ModuleSet {
  const profile = userProfile(id);
  const wide = profile.pointerSize === 8;
  const { kernelModule } = lightVersion(id);
  const functions = userModuleFunctions(profile);
  const folder = id.startsWith('nt') ? 'C:\\WINNT\\system32' : 'C:\\WINDOWS\\system32';
  const make = ([name, file, base, size]: ModuleLine, isKernel: boolean, more = ''): ModuleImage =>
    buildModule({
      name,
      path: isKernel ? `\\SystemRoot\\System32\\${file}` : `${folder}\\${file}`,
      base,
      size,
      seed: `${id}/${name}`,
      functions: [
        MODULE_FUNCTIONS[name] ?? '',
        CLIENT_FUNCTIONS[name] ?? '',
        functions[name] ?? '',
        more,
      ].join(' '),
      further: isKernel ? '' : furtherOf(name),
      isKernel,
    });
  const era = userCallEra(profile);
  const stubs: readonly ModuleLine[] =
    era === 'win32u'
      ? [['win32u', 'win32u.dll', wide ? 0x7fff_d80f_0000n : 0x7470_0000n, 0x2_6000]]
      : [];
  const manager: readonly ModuleLine[] =
    era === 'server'
      ? []
      : [
          [
            era === 'win32u' ? 'win32kfull' : 'win32k',
            era === 'win32u' ? 'win32kfull.sys' : 'win32k.sys',
            wide
              ? 0xffff_f97f_ff00_0000n
              : handleModule(profile) === 'win32k'
                ? 0xa000_0000n
                : 0x8f00_0000n,
            WINDOW_MANAGER_SIZE,
          ],
        ];
  const kernel: ModuleLine = [
    kernelModule,
    'ntoskrnl.exe',
    wide ? 0xffff_f800_0100_0000n : 0x8040_0000n,
    KERNEL_SIZE,
  ];
  return new ModuleSet([
    ...program,
    ...(wide ? USER_X64 : USER_X86).map((line) => make(line, false)),
    ...stubs.map((line) => make(line, false)),
    ...furtherUserModules(profile, folder),
    make(kernel, true, KERNEL_FUNCTIONS),
    ...manager.map((line) => make(line, true)),
  ]);
}
