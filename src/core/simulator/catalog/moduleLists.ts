/** Which modules a process of each Windows version has, and where: base addresses and sizes are simulated but typical. */

import type { ProfileId } from '../../windows/profiles';

/** One line per module: name in frames, file name, base, size; hexadecimal. In load order. */
const LISTS: Readonly<Record<ProfileId, string>> = {
  'xp-sp3-x86': `
    ntdll ntdll.dll 7c900000 b2000
    kernel32 kernel32.dll 7c800000 f6000
    msvcrt msvcrt.dll 77c10000 58000
    ADVAPI32 ADVAPI32.dll 77dd0000 9b000
    RPCRT4 RPCRT4.dll 77e70000 93000
    Secur32 Secur32.dll 77fe0000 11000
    GDI32 GDI32.dll 77f10000 49000
    USER32 USER32.dll 7e410000 91000
    ole32 ole32.dll 774e0000 13e000
    WS2_32 WS2_32.dll 71ab0000 17000
    mswsock mswsock.dll 71a50000 3f000`,
  '7-sp1-x86': `
    ntdll ntdll.dll 77c60000 13c000
    kernel32 kernel32.dll 77b90000 d0000
    KERNELBASE KERNELBASE.dll 75e60000 4b000
    msvcrt msvcrt.dll 76ae0000 ac000
    sechost sechost.dll 77a30000 19000
    ADVAPI32 ADVAPI32.dll 76c60000 a1000
    RPCRT4 RPCRT4.dll 769c0000 a2000
    GDI32 GDI32.dll 76d10000 4e000
    USER32 USER32.dll 77950000 c9000
    ole32 ole32.dll 76e10000 15d000
    WS2_32 WS2_32.dll 77a60000 35000
    mswsock mswsock.dll 75650000 3c000`,
  '7-sp1-x64': `
    ntdll ntdll.dll 77110000 1aa000
    kernel32 kernel32.dll 76ff0000 11f000
    KERNELBASE KERNELBASE.dll 7fefd170000 6b000
    msvcrt msvcrt.dll 7fefee70000 9f000
    sechost sechost.dll 7fefeb20000 1f000
    ADVAPI32 ADVAPI32.dll 7fefed90000 db000
    RPCRT4 RPCRT4.dll 7feff090000 12d000
    GDI32 GDI32.dll 7fefef10000 67000
    USER32 USER32.dll 76ef0000 fa000
    ole32 ole32.dll 7fefe3b0000 203000
    WS2_32 WS2_32.dll 7fefefc0000 4d000
    mswsock mswsock.dll 7fefc8e0000 55000`,
  '8-x64': `
    ntdll ntdll.dll 7fcd2530000 1bf000
    KERNEL32 kernel32.dll 7fcd11f0000 136000
    KERNELBASE KERNELBASE.dll 7fccf8e0000 f3000
    msvcrt msvcrt.dll 7fcd1080000 a5000
    sechost sechost.dll 7fcd1130000 48000
    ADVAPI32 ADVAPI32.dll 7fcd1330000 d9000
    RPCRT4 RPCRT4.dll 7fcd0dd0000 140000
    combase combase.dll 7fcd1b40000 1b0000
    GDI32 GDI32.dll 7fcd1d30000 145000
    USER32 USER32.dll 7fcd1420000 14c000
    WS2_32 WS2_32.dll 7fcd0f80000 58000
    mswsock mswsock.dll 7fccebd0000 61000`,
  '10-22h2-x64': `
    ntdll ntdll.dll 7ffe2b4b0000 1f8000
    KERNEL32 kernel32.dll 7ffe2a330000 c2000
    KERNELBASE KERNELBASE.dll 7ffe28c30000 2fe000
    ucrtbase ucrtbase.dll 7ffe29260000 100000
    msvcrt msvcrt.dll 7ffe2a290000 9e000
    sechost sechost.dll 7ffe29f60000 a0000
    ADVAPI32 ADVAPI32.dll 7ffe2a4d0000 b2000
    RPCRT4 RPCRT4.dll 7ffe2a9d0000 123000
    combase combase.dll 7ffe2ac00000 354000
    win32u win32u.dll 7ffe29080000 22000
    GDI32 GDI32.dll 7ffe2b2c0000 2b000
    USER32 USER32.dll 7ffe2a6b0000 19d000
    bcryptPrimitives bcryptPrimitives.dll 7ffe290b0000 82000
    WS2_32 WS2_32.dll 7ffe2a000000 6b000
    mswsock mswsock.dll 7ffe28380000 6a000
    bcrypt bcrypt.dll 7ffe28fe0000 27000`,
  '11-23h2-x64': `
    ntdll ntdll.dll 7ff86f050000 216000
    KERNEL32 kernel32.dll 7ff86d260000 c4000
    KERNELBASE KERNELBASE.dll 7ff86c890000 3a7000
    ucrtbase ucrtbase.dll 7ff86c4f0000 111000
    msvcrt msvcrt.dll 7ff86e8a0000 a7000
    sechost sechost.dll 7ff86ed10000 a8000
    ADVAPI32 ADVAPI32.dll 7ff86ebc0000 b2000
    RPCRT4 RPCRT4.dll 7ff86e9b0000 114000
    combase combase.dll 7ff86d780000 388000
    win32u win32u.dll 7ff86cc40000 26000
    GDI32 GDI32.dll 7ff86ee10000 29000
    USER32 USER32.dll 7ff86e240000 1ae000
    bcryptPrimitives bcryptPrimitives.dll 7ff86c650000 7b000
    WS2_32 WS2_32.dll 7ff86d6d0000 71000
    mswsock mswsock.dll 7ff86b5b0000 69000
    bcrypt bcrypt.dll 7ff86c6d0000 28000`,
};

/** Functions whose addresses published stacks fix, by profile and module, in the notation of the symbol layout. */
const FIXED: Readonly<Partial<Record<ProfileId, Readonly<Record<string, string>>>>> = {
  'xp-sp3-x86': {
    kernel32: `BaseProcessStart@10af2=60 BaseThreadStart@b6fc=60 CreateSemaphoreA@1234c=80 CreateEventA@125f6=80`,
  },
  '7-sp1-x86': {
    ntdll: `__RtlUserThreadStart@387cc=28 _RtlUserThreadStart@387f4=30 __RtlUserThreadStart@38830~64=30`,
    kernel32: `BaseThreadInitThunk@536c8=20 DuplicateHandleStub@5342e=d0 CreateFileWStub@5514a=90`,
    KERNELBASE: `DuplicateHandle@8a70=a0 CreateFileW@36441=3a0 GetTempFileNameW@2755a=210
      GetTempFileNameW@2776a~28b=40`,
  },
  '11-23h2-x64': {
    KERNELBASE: 'CreateRemoteThreadEx@1ea80=500 CreateThread@137050=60',
    ucrtbase: '_beginthreadex@38330=c0',
  },
};

/** One line of a module list. */
export interface ListedModule {
  readonly name: string;
  readonly file: string;
  readonly base: bigint;
  readonly size: number;
}

/** The user-mode system modules of a profile, in load order. */
export function listedModules(profile: ProfileId): readonly ListedModule[] {
  return LISTS[profile]
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', file = '', base = '0', size = '0'] = line.trim().split(/\s+/);
      return { name, file, base: BigInt(`0x${base}`), size: Number.parseInt(size, 16) };
    });
}

/** Functions of a module that lie where published stacks have them; empty when there are none. */
export function fixedFunctions(profile: ProfileId, module: string): string {
  return FIXED[profile]?.[module] ?? '';
}
