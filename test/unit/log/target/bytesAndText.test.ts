/** Records that are read from bytes are the same as those that the grammar of text reads, in UTF-8 and in UTF-16. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { assertSameBothWays } from '../../../support/bothWays';
import { interpreterOf, textOf } from '../../../support/runCommands';
import { describeWithShared } from '../../../support/shared';
import { kernelTarget, userTarget } from './printedArbitraries';

const session = fc.oneof(userTarget, kernelTarget).chain((target) =>
  fc.constant(target).map(async (each) => {
    const isUser = each.info.mode === 'user';
    const interpreter = interpreterOf(each);
    let text = '';
    for (const line of [isUser ? '!handle 0 f' : '!handle 0 7', '!htrace', '!handle 0 1']) {
      text += `${isUser ? '0:000> ' : 'kd> '}${line}\n${await textOf(interpreter, line)}`;
    }
    return text;
  }),
);

/** What happens to logs on their way: lines lost, doubled, moved; blanks, cuts, prompts and strange bytes between them. */
const edit = fc.tuple(
  fc.constantFrom('drop', 'double', 'blank', 'trail', 'indent', 'insert', 'cut', 'character'),
  fc.nat(),
  fc.constantFrom(
    '...',
    'SYMSRV: loading',
    '0:000> g',
    '0:001> !htrace -diff',
    'Handle',
    'Handle 4 ',
    'Handle = 0x4 - OPEN',
    'Handle = 0x00000004 - BADREF',
    '  Name         \t\\a b',
    '  Type         \tEvent',
    '         None',
    '         Delete,',
    '  Object Specific Information',
    '  No object specific information available',
    '    Start routine: 1234 : a!b+0x5',
    '0x00001234: other!Name+0x0000000c',
    '+0x0000000c',
    '--------------------------------------',
    '** stars',
    '33 Handles',
    '\u0000',
    'Müller',
  ),
);

function edited(text: string, edits: readonly (readonly [string, number, string])[]): string {
  const lines = text.split('\n');
  for (const [what, where, piece] of edits) {
    const at = where % Math.max(1, lines.length);
    const line = lines[at] ?? '';
    switch (what) {
      case 'drop':
        lines.splice(at, 1);
        break;
      case 'double':
        lines.splice(at, 0, line);
        break;
      case 'blank':
        lines.splice(at, 0, '');
        break;
      case 'trail':
        lines[at] = `${line} `;
        break;
      case 'indent':
        lines[at] = ` ${line}`;
        break;
      case 'cut':
        lines[at] = line.slice(0, where % (line.length + 1));
        break;
      case 'character':
        lines[at] =
          `${line.slice(0, where % (line.length + 1))}\r${line.slice(where % (line.length + 1))}`;
        break;
      default:
        lines.splice(at, 0, piece);
    }
  }
  return lines.join('\n');
}

describe('reading records from bytes', () => {
  it('gives what the grammar of text gives, wherever chunks end', async () => {
    await fc.assert(
      fc.asyncProperty(session, fc.integer({ min: 1, max: 3000 }), async (printed, piece) => {
        await assertSameBothWays(await printed, piece);
      }),
      { numRuns: 100 },
    );
  });

  it('gives the same of logs that were damaged', async () => {
    await fc.assert(
      fc.asyncProperty(
        session,
        fc.array(edit, { minLength: 1, maxLength: 6 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        async (printed, edits, end) => {
          const damaged = edited(await printed, edits).replaceAll('\n', end);
          await assertSameBothWays(damaged, 4096);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('reads a record that is longer than any', async () => {
    const lines = '    Event is Set\n'.repeat(20_000);
    const log = `0:000> !handle 0 f\nHandle 4\n  Type         \tEvent\n  Object Specific Information\n${lines}Handle 8\n  Type         \tEvent\nHandle c\n`;
    await assertSameBothWays(log, 100_000);
  });
});

describeWithShared('real logs, read from bytes', (folder) => {
  const root = join(folder, 'transcripts');
  for (const kind of ['um-handle', 'um-htrace', 'km-handle', 'km-htrace']) {
    it(`give what the grammar of text gives: ${kind}`, async () => {
      for (const name of readdirSync(join(root, kind))) {
        const log = readFileSync(join(root, kind, name), 'utf8');
        for (const end of ['\n', '\r\n']) {
          await assertSameBothWays(log.replaceAll(/\r?\n/g, end), 777);
        }
      }
    });
  }
});
