/** `!htrace` in both modes against real transcripts. */

import assert from 'node:assert/strict';
import { address } from '../../src/core/model/identifiers';
import type { HandleTrace } from '../../src/core/model/handleTrace';
import type { TargetInfo } from '../../src/core/target/targetInfo';
import { FakeTarget, fakeTrace } from '../support/fakeTarget';
import { interpreterOf, textOf } from '../support/runCommands';
import { describeWithShared } from '../support/shared';
import { traceFacts } from './traceFacts';
import {
  exchanges,
  firstMissingPart,
  readTranscript,
  uncutParts,
  withoutBlankLines,
} from './transcript';

const WINDOWS_7: Partial<TargetInfo> = {
  pointerSize: 4,
  architecture: 'x86',
  hidesKernelFrames: true,
};
const CUT = /^(?:\.\.\.|\*+)$/;

/** The output without what the symbol loader said between frames. */
function withoutChatter(text: string): string {
  return text.replace(/^\*\* WARNING.*\n/gm, '');
}

describeWithShared('!htrace in user mode prints what transcripts show', (folder) => {
  const transcript = (name: string): string => readTranscript(folder, 'um-htrace', name);

  it('prints the help text byte for byte', async () => {
    const [exchange] = exchanges(transcript('help-text-question-mark'));
    const interpreter = interpreterOf(new FakeTarget());
    assert.equal(await textOf(interpreter, exchange?.command ?? ''), exchange?.output);
    assert.equal(await textOf(interpreter, '!htrace -?'), exchange?.output);
  });

  it('prints what -enable says byte for byte', async () => {
    const [exchange] = exchanges(transcript('win7-x86-enable'));
    const interpreter = interpreterOf(new FakeTarget({ info: WINDOWS_7 }));
    assert.equal(await textOf(interpreter, '!htrace -enable'), exchange?.output);
  });

  it('prints win7-x86-list-all between the author’s cuts', async () => {
    const [exchange] = exchanges(transcript('win7-x86-list-all'));
    const output = withoutChatter(exchange?.output ?? '');
    const { traces, symbols } = traceFacts(output);
    const [beforeCut, afterCut] = [traces.slice(0, 4), traces.slice(4)];
    const cut = Array.from({ length: 0xc - traces.length }, () => fakeTrace('close', 0x28));
    const target = new FakeTarget({
      info: WINDOWS_7,
      traces: [...beforeCut, ...cut, ...afterCut],
      symbols,
    });
    const text = await textOf(interpreterOf(target), '!htrace');
    assert.equal(firstMissingPart(text, uncutParts(output, CUT)), null);
    assert.ok(text.endsWith(output.slice(output.lastIndexOf('\n\n'))), text);
  });

  it('leaves kernel frames out of stacks where the debugger did', async () => {
    const [exchange] = exchanges(transcript('win7-x86-list-all'));
    const { traces, symbols } = traceFacts(withoutChatter(exchange?.output ?? ''));
    const plain = new FakeTarget({ info: WINDOWS_7, traces, symbols });
    const deep = traces.map((trace) => ({
      ...trace,
      stack: [address(0x8263e3f1), ...trace.stack],
    }));
    const withKernelFrames = new FakeTarget({ info: WINDOWS_7, traces: deep, symbols });
    assert.equal(
      await textOf(interpreterOf(withKernelFrames), '!htrace'),
      await textOf(interpreterOf(plain), '!htrace'),
    );
  });

  for (const [name, shown, hidesKernelFrames] of [
    ['win7-x86-diff-injected', 1, true],
    ['x86-enable-diff-openthread', 0x17, false],
  ] as const) {
    it(`prints the difference of ${name}`, async () => {
      const exchange = exchanges(transcript(name)).find(({ command }) => command.includes('-diff'));
      const output = exchange?.output ?? '';
      const { traces, symbols } = traceFacts(output);
      const cut = Array.from({ length: shown - traces.length }, (_, index) =>
        fakeTrace('open', 0x400 + 4 * index),
      );
      const target = new FakeTarget({ info: { ...WINDOWS_7, hidesKernelFrames }, symbols });
      const interpreter = interpreterOf(target);
      await textOf(interpreter, '!htrace -enable');
      target.traceLog = [...cut, ...traces];
      target.recorded = target.traceLog.length;
      const text = await textOf(interpreter, '!htrace -diff');
      assert.equal(firstMissingPart(text, uncutParts(output, CUT)), null);
    });
  }

  it('prints x64-dump-threads apart from the separators and cuts of the book', async () => {
    const [, exchange] = exchanges(transcript('x64-dump-threads'));
    const output = exchange?.output ?? '';
    const { traces, symbols } = traceFacts(output);
    const target = new FakeTarget({ info: { liveness: 'dump' }, traces, symbols });
    const text = withoutBlankLines(await textOf(interpreterOf(target), '!htrace'));
    const bare = text.replace(/^-+\n/gm, '');
    assert.equal(firstMissingPart(bare, uncutParts(output, CUT)), null);
  });
});

describeWithShared('!htrace in kernel mode prints what transcripts show', (folder) => {
  for (const name of ['appverif-all-badref', 'appverif-one-handle-7dc', 'docs-all-process']) {
    it(`prints ${name} apart from blank lines and headings made of separators`, async () => {
      const [exchange] = exchanges(readTranscript(folder, 'km-htrace', name));
      const output = repairSeparators(exchange?.output ?? '');
      const all = traceFacts(readTranscript(folder, 'km-htrace', 'appverif-all-badref'));
      const text = await textOf(
        interpreterOf(badHandleTarget(all.traces, all.symbols)),
        exchange?.command ?? '',
      );
      assert.equal(withoutBlankLines(text), withoutBlankLines(output));
    });
  }
});

/** Puts back the separators that a conversion to Markdown turned into headings. */
function repairSeparators(text: string): string {
  const separator = '-'.repeat(38);
  return text
    .split('\n')
    .map((line) => line.replace(/^## (0x.*)$/, `$1\n${separator}`).replace(/^## $/, separator))
    .join('\n');
}

function badHandleTarget(
  traces: readonly HandleTrace[],
  symbols: Readonly<Record<string, string>>,
): FakeTarget {
  return new FakeTarget({
    info: { mode: 'kernel', pointerSize: 4, architecture: 'x86', debuggerStyle: 'xp' },
    processes: [
      {
        processId: 0x2d8,
        parentProcessId: 0x5f4,
        image: 'badhandle.exe',
        sessionId: 0,
        kernel: {
          object: address(0x81400300),
          peb: address(0x7ffdf000),
          directoryBase: address(0x07136000),
          objectTable: address(0xe10ccf60),
          handleCount: 9,
        },
      },
    ],
    traces,
    traceFacts: { slots: 4096 },
    symbols,
  });
}
