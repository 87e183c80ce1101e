/** How WinDbg calls the exceptions it stops at (the events of its `sx` list, in the documentation of "Controlling Exceptions and Events"). */

const EVENTS: ReadonlyMap<number, string> = new Map([
  [0x8000_0003, 'Break instruction exception'],
  [0xc000_0005, 'Access violation'],
  [0xc000_0008, 'Invalid handle'],
  [0xc000_0094, 'Integer divide-by-zero'],
  [0xc000_00fd, 'Stack overflow'],
  [0xe06d_7363, 'C++ EH exception'],
]);

/** `Invalid handle - code c0000008`; WinDbg has no name for most codes, and calls these unknown. */
export function exceptionEvent(code: number): string {
  const digits = (code >>> 0).toString(16).padStart(8, '0');
  return `${EVENTS.get(code >>> 0) ?? 'Unknown exception'} - code ${digits}`;
}
