/** What a thread's environment block (TEB) knows of the windowing system. */

/** Offsets in a TEB, bytes, the same since Windows 2000. */
export interface ThreadBlockFields {
  /** Win32ThreadInfo: the thread's THREADINFO, a kernel address; 0 for threads that made no window call. */
  readonly threadInfo: number;
  /** Win32ClientInfo: its CLIENTINFO lies in the block itself. */
  readonly clientInfo: number;
}

/**
 * The 32-bit offsets stand in many published layouts of the TEB; the 64-bit ones follow from the same members with their
 * 64-bit sizes, and Win32ThreadInfo's is published too. Not checked against Windows by this project.
 */
export const THREAD_BLOCK_FIELDS: Readonly<Record<'x86' | 'x64', ThreadBlockFields>> = {
  x86: { threadInfo: 0x40, clientInfo: 0x6cc },
  x64: { threadInfo: 0x78, clientInfo: 0x800 },
};
