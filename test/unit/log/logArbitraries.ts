/** Random logs for property tests. */

import fc from 'fast-check';
import { DASHES } from './logSupport';

const lines = [
  '0:000> !handle 0 f; !htrace',
  '2: kd> !handle 0 3',
  'Handle 4',
  'Handle 00000008',
  '  Type         \tEvent',
  '  GrantedAccess\t0x1f0003:',
  '         Delete,ReadControl,',
  '         QueryState',
  '         ',
  '  HandleCount  \t2',
  `  Name         \t\\${'x'.repeat(63)}`,
  '  Object Specific Information',
  '    Event is Set',
  '3 Handles',
  'Type           \tCount',
  'Event          \t3',
  DASHES,
  '##',
  'Handle = 0x0000003c - OPEN',
  'Handle 0x7DC - BAD REFERENCE:',
  'Thread ID = 0x000017ec, Process ID = 0x000017e8',
  '0x77ca310c: ntdll!ZwDuplicateObject+0x0000000c',
  '0x77ca310c: ntdll!Wrapped',
  '+0x0000000c',
  '** WARNING: Unable to verify checksum for a.exe',
  '***************',
  '...',
  '[snip]',
  'Parsed 0xC stack traces.',
  'PROCESS ffffa604f683b180',
  '    SessionId: 0  Cid: 0390    Peb: 0  ParentCid: 02e0',
  'Kernel handle table at ffff8000ab28ae80 with 3 entries in use',
  '01f0: Object: ffffa604f6825060  GrantedAccess: 001f0003 (Protected)',
  'Object: ffffa604f6825060  Type: (ffffa604f24ead20) Event',
  '0170: free handle, Entry address e10022e0, Next Entry 00000458',
  'Could not duplicate handle 80000001, error 6',
  'Outstanding handles opened since the previous snapshot:',
  'Anything else.',
  '',
];
/** Texts made of lines that debuggers print, in any order. */
export const logText = fc
  .array(fc.constantFrom(...lines), { maxLength: 60 })
  .map((all) => all.join('\n'));
/** Texts with anything in them: halves of lines, control characters, mixed line ends. */
export const hostileText = fc
  .array(
    fc.oneof(
      fc.constantFrom(...lines),
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom(
        '\0',
        '\r',
        '\r\n',
        '\n',
        '\u2028',
        '\ud800',
        '\ufeff',
        ' ',
        '\t',
        'Handle ',
        '0x',
        ',',
      ),
    ),
    { maxLength: 80 },
  )
  .map((all) => all.join(''));
