/** How the debugger prints `!handle` for a user-mode dump. */

import type { UserHandleStyle } from './userHandleStyle';

/** The dump printer (output-formats.md 1.1). */
export const DUMP_STYLE: UserHandleStyle = {
  padsHandles: true,
  specificHeading: '  Object specific information\n',
  nothingSpecific: '  No object specific information available\n',
  namesFiles: true,
  ownsFreeMutants: true,
  startAddresses: false,
  summaryWidth: 24,
};
