/** A debugger log whose frames name source lines: twelve handles that one line opens and nobody closes, and some that are closed. */

const RULE = '--------------------------------------';
/** Handles that are opened and never closed. */
export const LEAKED = 12;
/** Handles that are opened and closed again. */
export const CLOSED = 4;

/** The source file that the log names, as the build machine had it. */
export const BUILT_FROM = 'c:\\build\\shop\\src\\orders.cpp';
/** Its text; `loadOrder` opens on line 4. */
export const SOURCE_TEXT = [
  '#include <windows.h>',
  '',
  'void loadOrder() {',
  '  HANDLE event = CreateEventW(nullptr, TRUE, FALSE, nullptr);',
  '  wait(event);',
  '}',
  '',
].join('\n');

/** `!handle 0 1` and `!htrace`, newest record first. */
export function sourceLog(): string {
  const records: string[] = [];
  const record = (handle: number, operation: string, line: number): void => {
    records.unshift(
      [
        RULE,
        `Handle = 0x${handle.toString(16).padStart(16, '0')} - ${operation}`,
        'Thread ID = 0x00000000000017ec, Process ID = 0x00000000000017e8',
        '',
        '0x00007ffe12345678: ntdll!NtCreateEvent+0x0000000000000014',
        `0x00007ff6000010${line.toString(16).padStart(2, '0')}: shop!loadOrder+0x00000000000000${line.toString(16).padStart(2, '0')} [${BUILT_FROM} @ ${line}]`,
        `0x00007ff600002000: shop!main+0x0000000000000020 [${BUILT_FROM} @ 90]`,
        '',
      ].join('\n'),
    );
  };
  for (let at = 0; at < LEAKED; at++) {
    record(0x100 + at * 4, 'OPEN', 4);
    if (at < CLOSED) {
      record(0x80 + at * 4, 'OPEN', 5);
      record(0x80 + at * 4, 'CLOSE', 6);
    }
  }
  const handles = Array.from(
    { length: LEAKED },
    (_, at) => `Handle ${(0x100 + at * 4).toString(16)}\n  Type         \tEvent\n`,
  );
  return [
    '0:000> !handle 0 1',
    `${handles.join('')}${LEAKED} Handles`,
    'Type           \tCount',
    `Event          \t${LEAKED}`,
    '0:000> !htrace',
    records.join(''),
    RULE,
    `Parsed 0x${records.length.toString(16).toUpperCase()} stack traces.`,
    `Dumped 0x${records.length.toString(16).toUpperCase()} stack traces.`,
    '',
  ].join('\n');
}
