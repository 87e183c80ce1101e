/** Names of the versions whose USER handle table is known (user-handles.md 9). */

/** A version and architecture of the windowing system's handle table. */
export type UserProfileId =
  | 'nt31-x86'
  | 'nt351-x86'
  | 'nt40-x86'
  | 'w2k-x86'
  | 'xp-x86'
  | 'ws03-x86'
  | 'ws03-x64'
  | 'vista-x86'
  | 'vista-x64'
  | 'win7-x86'
  | 'win7-x64'
  | 'win8-x86'
  | 'win8-x64'
  | 'win10-x86'
  | 'win10-x64'
  | 'win10-1703-x64';
