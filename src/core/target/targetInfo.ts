/** What kind of target it is: decides which printer, which widths and which commands apply. */

/** Processor architecture of the target. */
export type Architecture = 'x86' | 'x64' | 'arm' | 'arm64' | 'unknown';

/** A Windows version; `name` is for people. */
export interface WindowsVersion {
  readonly major: number;
  readonly minor: number;
  readonly build: number;
  /** For example `Windows 10 22H2`. */
  readonly name: string;
}

/** Identity and shape of a target. */
export interface TargetInfo {
  readonly kind: 'simulated' | 'minidump' | 'log';
  /** What the user opened: a path or `sample:<name>`. */
  readonly title: string;
  /** One sentence that says what it is, for `vertarget` and views. */
  readonly description: string;
  readonly mode: 'user' | 'kernel';
  /** Which printer of the debugger applies; of a log: which one printed it. */
  readonly liveness: 'live' | 'dump';
  readonly architecture: Architecture;
  readonly pointerSize: 4 | 8;
  /** Null when the target did not record it. */
  readonly windows: WindowsVersion | null;
  /**
   * The age of debugger whose output is printed: `xp` prints the banners of the Windows XP era, `win7` those of the
   * debuggers from Windows XP's later years to Windows 7 (output-formats.md 3.2).
   */
  readonly debuggerStyle: 'modern' | 'win7' | 'xp';
  /**
   * True when `!htrace` leaves kernel-range addresses out of user-mode stacks, as debuggers of Windows 7 and before did;
   * later ones print them unresolved (domain.md 10, row 5).
   */
  readonly hidesKernelFrames: boolean;
  readonly simulated: boolean;
}
