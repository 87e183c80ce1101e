/** Layouts of handle table entries and of the headers that objects begin with (user-handles.md 1, 5.1). */

import type { UserLayoutRow } from './userLayoutRow';

/** HANDLEENTRY in its five forms, the kernel-only table, object headers and clipboard data. Released builds only. */
export const ENTRY_LAYOUTS: readonly UserLayoutRow[] = [
  {
    struct: 'HANDLEENTRY',
    from: '3.10',
    to: '3.10',
    arch: 'x86',
    size: 0x08,
    certainty: 'stated',
    source: 'SEED GC-HE',
    fields: `
    phead HEAD* 0x00 4 -- index of the next free entry while the entry is free;
    bType UCHAR 0x04 1;
    bFlags UCHAR 0x05 1;
    wUniq USHORT 0x06 2`,
  },
  {
    struct: 'HANDLEENTRY',
    from: '3.51',
    to: '10.0 (1607)',
    arch: 'x86',
    size: 0x0c,
    certainty: 'stated',
    source: 'SEED GC-HE VOL RW',
    fields: `
    phead HEAD* 0x00 4 -- index of the next free entry while the entry is free;
    pOwner PVOID 0x04 4 -- THREADINFO*, PROCESSINFO* or 0;
    bType UCHAR 0x08 1;
    bFlags UCHAR 0x09 1;
    wUniq USHORT 0x0a 2`,
  },
  {
    struct: 'HANDLEENTRY',
    from: '5.2',
    to: '10.0 (1607)',
    arch: 'x64',
    size: 0x18,
    certainty: 'stated',
    source: 'SEED GC-HE VOL',
    fields: `
    phead HEAD* 0x00 8 -- index of the next free entry while the entry is free;
    pOwner PVOID 0x08 8 -- THREADINFO*, PROCESSINFO* or 0;
    bType UCHAR 0x10 1;
    bFlags UCHAR 0x11 1;
    wUniq USHORT 0x12 2;
    (padding) UCHAR[4] 0x14 4`,
  },
  {
    struct: 'HANDLEENTRY',
    from: '10.0 (1703)',
    table: 'user-readable table',
    arch: 'x64',
    size: 0x20,
    certainty: 'reverse-engineered',
    detail:
      'three sources agree on the offsets, one raw sample fits, and a test on real Windows confirms the owner',
    source: 'NTU SOGEN DEC SAMB WINE',
    fields: `
    phead ULONG_PTR 0x00 8 -- offset of the object in the desktop heap;
    owner ULONG_PTR 0x08 8 -- id of a thread or process;
    desktopId ULONG_PTR 0x10 8 -- the same for all of a desktop, a name of NtUtils;
    bType UCHAR 0x18 1;
    bFlags UCHAR 0x19 1;
    wUniq USHORT 0x1a 2;
    (padding) UCHAR[4] 0x1c 4`,
  },
  {
    struct: 'HANDLEENTRY',
    from: '10.0 (1703)',
    table: 'user-readable table',
    arch: 'x86',
    size: 0x10,
    certainty: 'derived',
    detail: 'from members of native width; not verified',
    source: 'NTU DERIVED',
    fields: `
    phead ULONG_PTR 0x00 4 -- offset of the object in the desktop heap;
    owner ULONG_PTR 0x04 4 -- id of a thread or process;
    desktopId ULONG_PTR 0x08 4 -- the same for all of a desktop, a name of NtUtils;
    bType UCHAR 0x0c 1;
    bFlags UCHAR 0x0d 1;
    wUniq USHORT 0x0e 2`,
  },
  {
    struct: 'kernel handle table entry',
    from: '10.0 (1703)',
    table: 'kernel-only table',
    arch: 'x64',
    size: 0x18,
    certainty: 'low',
    detail: 'only the size and the first member were seen',
    source: 'DEC',
    fields: `
    phead HEAD* 0x00 8 -- kernel address of the object`,
  },
  {
    struct: 'HEAD',
    from: '3.10',
    to: '3.10',
    arch: 'x86',
    size: 0x0c,
    certainty: 'stated',
    source: 'GC-HEAD',
    fields: `
    h HANDLE 0x00 4;
    cLockObj USHORT 0x04 2;
    cLockObjT USHORT 0x06 2 -- locks to a thread;
    pOwner PVOID 0x08 4`,
  },
  {
    struct: 'HEAD',
    from: '3.51',
    to: '3.51',
    arch: 'x86',
    size: 0x0c,
    certainty: 'stated',
    source: 'GC-HEAD',
    fields: `
    h HANDLE 0x00 4;
    cLockObj ULONG 0x04 4;
    cLockObjT ULONG 0x08 4 -- locks to a thread`,
  },
  {
    struct: 'HEAD',
    from: '4.0',
    arch: 'x86',
    size: 0x08,
    certainty: 'stated',
    source: 'GC-HEAD VOL',
    fields: `
    h HANDLE 0x00 4;
    cLockObj ULONG 0x04 4`,
  },
  {
    struct: 'HEAD',
    from: '5.2',
    arch: 'x64',
    size: 0x10,
    certainty: 'stated',
    source: 'GC-HEAD VOL',
    fields: `
    h HANDLE 0x00 8;
    cLockObj ULONG 0x08 4;
    (padding) UCHAR[4] 0x0c 4`,
  },
  {
    struct: 'SHROBJHEAD',
    from: '4.0',
    to: '4.0',
    arch: 'x86',
    size: 0x10,
    certainty: 'stated',
    source: 'GC-HEAD',
    fields: `
    HEAD HEAD 0x00 8;
    rpdesk DESKTOP* 0x08 4;
    pSelf BYTE* 0x0c 4 -- kernel address of the object itself`,
  },
  {
    struct: 'THROBJHEAD',
    from: '3.51',
    to: '3.51',
    arch: 'x86',
    size: 0x10,
    certainty: 'stated',
    source: 'GC-HEAD',
    fields: `
    HEAD HEAD 0x00 12;
    pti THREADINFO* 0x0c 4`,
  },
  {
    struct: 'THROBJHEAD',
    from: '4.0',
    to: '4.0',
    arch: 'x86',
    size: 0x14,
    certainty: 'stated',
    source: 'GC-HEAD',
    fields: `
    SHROBJHEAD SHROBJHEAD 0x00 16;
    pti THREADINFO* 0x10 4`,
  },
  {
    struct: 'THROBJHEAD',
    from: '5.0',
    arch: 'x86',
    size: 0x0c,
    certainty: 'stated',
    source: 'GC-HEAD VOL',
    fields: `
    HEAD HEAD 0x00 8;
    pti THREADINFO* 0x08 4`,
  },
  {
    struct: 'THROBJHEAD',
    from: '5.2',
    arch: 'x64',
    size: 0x18,
    certainty: 'stated',
    source: 'GC-HEAD VOL',
    fields: `
    HEAD HEAD 0x00 16;
    pti THREADINFO* 0x10 8`,
  },
  {
    struct: 'PROCOBJHEAD',
    from: '3.10',
    to: '3.10',
    arch: 'x86',
    size: 0x10,
    certainty: 'size derived',
    source: 'GC-HEAD',
    fields: `
    HEAD HEAD 0x00 12;
    hTaskWow ULONG 0x0c 4`,
  },
  {
    struct: 'PROCOBJHEAD',
    from: '3.51',
    to: '3.51',
    arch: 'x86',
    size: 0x14,
    certainty: 'size derived',
    source: 'GC-HEAD',
    fields: `
    HEAD HEAD 0x00 12;
    ppi PROCESSINFO* 0x0c 4;
    hTaskWow ULONG 0x10 4`,
  },
  {
    struct: 'PROCOBJHEAD',
    from: '4.0',
    to: '4.0',
    arch: 'x86',
    size: 0x18,
    certainty: 'size derived',
    source: 'GC-HEAD',
    fields: `
    SHROBJHEAD SHROBJHEAD 0x00 16;
    ppi PROCESSINFO* 0x10 4;
    hTaskWow ULONG 0x14 4`,
  },
  {
    struct: 'PROCOBJHEAD',
    from: '5.0',
    arch: 'x86',
    size: 0x0c,
    certainty: 'stated',
    source: 'GC-HEAD',
    fields: `
    HEAD HEAD 0x00 8;
    hTaskWow ULONG 0x08 4`,
  },
  {
    struct: 'PROCOBJHEAD',
    from: '5.2',
    arch: 'x64',
    size: 0x18,
    certainty: 'stated',
    source: 'GC-HEAD',
    fields: `
    HEAD HEAD 0x00 16;
    hTaskWow ULONG 0x10 4;
    (padding) UCHAR[4] 0x14 4`,
  },
  {
    struct: 'PROCMARKHEAD',
    from: '5.0',
    arch: 'x86',
    size: 0x10,
    certainty: 'stated',
    source: 'GC-HEAD VOL',
    fields: `
    HEAD HEAD 0x00 8;
    hTaskWow ULONG 0x08 4;
    ppi PROCESSINFO* 0x0c 4`,
  },
  {
    struct: 'PROCMARKHEAD',
    from: '5.2',
    arch: 'x64',
    size: 0x20,
    certainty: 'stated',
    source: 'GC-HEAD VOL',
    fields: `
    HEAD HEAD 0x00 16;
    hTaskWow ULONG 0x10 4;
    (padding) UCHAR[4] 0x14 4;
    ppi PROCESSINFO* 0x18 8`,
  },
  {
    struct: 'THRDESKHEAD',
    from: '5.0',
    arch: 'x86',
    size: 0x14,
    certainty: 'stated',
    source: 'GC-HEAD VOL',
    fields: `
    THROBJHEAD THROBJHEAD 0x00 12;
    rpdesk DESKTOP* 0x0c 4;
    pSelf BYTE* 0x10 4 -- kernel address of the object itself`,
  },
  {
    struct: 'THRDESKHEAD',
    from: '5.2',
    arch: 'x64',
    size: 0x28,
    certainty: 'stated',
    source: 'GC-HEAD VOL',
    fields: `
    THROBJHEAD THROBJHEAD 0x00 24;
    rpdesk DESKTOP* 0x18 8;
    pSelf BYTE* 0x20 8 -- kernel address of the object itself`,
  },
  {
    struct: 'PROCDESKHEAD',
    from: '5.0',
    arch: 'x86',
    size: 0x14,
    certainty: 'stated',
    source: 'GC-HEAD VOL',
    fields: `
    PROCOBJHEAD PROCOBJHEAD 0x00 12;
    rpdesk DESKTOP* 0x0c 4;
    pSelf BYTE* 0x10 4 -- kernel address of the object itself`,
  },
  {
    struct: 'PROCDESKHEAD',
    from: '5.2',
    arch: 'x64',
    size: 0x28,
    certainty: 'stated',
    source: 'GC-HEAD VOL',
    fields: `
    PROCOBJHEAD PROCOBJHEAD 0x00 24;
    rpdesk DESKTOP* 0x18 8;
    pSelf BYTE* 0x20 8 -- kernel address of the object itself`,
  },
  {
    struct: 'CLIPDATA',
    from: '5.1',
    arch: 'x86',
    size: null,
    certainty: 'stated',
    source: 'SEED VOL',
    fields: `
    HEAD HEAD 0x00 8;
    cbData ULONG 0x08 4;
    abData BYTE[cbData] 0x0c ?`,
  },
  {
    struct: 'CLIPDATA',
    from: '5.2',
    arch: 'x64',
    size: null,
    certainty: 'stated',
    source: 'SEED VOL',
    fields: `
    HEAD HEAD 0x00 16;
    cbData ULONG 0x10 4;
    abData BYTE[cbData] 0x14 ?`,
  },
];
