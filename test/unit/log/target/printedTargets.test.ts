/** What a printer writes, the reader reads: the same model, and printed again the same text. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { HandleRecord } from '../../../../src/core/model/handle';
import type { HandleTrace } from '../../../../src/core/model/handleTrace';
import { NO_ACTOR } from '../../../../src/core/model/handleTrace';
import type { ObjectInfo } from '../../../../src/core/model/objectInfo';
import { openSample, sampleDescriptions } from '../../../../src/core/script/samples/catalog';
import type { Target } from '../../../../src/core/target/target';
import { accessOf, logTarget, recordsOf, traceRecordsOf } from '../../../support/openLog';
import { valueOf } from '../../../support/openDump';
import { utf16 } from '../formats/formatSupport';
import { interpreterOf, jsonTextOf, textOf } from '../../../support/runCommands';
import { kernelTarget, userTarget } from './printedArbitraries';

/** A session as a debugger would have logged it. */
async function sessionOf(target: Target, lines: readonly string[]): Promise<string> {
  const prompt = target.info.mode === 'user' ? '0:000> ' : 'kd> ';
  const interpreter = interpreterOf(target);
  let text = '';
  for (const line of lines) {
    text += `${prompt}${line}\n${await textOf(interpreter, line)}`;
  }
  return text;
}

/** The same session as JSON, one document per line. */
async function jsonOf(target: Target, lines: readonly string[]): Promise<string> {
  const interpreter = interpreterOf(target);
  let text = '';
  for (const line of lines) {
    text += `${await jsonTextOf(interpreter, line)}\n`;
  }
  return text;
}

/** A log is another kind of target than the one it is of. */
function withoutTarget(text: string): readonly object[] {
  return text
    .trim()
    .split('\n')
    .map((line) => ({ ...(JSON.parse(line) as object), target: null }));
}

/** What the user-mode printers tell of a handle. */
function printedFacts(record: HandleRecord, target: Target): HandleRecord {
  const isLive = target.info.liveness === 'live';
  const hidesName = isLive && record.type === 'File';
  return {
    ...record,
    name: hidesName ? null : record.name,
    ...(hidesName ? { nameUnrecorded: true as const } : {}),
    objectInfo: record.objectInfo.filter((info) => !isLive || !isFreeOwner(info)),
  };
}

/** The live printer names no owner of a free mutant. */
function isFreeOwner(info: ObjectInfo): boolean {
  return info.kind === 'mutantOwner' && info.threadId === 0;
}

/** Rows are numbered by the store; a fake one numbers from what it was given. */
function withoutRow(trace: HandleTrace): HandleTrace {
  return { ...trace, row: 0 };
}

describe('printing a target and reading the text back', () => {
  it('gives the same handles and traces of user mode, live and dump, on both widths', async () => {
    await fc.assert(
      fc.asyncProperty(userTarget, async (target) => {
        const lines = ['!handle 0 f', '!htrace'];
        const text = await sessionOf(target, lines);
        const read = await logTarget(text);
        assert.deepEqual(read.problems, []);
        assert.ok(accessOf(read).totals.every(({ outcome }) => outcome === 'equal'));
        assert.deepEqual(
          await recordsOf(read),
          (await recordsOf(target)).map((record) => printedFacts(record, target)),
        );
        assert.deepEqual(
          (await traceRecordsOf(read)).map(withoutRow),
          (await traceRecordsOf(target)).map(withoutRow),
        );
        assert.equal(await sessionOf(read, lines), text);
      }),
      { numRuns: 150 },
    );
  });

  it('gives the same tables and traces of kernel mode, in the style of every age', async () => {
    await fc.assert(
      fc.asyncProperty(kernelTarget, async (target) => {
        const lines = ['!handle 0 7', '!htrace'];
        const text = await sessionOf(target, lines);
        const read = await logTarget(text);
        assert.deepEqual(read.problems, []);
        assert.deepEqual(
          await recordsOf(read),
          (await recordsOf(target)).map((record) => ({
            ...record,
            objectInfo: [],
            objectInfoRefused: false,
            objectInfoUnrecorded: true,
            kernel: printedKernelFacts(record, target),
          })),
        );
        assert.deepEqual(
          (await traceRecordsOf(read)).map(withoutRow),
          (await traceRecordsOf(target)).map((trace) => ({
            ...withoutRow(trace),
            processId: NO_ACTOR,
            threadId: NO_ACTOR,
          })),
        );
        assert.equal(await sessionOf(read, lines), text);
      }),
      { numRuns: 150 },
    );
  });

  it('gives the same handles and traces of user mode as JSON', async () => {
    await fc.assert(
      fc.asyncProperty(userTarget, fc.boolean(), async (target, isWide) => {
        const lines = ['!handle 0 f', '!htrace'];
        const text = await jsonOf(target, lines);
        const read = await logTarget(isWide ? utf16(text, 'le') : text);
        assert.deepEqual(read.problems, []);
        assert.deepEqual(await recordsOf(read), await recordsOf(target));
        assert.deepEqual(
          (await traceRecordsOf(read)).map(withoutRow),
          (await traceRecordsOf(target)).map(withoutRow),
        );
        assert.deepEqual(withoutTarget(await jsonOf(read, lines)), withoutTarget(text));
      }),
      { numRuns: 150 },
    );
  });

  it('gives the same tables and traces of kernel mode as JSON', async () => {
    await fc.assert(
      fc.asyncProperty(kernelTarget, async (target) => {
        const lines = ['!handle 0 7', '!htrace'];
        const text = await jsonOf(target, lines);
        const read = await logTarget(text);
        assert.deepEqual(read.problems, []);
        assert.deepEqual(await recordsOf(read), await recordsOf(target));
        assert.deepEqual(
          (await traceRecordsOf(read)).map(withoutRow),
          (await traceRecordsOf(target)).map(withoutRow),
        );
        assert.deepEqual(withoutTarget(await jsonOf(read, lines)), withoutTarget(text));
      }),
      { numRuns: 150 },
    );
  });

  const listing = sampleDescriptions.filter(
    ({ name }) => valueOf(openSample(name)).capabilities.handles,
  );
  for (const { name } of listing) {
    it(`gives the same text for the sample ${name}`, async () => {
      const target = valueOf(openSample(name));
      const isUser = target.info.mode === 'user';
      const lines = isUser ? ['!handle 0 f'] : ['!handle 0 3'];
      if ((await target.traces(target.currentProcessId())).ok) {
        lines.push('!htrace');
      }
      const text = await sessionOf(target, lines);
      const read = await logTarget(text);
      assert.deepEqual(read.problems, []);
      assert.equal(withoutParsed(await sessionOf(read, lines)), withoutParsed(text));
    });
  }
});

/** Debuggers of the XP age print no address of the entry; a directory is printed beside a name only. */
function printedKernelFacts({ kernel, name }: HandleRecord, { info }: Target): object {
  return {
    ...kernel,
    ...(info.debuggerStyle === 'xp' ? { entry: null } : {}),
    ...(name === null ? { directory: null } : {}),
  };
}

/** How many records were examined is more than were shown, and is not kept. */
function withoutParsed(text: string): string {
  return text.replace(/^Parsed 0x\w+/gm, 'Parsed');
}
