/** How the debugger prints `!handle` for a live process. */

import type { UserHandleStyle } from './userHandleStyle';

/** The live printer (output-formats.md 1.1). */
export const LIVE_STYLE: UserHandleStyle = {
  padsHandles: false,
  specificHeading: '  Object Specific Information\n',
  nothingSpecific: '  No Object Specific Information available\n',
  namesFiles: false,
  ownsFreeMutants: false,
  startAddresses: true,
  summaryWidth: 15,
};
