/** Layouts of the handle type table and of the counters of a process (user-handles.md 5.5). */

import type { UserLayoutRow } from './userLayoutRow';

/** HANDLETYPEINFO, and W32PROCESS as far as its counters. */
export const PROCESS_LAYOUTS: readonly UserLayoutRow[] = [
  {
    struct: 'HANDLETYPEINFO',
    from: '5.1',
    to: '6.1',
    arch: 'x86',
    size: 0x0c,
    certainty: 'stated',
    source: 'VOL',
    fields: `
    fnDestroy PVOID 0x00 4;
    dwAllocTag CHAR[4] 0x04 4;
    bObjectCreateFlags UCHAR 0x08 1`,
  },
  {
    struct: 'HANDLETYPEINFO',
    from: '5.2',
    to: '6.1',
    arch: 'x64',
    size: 0x10,
    certainty: 'stated',
    source: 'VOL',
    fields: `
    fnDestroy PVOID 0x00 8;
    dwAllocTag CHAR[4] 0x08 4;
    bObjectCreateFlags UCHAR 0x0c 1`,
  },
  {
    struct: 'W32PROCESS',
    part: 'counters',
    from: '5.0',
    to: '5.1',
    arch: 'x86',
    size: 0x2c,
    certainty: 'stated',
    source: 'GC-PPI RW',
    fields: `
    Process EPROCESS* 0x00 4;
    W32Pid ULONG 0x20 4;
    GDIHandleCount LONG 0x24 4;
    UserHandleCount LONG 0x28 4`,
  },
  {
    struct: 'W32PROCESS',
    part: 'counters',
    from: '5.2',
    to: '5.2',
    arch: 'x86',
    size: 0x78,
    certainty: 'stated',
    source: 'GC-PPI',
    fields: `
    Process EPROCESS* 0x00 4;
    W32Pid ULONG 0x20 4;
    GDIHandleCount LONG 0x24 4;
    UserHandleCount LONG 0x28 4`,
  },
  {
    struct: 'W32PROCESS',
    part: 'counters',
    from: '6.0',
    to: '6.0',
    arch: 'x86',
    size: 0x80,
    certainty: 'stated',
    source: 'GC-PPI',
    fields: `
    Process EPROCESS* 0x00 4;
    W32Pid ULONG 0x20 4;
    GDIHandleCount LONG 0x24 4;
    UserHandleCount LONG 0x28 4`,
  },
  {
    struct: 'W32PROCESS',
    part: 'counters',
    from: '5.2',
    to: '5.2',
    arch: 'x64',
    size: 0xd0,
    certainty: 'stated',
    source: 'GC-PPI',
    fields: `
    Process EPROCESS* 0x00 8;
    W32Pid ULONG 0x38 4;
    GDIHandleCount LONG 0x3c 4;
    UserHandleCount LONG 0x40 4`,
  },
  {
    struct: 'W32PROCESS',
    part: 'counters',
    from: '6.0',
    to: '6.0',
    arch: 'x64',
    size: 0xe0,
    certainty: 'stated',
    source: 'GC-PPI',
    fields: `
    Process EPROCESS* 0x00 8;
    W32Pid ULONG 0x38 4;
    GDIHandleCount LONG 0x3c 4;
    UserHandleCount LONG 0x40 4`,
  },
  {
    struct: 'W32PROCESS',
    part: 'counters',
    from: '6.1',
    to: '6.1',
    arch: 'x86',
    size: 0x90,
    certainty: 'stated',
    source: 'GC-PPI VOL',
    fields: `
    Process EPROCESS* 0x00 4;
    W32Pid ULONG 0x20 4;
    GDIHandleCount LONG 0x24 4;
    GDIHandleCountPeak ULONG 0x28 4;
    UserHandleCount LONG 0x2c 4;
    UserHandleCountPeak ULONG 0x30 4`,
  },
  {
    struct: 'W32PROCESS',
    part: 'counters',
    from: '6.1',
    to: '6.1',
    arch: 'x64',
    size: 0x100,
    certainty: 'stated',
    source: 'GC-PPI VOL',
    fields: `
    Process EPROCESS* 0x00 8;
    W32Pid ULONG 0x38 4;
    GDIHandleCount LONG 0x3c 4;
    GDIHandleCountPeak ULONG 0x40 4;
    UserHandleCount LONG 0x44 4;
    UserHandleCountPeak ULONG 0x48 4`,
  },
  {
    struct: 'W32PROCESS',
    part: 'counters',
    from: '6.2',
    to: '6.3',
    arch: 'x86',
    size: 0x9c,
    certainty: 'stated',
    source: 'GC-PPI',
    fields: `
    Process EPROCESS* 0x00 4;
    W32Pid ULONG 0x20 4;
    GDIHandleCount LONG 0x24 4;
    GDIHandleCountPeak ULONG 0x28 4;
    UserHandleCount LONG 0x2c 4;
    UserHandleCountPeak ULONG 0x30 4`,
  },
  {
    struct: 'W32PROCESS',
    part: 'counters',
    from: '6.2',
    to: '6.3',
    arch: 'x64',
    size: 0x128,
    certainty: 'stated',
    source: 'GC-PPI',
    fields: `
    Process EPROCESS* 0x00 8;
    W32Pid ULONG 0x38 4;
    GDIHandleCount LONG 0x3c 4;
    GDIHandleCountPeak ULONG 0x40 4;
    UserHandleCount LONG 0x44 4;
    UserHandleCountPeak ULONG 0x48 4`,
  },
  {
    struct: 'W32PROCESS',
    part: 'counters',
    from: '10.0',
    to: '10.0 (1511)',
    arch: 'x86',
    size: 0x9c,
    certainty: 'stated',
    source: 'GC-PPI',
    fields: `
    Process EPROCESS* 0x00 4;
    W32Pid ULONG 0x20 4;
    GDIHandleCount LONG 0x24 4;
    GDIHandleCountPeak ULONG 0x28 4;
    UserHandleCount LONG 0x2c 4;
    UserHandleCountPeak ULONG 0x30 4`,
  },
  {
    struct: 'W32PROCESS',
    part: 'counters',
    from: '10.0',
    to: '10.0 (1511)',
    arch: 'x64',
    size: 0x128,
    certainty: 'stated',
    source: 'GC-PPI',
    fields: `
    Process EPROCESS* 0x00 8;
    W32Pid ULONG 0x38 4;
    GDIHandleCount LONG 0x3c 4;
    GDIHandleCountPeak ULONG 0x40 4;
    UserHandleCount LONG 0x44 4;
    UserHandleCountPeak ULONG 0x48 4`,
  },
  {
    struct: 'W32PROCESS',
    part: 'counters',
    from: '10.0 (1607)',
    to: '10.0 (1703)',
    arch: 'x86',
    size: 0xa0,
    certainty: 'stated',
    source: 'GC-PPI',
    fields: `
    Process EPROCESS* 0x00 4;
    W32Pid ULONG 0x20 4;
    GDIHandleCount LONG 0x24 4;
    GDIHandleCountPeak ULONG 0x28 4;
    UserHandleCount LONG 0x2c 4;
    UserHandleCountPeak ULONG 0x30 4`,
  },
  {
    struct: 'W32PROCESS',
    part: 'counters',
    from: '10.0 (1607)',
    to: '10.0 (1703)',
    arch: 'x64',
    size: 0x120,
    certainty: 'stated',
    source: 'GC-PPI',
    fields: `
    Process EPROCESS* 0x00 8;
    W32Pid ULONG 0x38 4;
    GDIHandleCount LONG 0x3c 4;
    GDIHandleCountPeak ULONG 0x40 4;
    UserHandleCount LONG 0x44 4;
    UserHandleCountPeak ULONG 0x48 4`,
  },
  {
    struct: 'W32PROCESS',
    part: 'counters',
    from: '10.0 (1709)',
    to: '10.0 (1803)',
    arch: 'x86',
    size: 0xa8,
    certainty: 'stated',
    source: 'GC-PPI',
    fields: `
    Process EPROCESS* 0x00 4;
    W32Pid ULONG 0x20 4;
    GDIHandleCount LONG 0x24 4;
    GDIHandleCountPeak ULONG 0x28 4;
    UserHandleCount LONG 0x2c 4;
    UserHandleCountPeak ULONG 0x30 4`,
  },
  {
    struct: 'W32PROCESS',
    part: 'counters',
    from: '10.0 (1709)',
    to: '10.0 (1803)',
    arch: 'x64',
    size: 0x128,
    certainty: 'stated',
    source: 'GC-PPI',
    fields: `
    Process EPROCESS* 0x00 8;
    W32Pid ULONG 0x38 4;
    GDIHandleCount LONG 0x3c 4;
    GDIHandleCountPeak ULONG 0x40 4;
    UserHandleCount LONG 0x44 4;
    UserHandleCountPeak ULONG 0x48 4`,
  },
];
