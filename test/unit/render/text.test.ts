/** Details of the text renderer that the golden files do not single out. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { address } from '../../../src/core/model/identifiers';
import type { ObjectInfo } from '../../../src/core/model/objectInfo';
import { calendarTime } from '../../../src/core/render/calendarTime';
import { escapeText } from '../../../src/core/render/escapeText';
import { renderText } from '../../../src/core/render/renderText';
import {
  CancellationSource,
  CancelledError,
  neverCancelled,
} from '../../../src/core/util/cancellation';
import type { HandleStore, KernelTableFacts } from '../../../src/core/target/handleStore';
import type { TargetInfo } from '../../../src/core/target/targetInfo';
import { FakeTarget, fakeHandle } from '../../support/fakeTarget';
import { interpreterOf, runOne, textOf } from '../../support/runCommands';
import { dumpTarget, kernelTarget, liveTarget } from '../commands/sampleTargets';

const KERNEL_TABLE: KernelTableFacts = {
  table: address(0xe1000d60),
  tableCode: address(0xe1002000),
  isKernelTable: true,
  count: 380,
};

async function chunksOf(target: FakeTarget, line: string): Promise<readonly string[]> {
  const chunks: string[] = [];
  const result = await runOne(interpreterOf(target), line);
  for await (const chunk of renderText(result, neverCancelled)) {
    chunks.push(chunk);
  }
  return chunks;
}

/** The object-specific lines of one handle. */
async function specific(
  type: string,
  objectInfo: readonly ObjectInfo[],
  info: Partial<TargetInfo> = {},
): Promise<string> {
  const target = new FakeTarget({
    info,
    handles: [fakeHandle(4, type, { objectInfo })],
    symbols: { '7ffac032bc30': 'SHCORE!_WrapperThreadProc', a1133e: 'app!main+0x10' },
  });
  return (await textOf(interpreterOf(target), '!handle 4 8')).replace(/^Handle .*\n/, '');
}

describe('Text', () => {
  it('comes in one chunk for each handle and one for the summary', async () => {
    const chunks = await chunksOf(liveTarget(), '!handle 0 f');
    assert.equal(chunks.length, 8);
    assert.ok(chunks.slice(0, 7).every((chunk) => chunk.startsWith('Handle ')));
  });

  it('comes in chunks that all end with a line feed', async () => {
    const lines = ['!handle', '!handle 0 f', 'lm', '~', 'k', 'vertarget', '.help', 'xyzzy'];
    for (const line of [...lines, '!htrace']) {
      for (const target of [liveTarget(), dumpTarget(), kernelTarget()]) {
        const chunks = await chunksOf(target, line);
        assert.ok(
          chunks.every((chunk) => chunk.endsWith('\n')),
          line,
        );
      }
    }
  });

  it('reads the next page of handles only when the one before has been taken', async () => {
    const handles = Array.from({ length: 5000 }, (_, index) => fakeHandle(4 + 4 * index, 'Event'));
    const result = await runOne(interpreterOf(new FakeTarget({ handles })), '!handle 0 f');
    assert.ok(result.kind === 'handles');
    const [section] = result.sections;
    assert.ok(section !== undefined);
    let asked = 0;
    const { store } = section;
    const counting: HandleStore = {
      ...store,
      page: (start, length, token) => {
        asked += length;
        return store.page(start, length, token);
      },
    };
    const counted = { ...result, sections: [{ ...section, store: counting }] };
    const chunks = renderText(counted, neverCancelled);
    await chunks.next();
    assert.ok(asked < 5000, `${asked} handles were asked for to print one`);
    for await (const chunk of chunks) {
      assert.ok(chunk.length > 0);
    }
    assert.ok(asked >= 5000);
  });

  it('is the same whether columns or records are printed', async () => {
    const handles = Array.from({ length: 3000 }, (_, index) =>
      fakeHandle(4 + 4 * index, index % 3 === 0 ? null : 'Event', { attributes: index % 4 }),
    );
    const target = new FakeTarget({ info: { liveness: 'dump' }, handles });
    const columns = await textOf(interpreterOf(target), '!handle 0 3');
    const records = await textOf(interpreterOf(target), '!handle 0 7');
    assert.equal(columns, records.replace(/^ {2}Name .*\n/gm, ''));
  });

  it('stops when it is cancelled', async () => {
    const result = await runOne(interpreterOf(liveTarget()), '!handle');
    const source = new CancellationSource();
    source.cancel();
    await assert.rejects(async () => {
      for await (const chunk of renderText(result, source.token)) {
        assert.ok(chunk.length > 0);
      }
    }, CancelledError);
  });

  it('says Kernel in the style of the XP age only when the kernel’s table was asked for', async () => {
    const target = new FakeTarget({
      info: { mode: 'kernel', debuggerStyle: 'xp' },
      processes: kernelTarget().processes(),
      handles: { records: [], kernelTable: KERNEL_TABLE },
      kernelTable: { records: [], kernelTable: KERNEL_TABLE },
    });
    const text = await textOf(interpreterOf(target), '!handle 0; !handle 0 13');
    assert.deepEqual(text.match(/^.*version of handle table.*$/gm), [
      'New version of handle table at 00000000e1002000 with 380 Entries in use',
      'Kernel New version of handle table at 00000000e1002000 with 380 Entries in use',
    ]);
  });

  it('prints the truth about attributes in kernel mode', async () => {
    const text = await textOf(interpreterOf(kernelTarget()), '!handle 0 0');
    assert.match(text, /^0004: .* \(Protected\) \(Inherit\)$/m);
    assert.match(text, /^0008: .* 00120089$/m);
    assert.match(text, /^0010: .* \(Inherit\) \(Audit\)$/m);
  });
});

