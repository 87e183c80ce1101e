/** Records that are read from bytes are the same as those that the grammar of text reads, which UTF-16 always takes. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { openLog } from '../../../../src/core/log/target/openLog';
import type { Target } from '../../../../src/core/target/target';
import { MemoryByteSource } from '../../../../src/core/util/byteSource';
import { neverCancelled } from '../../../../src/core/util/cancellation';
import type { Result } from '../../../../src/core/util/result';
import { problemOf, valueOf } from '../../../support/openDump';
import { accessOf, recordsOf, traceRecordsOf } from '../../../support/openLog';
import { interpreterOf, textOf } from '../../../support/runCommands';
import { describeWithShared } from '../../../support/shared';
import { utf16 } from '../formats/formatSupport';
import { kernelTarget, userTarget } from './printedArbitraries';

/** Bytes of which every read of a chunk gives a few only. */
class SlowSource extends MemoryByteSource {
  constructor(
    bytes: Uint8Array,
    private readonly most: number,
  ) {
    super(bytes);
  }

  /** Reading through the log lends memory; records are read again without. */
  override read(offset: number, length: number, into?: Uint8Array): Promise<Uint8Array> {
    return super.read(offset, into === undefined ? length : Math.min(length, this.most));
  }
}

/** Everything a log tells, as data that can be compared. */
async function everything(opened: Result<Target>): Promise<unknown> {
  if (!opened.ok) {
    return problemOf(opened);
  }
  const target = opened.value;
  const { moments, totals, remainders, lines } = accessOf(target);
  const tables: unknown[] = [];
  for (const { number } of moments) {
    valueOf(accessOf(target).selectMoment(number));
    for (const process of target.processes()) {
      const traces = await traceRecordsOf(target, process.processId);
      const stacks = traces.map(({ stack }) => stack.map((at) => target.symbols.resolve(at)));
      const handles = await recordsOf(target, process.processId);
      const store = await target.handles(process.processId, 'process');
      const columns = store.ok ? await store.value.columns(neverCancelled) : null;
      const names = store.ok ? await store.value.names?.(neverCancelled) : null;
      const shown = handles.map((_, row) => [columns?.typeName(row), names?.name(row)]);
      tables.push({ process, handles, shown, unrecorded: columns?.unrecorded, traces, stacks });
    }
  }
  const { description, ...info } = target.info;
  return {
    info,
    description,
    lines,
    moments,
    totals,
    remainders,
    problems: target.problems,
    tables,
  };
}

/** Opens a text both ways; `piece` is the length of every read of the first one. */
async function bothWays(text: string, piece: number): Promise<readonly [unknown, unknown]> {
  const open = (source: MemoryByteSource): Promise<Result<Target>> =>
    openLog(source, { token: neverCancelled });
  const bytes = new TextEncoder().encode(text);
  return [
    await everything(await open(new SlowSource(bytes, piece))),
    await everything(await open(new MemoryByteSource(utf16(text, 'le')))),
  ];
}

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
        const [bytes, text] = await bothWays(await printed, piece);
        assert.deepEqual(bytes, text);
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
          const [bytes, text] = await bothWays(damaged, 4096);
          assert.deepEqual(bytes, text);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('reads a record that is longer than any', async () => {
    const lines = '    Event is Set\n'.repeat(20_000);
    const log = `0:000> !handle 0 f\nHandle 4\n  Type         \tEvent\n  Object Specific Information\n${lines}Handle 8\n  Type         \tEvent\nHandle c\n`;
    const [bytes, text] = await bothWays(log, 100_000);
    assert.deepEqual(bytes, text);
  });
});

describeWithShared('real logs, read from bytes', (folder) => {
  const root = join(folder, 'transcripts');
  for (const kind of ['um-handle', 'um-htrace', 'km-handle', 'km-htrace']) {
    it(`give what the grammar of text gives: ${kind}`, async () => {
      for (const name of readdirSync(join(root, kind))) {
        const log = readFileSync(join(root, kind, name), 'utf8');
        for (const end of ['\n', '\r\n']) {
          const [bytes, text] = await bothWays(log.replaceAll(/\r?\n/g, end), 777);
          assert.deepEqual(bytes, text, name);
        }
      }
    });
  }
});
