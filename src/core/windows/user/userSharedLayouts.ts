/** Layouts of what a session shares: SHAREDINFO, SERVERINFO and their parts (user-handles.md 5.2, 5.3, 5.5). */

import type { UserLayoutRow } from './userLayoutRow';

/** SHAREDINFO, SERVERINFO and the structures that tell where a desktop heap is mapped. */
export const SHARED_LAYOUTS: readonly UserLayoutRow[] = [
  {
    struct: 'WNDMSG',
    from: '5.0',
    arch: 'x86',
    size: 0x08,
    certainty: 'stated',
    source: 'VOL RW',
    fields: `
    maxMsgs ULONG 0x00 4;
    abMsgs BYTE* 0x04 4`,
  },
  {
    struct: 'WNDMSG',
    from: '5.2',
    arch: 'x64',
    size: 0x10,
    certainty: 'stated',
    source: 'VOL SOGEN',
    fields: `
    maxMsgs ULONG 0x00 4;
    abMsgs BYTE* 0x08 8`,
  },
  {
    struct: 'SHAREDINFO',
    from: '5.0',
    to: '5.0',
    arch: 'x86',
    size: 0xf8,
    certainty: 'size derived',
    source: 'RW',
    fields: `
    psi SERVERINFO* 0x00 4;
    aheList HANDLEENTRY* 0x04 4;
    pDispInfo DISPLAYINFO* 0x08 4;
    ulSharedDelta ULONG_PTR 0x0c 4;
    awmControl WNDMSG[27] 0x10 216;
    DefWindowMsgs WNDMSG 0xe8 8;
    DefWindowSpecMsgs WNDMSG 0xf0 8`,
  },
  {
    struct: 'SHAREDINFO',
    from: '5.1',
    to: '6.0',
    arch: 'x86',
    size: 0x118,
    certainty: 'size derived',
    source: 'RW VOL',
    fields: `
    psi SERVERINFO* 0x00 4;
    aheList HANDLEENTRY* 0x04 4;
    pDispInfo DISPLAYINFO* 0x08 4;
    ulSharedDelta ULONG_PTR 0x0c 4;
    awmControl WNDMSG[31] 0x10 248;
    DefWindowMsgs WNDMSG 0x108 8;
    DefWindowSpecMsgs WNDMSG 0x110 8`,
  },
  {
    struct: 'SHAREDINFO',
    from: '5.2',
    to: '6.0',
    arch: 'x64',
    size: 0x230,
    certainty: 'derived',
    detail:
      'psi, aheList and ulSharedDelta are stated; the rest is the layout of 6.1 without HeEntrySize',
    source: 'VOL DERIVED',
    fields: `
    psi SERVERINFO* 0x00 8;
    aheList HANDLEENTRY* 0x08 8;
    pDispInfo DISPLAYINFO* 0x10 8 derived;
    ulSharedDelta ULONG_PTR 0x18 8;
    awmControl WNDMSG[31] 0x20 496 derived;
    DefWindowMsgs WNDMSG 0x210 16 derived;
    DefWindowSpecMsgs WNDMSG 0x220 16 derived`,
  },
  {
    struct: 'SHAREDINFO',
    from: '6.1',
    to: '6.3',
    arch: 'x86',
    size: 0x11c,
    certainty: 'public symbols',
    detail: 'of 6.1; assumed for 6.2 and 6.3',
    source: 'VOL RW',
    fields: `
    psi SERVERINFO* 0x00 4;
    aheList HANDLEENTRY* 0x04 4;
    HeEntrySize ULONG 0x08 4;
    pDispInfo DISPLAYINFO* 0x0c 4;
    ulSharedDelta ULONG_PTR 0x10 4;
    awmControl WNDMSG[31] 0x14 248;
    DefWindowMsgs WNDMSG 0x10c 8;
    DefWindowSpecMsgs WNDMSG 0x114 8`,
  },
  {
    struct: 'SHAREDINFO',
    from: '6.1',
    arch: 'x64',
    size: 0x238,
    certainty: 'public symbols',
    detail:
      'of 6.1; psi, aheList, HeEntrySize, pDispInfo and the DefWindow members hold in 10 and 11 too',
    source: 'VOL SOGEN NTU',
    fields: `
    psi SERVERINFO* 0x00 8;
    aheList HANDLEENTRY* 0x08 8;
    HeEntrySize ULONG 0x10 4;
    pDispInfo DISPLAYINFO* 0x18 8;
    ulSharedDelta ULONG_PTR 0x20 8;
    awmControl WNDMSG[31] 0x28 496;
    DefWindowMsgs WNDMSG 0x218 16;
    DefWindowSpecMsgs WNDMSG 0x228 16`,
  },
  {
    struct: 'USERCONNECT',
    from: '10.0',
    to: '10.0',
    arch: 'x64',
    size: null,
    certainty: 'derived',
    detail: 'the second member by alignment',
    source: 'NTU SOGEN',
    fields: `
    DispatchCount ULONG 0x00 4;
    Client SHAREDINFO 0x08 568`,
  },
  {
    struct: 'SERVERINFO',
    part: 'head only',
    from: '5.1',
    to: '5.1',
    arch: 'x86',
    size: null,
    certainty: 'stated',
    detail: 'the four words at the start stand in public headers in two orders',
    source: 'VOL SAMB',
    fields: `
    wRIPFlags USHORT 0x00 2;
    wSRVIFlags USHORT 0x02 2;
    wRIPPID USHORT 0x04 2;
    wRIPError USHORT 0x06 2;
    cHandleEntries ULONG 0x08 4;
    cbHandleTable ULONG 0x1bc 4`,
  },
  {
    struct: 'SERVERINFO',
    part: 'head only',
    from: '5.2',
    to: '5.2',
    arch: 'x86',
    size: null,
    certainty: 'stated',
    source: 'VOL',
    fields: `
    dwSRVIFlags ULONG 0x00 4;
    cHandleEntries ULONG 0x04 4;
    cbHandleTable ULONG 0x1b8 4`,
  },
  {
    struct: 'SERVERINFO',
    part: 'head only',
    from: '5.2',
    to: '5.2',
    arch: 'x64',
    size: null,
    certainty: 'stated',
    source: 'VOL',
    fields: `
    dwSRVIFlags ULONG 0x00 4;
    cHandleEntries ULONG_PTR 0x08 8;
    cbHandleTable ULONG 0x330 4`,
  },
  {
    struct: 'SERVERINFO',
    part: 'head only',
    from: '6.0',
    to: '6.0',
    arch: 'x86',
    size: null,
    certainty: 'stated',
    source: 'VOL',
    fields: `
    dwSRVIFlags ULONG 0x00 4;
    cHandleEntries ULONG 0x04 4;
    cbHandleTable ULONG 0x1c8 4`,
  },
  {
    struct: 'SERVERINFO',
    part: 'selected',
    from: '6.1',
    to: '6.1',
    arch: 'x86',
    size: 0xffc,
    certainty: 'public symbols',
    source: 'VOL',
    fields: `
    dwSRVIFlags ULONG 0x00 4;
    cHandleEntries ULONG 0x04 4;
    cbHandleTable ULONG 0x1c8 4;
    dwDefaultHeapBase ULONG 0x200 4;
    dwDefaultHeapSize ULONG 0x204 4;
    dwInstalledEventHooks ULONG 0x5cc 4;
    aiSysMet LONG[97] 0x5d0 388;
    PUSIFlags ULONG 0xf58 4;
    dwRIPFlags ULONG 0xff8 4`,
  },
  {
    struct: 'SERVERINFO',
    part: 'selected',
    from: '6.1',
    to: '6.1',
    arch: 'x64',
    size: 0x1220,
    certainty: 'public symbols',
    source: 'VOL',
    fields: `
    dwSRVIFlags ULONG 0x00 4;
    cHandleEntries ULONG_PTR 0x08 8;
    cbHandleTable ULONG 0x350 4;
    dwDefaultHeapBase ULONG 0x388 4;
    dwDefaultHeapSize ULONG 0x38c 4;
    dwInstalledEventHooks ULONG 0x754 4;
    aiSysMet LONG[97] 0x758 388;
    PUSIFlags ULONG 0x117c 4;
    dwRIPFlags ULONG 0x121c 4`,
  },
  {
    struct: 'SERVERINFO',
    part: 'head only',
    from: '10.0 (recent builds)',
    to: '10.0 (recent builds)',
    arch: 'x64',
    size: null,
    certainty: 'reverse-engineered',
    source: 'SOGEN NTU',
    fields: `
    dwSRVIFlags ULONG 0x00 4;
    cHandleEntries ULONG_PTR 0x08 8;
    apfnClientA PFNCLIENT 0x188 192`,
  },
  {
    struct: 'CLIENTINFO',
    part: 'delta members',
    from: '6.1',
    to: '6.1',
    arch: 'x86',
    size: 0x8c,
    certainty: 'public symbols',
    source: 'VOL',
    fields: `
    pDeskInfo DESKTOPINFO* 0x18 4;
    ulClientDelta ULONG_PTR 0x1c 4`,
  },
  {
    struct: 'CLIENTINFO',
    part: 'delta members',
    from: '6.1',
    to: '6.1',
    arch: 'x64',
    size: 0xd8,
    certainty: 'public symbols',
    source: 'VOL',
    fields: `
    pDeskInfo DESKTOPINFO* 0x20 8;
    ulClientDelta ULONG_PTR 0x28 8`,
  },
  {
    struct: 'DESKTOPINFO',
    part: 'heap bounds',
    from: '5.1',
    to: '6.1',
    arch: 'x86',
    size: null,
    certainty: 'stated',
    source: 'VOL',
    fields: `
    pvDesktopBase PVOID 0x00 4;
    pvDesktopLimit PVOID 0x04 4;
    spwnd WND* 0x08 4;
    fsHooks ULONG 0x0c 4`,
  },
  {
    struct: 'DESKTOPINFO',
    part: 'heap bounds',
    from: '5.2',
    to: '6.1',
    arch: 'x64',
    size: null,
    certainty: 'stated',
    source: 'VOL',
    fields: `
    pvDesktopBase PVOID 0x00 8;
    pvDesktopLimit PVOID 0x08 8;
    spwnd WND* 0x10 8;
    fsHooks ULONG 0x18 4`,
  },
];
