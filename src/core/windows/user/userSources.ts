/** Where the facts about USER handles come from: short names for the sources that rows of the tables name. */

/** What each source is, and how far it is to be trusted. */
export const USER_SOURCES = {
  SEED: 'the article on HANDLEENTRY as this project received it, tables flattened (primary)',
  'GC-HE': "Geoff Chappell's page on HANDLEENTRY, revised 30 September 2017 (primary)",
  'GC-HEAD': "Geoff Chappell's pages on HEAD and the structures that begin with it (high)",
  'GC-PPI': "Geoff Chappell's page on PROCESSINFO, the W32PROCESS part (high)",
  'GC-PTI': "Geoff Chappell's page on THREADINFO (high)",
  'GC-WND': "Geoff Chappell's page on WND (high)",
  'GC-DSO': "Geoff Chappell's pages on !dso in USEREXTS and USERKDX (high)",
  VOL: 'Volatility 2, plugins/gui; its Windows 7 types come from public symbols (high for 5.1 to 6.1)',
  'VOL-WIKI':
    'output of gahti and userhandles for Windows 7 SP1 x64 in the Volatility 2 wiki (observed)',
  RW: 'the ReactOS wiki on HANDLEENTRY, SHAREDINFO, SERVERINFO and W32PROCESS (medium to high)',
  ROS: 'behaviour of ReactOS, which is a clone of Windows and not Windows (medium)',
  WINE: "Wine's conformance test of the shared table, run on real Windows (high)",
  NTU: 'NtUtils, unit Ntapi.ntcsrapi, reverse-engineered (medium to high)',
  SOGEN: 'sogen, an emulator that runs the real user32 of Windows 10 and 11 (medium to high, x64)',
  SAMB: "sam-b's notes on gSharedInfo, with one printed sample (medium)",
  TIGROS: 'comments on issue 1 of tigros/HookTools, 2017 (medium to low)',
  GETHOOKS: 'gethooks by jay, a tool that reads hooks from the table (medium)',
  'RC-2007-07-17': 'Raymond Chen on how window handles are made, 17 July 2007 (high)',
  'RC-2007-07-18': 'Raymond Chen on the limit of 10,000 handles, 18 July 2007 (high)',
  'RC-2008-09-17':
    'Raymond Chen on a program that needed even window handles, 17 September 2008 (high)',
  KB94917: "Microsoft's article Q94917 on uniqueness values, 1998 (contradicted in part)",
  'MSL-UO': 'Microsoft Learn: User Objects (high)',
  'MSL-GDI': 'Microsoft Learn: GDI Objects (high)',
  'MSL-GGR': 'Microsoft Learn: GetGuiResources (high)',
  'MSL-UHGA': 'Microsoft Learn: UserHandleGrantAccess (high)',
  WINERR: 'the system error codes of winerror.h (high)',
  SDK: 'function names and constants of the Windows SDK (high)',
  ETW: 'the manifest of Microsoft-Windows-Win32k, build 18990 (high)',
  MSO: "Microsoft's MSO-Scripts, TraceHandles (high)",
  POOLTAG: 'pooltag.txt of the Debugging Tools (high for what a tag is called)',
  DEC: 'offsets and masks in excerpts of decompiled recent win32k modules (low to medium)',
  PCVUE: 'article KB1125 of PcVue on USER and GDI quotas (medium)',
  TESTLIMIT: 'a transcript of Testlimit -u (medium)',
  DERIVED: 'arithmetic, or elimination, from the other sources of the row',
  PROJECT: 'a choice of this project, not a fact about Windows',
} as const;

/** The short name of a source. */
export type UserSource = keyof typeof USER_SOURCES;

/** Splits the names of sources in a table row. The rows are tested against {@link USER_SOURCES}. */
export function sourceList(names: string): readonly UserSource[] {
  return names.split(' ') as UserSource[];
}