describe('Object-specific lines', () => {
  const thread: ObjectInfo = {
    kind: 'thread',
    processId: 0x1230,
    threadId: 0x8bc,
    priority: 8,
    basePriority: 0,
    exitStatus: 0x103,
    teb: address(0),
    startAddress: address(0x7ffac032bc30n),
  };

  it('cut the start address of a thread to 32 bits, as the debugger does', async () => {
    assert.match(
      await specific('Thread', [thread]),
      /^ {4}Start Address c032bc30 SHCORE!_WrapperThreadProc$/m,
    );
  });

  it('add the displacement when a thread starts inside a function', async () => {
    assert.match(
      await specific('Thread', [{ ...thread, startAddress: address(0xa1133e) }]),
      /^ {4}Start Address a1133e app!main\+0x10$/m,
    );
  });

  it('show a start address without a symbol alone', async () => {
    assert.match(
      await specific('Thread', [{ ...thread, startAddress: address(0x1234) }]),
      /^ {4}Start Address 1234$/m,
    );
  });

  it('leave the start address out in dumps', async () => {
    assert.doesNotMatch(await specific('Thread', [thread], { liveness: 'dump' }), /Start Address/);
  });

  it('show an owner 0.0 for free mutants in dumps even when none was recorded', async () => {
    const free: ObjectInfo = { kind: 'mutant', count: 1, abandoned: false, ownedByCaller: false };
    assert.match(
      await specific('Mutant', [free], { liveness: 'dump' }),
      /^ {4}Mutant Owner 0\.0$/m,
    );
    assert.doesNotMatch(await specific('Mutant', [free]), /Owner/);
  });

  it('show type and size of information that is not understood', async () => {
    assert.equal(
      await specific('Timer', [{ kind: 'unknown', infoType: 200, size: 24 }]),
      '  Object Specific Information\n    Object information of type 200, 24 bytes\n',
    );
  });

  it('show a time that no calendar has in hexadecimal', async () => {
    const key: ObjectInfo = { kind: 'key', lastWriteTime: -1n, keyName: 'a' };
    assert.match(
      await specific('Key', [key]),
      /^ {4}Key last write time: {2}0xffffffffffffffff \(no date\)$/m,
    );
  });

  it('show the first and the last time a clock of Windows can have', () => {
    assert.equal(calendarTime(0n)?.year, 1601);
    assert.equal(calendarTime((1n << 63n) - 1n)?.year, 30828);
  });
});

describe('Escaping', () => {
  it('shows control characters, direction overrides and lone surrogates', () => {
    assert.equal(
      escapeText('a\u001b[2Jb\u202ec\ud800d\n\u0085'),
      'a\\u001b[2Jb\\u202ec\\ud800d\\u000a\\u0085',
    );
  });

  it('leaves everything else alone', () => {
    assert.equal(escapeText('Ärger \\名前 😀'), 'Ärger \\名前 😀');
  });

  it('never lets a control character through', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.doesNotMatch(escapeText(text), /\p{Cc}|\p{Cs}/u);
      }),
    );
  });

  it('applies to names, types and images that a target brings', async () => {
    const target = new FakeTarget({
      handles: [fakeHandle(4, 'Ev\u0007ent', { name: 'a\u001bb' })],
      processes: [{ processId: 4, parentProcessId: 0, image: 'x\u001b.exe', sessionId: null }],
    });
    const text = await textOf(interpreterOf(target), '!handle 0 f; |');
    assert.match(text, /Ev\\u0007ent[^]*a\\u001bb[^]*x\\u001b\.exe/);
  });
});
