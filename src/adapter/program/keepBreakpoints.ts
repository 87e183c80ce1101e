/** Breakpoints outlive a restart: clients set them once. */

import type { ProgramAccess, ProgramBreakpoint } from '../../core/target/program';

/** Sets the breakpoints of the program that ran before in the one that begins. */
export function keepBreakpoints(earlier: ProgramAccess | undefined, program: ProgramAccess): void {
  if (earlier === undefined) {
    return;
  }
  // Programs begin with this group; the user may have emptied it.
  const groups = new Map<string, ProgramBreakpoint[]>([['exceptions', []]]);
  for (const [group, breakpoint] of earlier.breakpoints()) {
    groups.set(group, [...(groups.get(group) ?? []), breakpoint]);
  }
  groups.forEach((breakpoints, group) => program.setBreakpoints(group, breakpoints));
}
