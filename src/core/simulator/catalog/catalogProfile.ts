/** What the module catalog must know of a Windows version: how its stacks look. */

import type { ProfileId } from '../../windows/profiles';
import type { StubShape } from './systemCalls';

/** Shape of the user-mode stacks: which functions lie between a program and the system call. */
export type StackEra = 'xp' | 'seven' | 'modern';

/** Facts about one profile. */
export interface CatalogProfile {
  readonly id: ProfileId;
  readonly pointerSize: 4 | 8;
  readonly era: StackEra;
  readonly stubs: StubShape;
  /** Ending of the functions through which kernel32 forwards on Windows 7: `Stub` or `Implementation`. */
  readonly forwarder: string;
  /** Frame of the kernel's system-call dispatcher. */
  readonly dispatcher: string;
  /** Whether debuggers print the `Zw` name of a stub. */
  printsZw(service: string): boolean;
}

const never = (): boolean => false;

const PROFILES: readonly CatalogProfile[] = [
  {
    id: 'xp-sp3-x86',
    pointerSize: 4,
    era: 'xp',
    stubs: { start: 0xcc00, spacing: 0x10, returnOffset: 0xc },
    forwarder: '',
    dispatcher: '_KiSystemService+0xc4',
    printsZw: never,
  },
  {
    id: '7-sp1-x86',
    pointerSize: 4,
    era: 'seven',
    stubs: { start: 0x42a10, spacing: 0x10, returnOffset: 0xc },
    forwarder: 'Stub',
    dispatcher: 'KiFastCallEntry+0x12a',
    printsZw: (service) => service !== 'NtClose' && service !== 'NtOpenThread',
  },
  {
    id: '7-sp1-x64',
    pointerSize: 8,
    era: 'seven',
    stubs: { start: 0x51330, spacing: 0x10, returnOffset: 0xa },
    forwarder: 'Implementation',
    dispatcher: 'KiSystemServiceCopyEnd+0x13',
    printsZw: (service) => service.startsWith('NtWaitFor'),
  },
  {
    id: '8-x64',
    pointerSize: 8,
    era: 'modern',
    stubs: { start: 0x2bd0, spacing: 0x10, returnOffset: 0xa },
    forwarder: '',
    dispatcher: 'KiSystemServiceCopyEnd+0x13',
    printsZw: never,
  },
  {
    id: '10-22h2-x64',
    pointerSize: 8,
    era: 'modern',
    stubs: { start: 0x9cc40, spacing: 0x20, returnOffset: 0x14 },
    forwarder: '',
    dispatcher: 'KiSystemServiceCopyEnd+0x25',
    printsZw: never,
  },
  {
    id: '11-23h2-x64',
    pointerSize: 8,
    era: 'modern',
    stubs: { start: 0x9ed30, spacing: 0x20, returnOffset: 0x14 },
    forwarder: '',
    dispatcher: 'KiSystemServiceCopyEnd+0x25',
    printsZw: never,
  },
];

/** The catalog's facts about a profile. */
export function catalogProfile(id: ProfileId): CatalogProfile {
  const profile = PROFILES.find((candidate) => candidate.id === id);
  if (profile === undefined) {
    throw new Error(`The module catalog does not cover the profile "${id}".`);
  }
  return profile;
}

/** All profiles the catalog covers, oldest first. */
export const CATALOG_PROFILES: readonly CatalogProfile[] = PROFILES;
