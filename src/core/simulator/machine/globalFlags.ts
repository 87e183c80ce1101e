/** Bits of NtGlobalFlag that the machine looks at (domain.md 1.6). */

/** Application Verifier: the kernel prints a line for each invalid handle. */
export const GLOBAL_FLAG_APPLICATION_VERIFIER = 0x100;
/** Exceptions for closing bad handles, in every process. */
export const GLOBAL_FLAG_CLOSE_EXCEPTIONS = 0x40_0000;
/** Bug check 0x93 for bad kernel handles. */
export const GLOBAL_FLAG_KERNEL_HANDLE_CHECK = 0x4000_0000;
