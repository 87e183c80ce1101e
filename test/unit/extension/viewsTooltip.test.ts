import assert from 'node:assert/strict';
import {
  attributeText,
  escapeMarkdown,
  handleTooltip,
  TOOLTIP_COMMANDS,
} from '../../../src/extension/views/handleTooltip';
import { targetReport } from '../../../src/extension/views/targetReport';
import type { TargetAnswer } from '../../../src/protocol/dapExtensions';
import { traceFrame, traceRow, viewRow } from './viewRows';

const HOSTILE = '](command:x) <img src=x> | `a` \r\n\n# head ![i](http://h)';

describe('The tooltip of a handle', () => {
  it('tells value, access and counts', () => {
    const text = handleTooltip({ row: viewRow({ name: 'Ready' }), answer: null, traces: [] });
    assert.ok(text.startsWith('**Event** `0x3c`'));
    assert.ok(text.includes('| Name | Ready |'));
    assert.ok(text.includes('| Value | 0x3c = 60 |'));
    assert.ok(text.includes('| Granted access | 0x1f0003 = full |'));
    assert.ok(text.includes('| Handle count | 2 |'));
  });

  it('names every granted right once the handle was asked', () => {
    const row = viewRow();
    const answer = {
      ...row,
      access: ['DELETE', 'SYNCHRONIZE'],
      facts: [],
      memoryReference: null,
      generation: 1,
    };
    const text = handleTooltip({ row, answer, traces: [] });
    assert.ok(text.includes('0x1f0003 = DELETE, SYNCHRONIZE'));
  });

  it('shows who opened the handle, and how many records ago', () => {
    const row = viewRow({ opener: 'App!Open' });
    const traces = [traceRow({ operation: 'close' }), traceRow({ row: 7 })];
    const text = handleTooltip({ row, answer: null, traces });
    assert.ok(text.includes('Last recorded: CLOSE by thread 0x1b8.'));
    assert.ok(text.includes('Opened in `App!Open` by thread 0x1b8, 7 records ago:'));
    assert.ok(text.includes('```\nApp!Open+0x14\n```'));
  });

  it('says so when the handle was never traced', () => {
    assert.ok(
      handleTooltip({ row: viewRow(), answer: null, traces: [] }).includes(
        'No trace record of this handle.',
      ),
    );
  });

  it('keeps a hostile name in its table cell', () => {
    const text = handleTooltip({ row: viewRow({ name: HOSTILE }), answer: null, traces: [] });
    const line = text.split('\n').find((each) => each.startsWith('| Name |')) ?? '';
    assert.equal(line.replaceAll(/\\./g, '').split('|').length, 4, line);
    assert.ok(line.includes('head'));
  });

  it('keeps a hostile type in its heading', () => {
    const text = handleTooltip({ row: viewRow({ type: HOSTILE }), answer: null, traces: [] });
    assert.match(text.split('\n')[0] ?? '', /^\*\*.*\*\* `0x3c`$/);
  });

  it('keeps a hostile module in its code: no backtick and no line break ends it', () => {
    const module = 'a`b\n\n[x](http://h)\n```\n';
    const row = viewRow({ opener: module });
    const text = handleTooltip({
      row,
      answer: null,
      traces: [traceRow({ stack: [traceFrame({ module })] })],
    });
    assert.ok(!text.split('\n').some((line) => line.startsWith('[x]')));
    assert.equal(text.match(/```/g)?.length, 2);
  });
});

describe('The links of a tooltip', () => {
  const links = (
    change: Parameters<typeof viewRow>[0],
  ): readonly (readonly [string, string, unknown])[] =>
    [
      ...handleTooltip({ row: viewRow(change), answer: null, traces: [] }).matchAll(
        /\[([^\]]+)\]\(command:([\w.]+)\?([^)]*)\)/g,
      ),
    ].map(([, text = '', command = '', argument = '']) => [
      text,
      command,
      JSON.parse(decodeURIComponent(argument)) as unknown,
    ]);

  it('lead to the records, to what the same function opened, and to the type', () => {
    assert.deepEqual(links({ opener: 'App!Open+0x14' }), [
      ['Trace records', 'handleLens.filterTraces', ['0x3c']],
      ['Opened in the same function', 'handleLens.filter', ['openedBy="App!Open"']],
      ['Only this type', 'handleLens.filterType', ['Event']],
    ]);
  });

  it('are left out where the target does not tell', () => {
    const commands = links({ opener: '0x7ff61000', type: null }).map(([, command]) => command);
    assert.deepEqual(commands, ['handleLens.filterTraces']);
  });

  it('run nothing else, whatever names come from the target, and only commands that are trusted', () => {
    const hostile = `a"!${HOSTILE}`;
    const found = links({ opener: hostile, type: HOSTILE });
    assert.deepEqual(
      found.map(([, command]) => command),
      ['handleLens.filterTraces', 'handleLens.filter', 'handleLens.filterType'],
    );
    assert.ok(found.every(([, command]) => TOOLTIP_COMMANDS.includes(command)));
    assert.deepEqual(found[1]?.[2], [`openedBy="${hostile.replace('"', '""')}"`]);
    assert.deepEqual(found[2]?.[2], [HOSTILE]);
  });
});

describe('Escaping for Markdown', () => {
  it('escapes every sign that means something', () => {
    assert.equal(escapeMarkdown('a*b_c|d'), 'a\\*b\\_c\\|d');
    assert.equal(escapeMarkdown('<b>&amp;'), '\\<b\\>\\&amp;');
  });

  it('makes no link of an address', () => {
    assert.equal(escapeMarkdown('http://h.x'), 'http\\://h\\.x');
  });

  it('shows control characters and turns of the writing direction', () => {
    assert.equal(escapeMarkdown('a\u001bb'), 'a\\\\x1bb');
    assert.equal(escapeMarkdown('a\u202eb'), 'a\\\\x202eb');
  });
});

describe('Attributes in words', () => {
  it('names each bit', () => {
    assert.equal(attributeText('0x3'), '0x3 (protect from close, inherit)');
  });

  it('leaves zero as it is', () => {
    assert.equal(attributeText('0x0'), '0x0');
  });
});

describe('The description of a target', () => {
  const target: TargetAnswer = {
    title: 'app.dmp',
    description: 'A minidump',
    kind: 'minidump',
    mode: 'user',
    liveness: 'dump',
    architecture: 'x64',
    windows: null,
    simulated: false,
    tellsSourceLines: false,
    capabilities: { handles: true, traces: false, memory: true, control: false },
    processes: [],
    currentProcessId: 1,
    problems: [],
    parts: [],
    generation: 1,
  };

  it('says that everything could be read when nothing was refused', () => {
    const text = targetReport(target);
    assert.ok(text.startsWith('app.dmp\n'));
    assert.ok(text.includes('Everything could be read.'));
    assert.ok(text.includes('Handle traces:  not in this target'));
  });

  it('lists each problem with its place and what to do', () => {
    const problem = { code: 'x', message: 'Cut off', where: 'offset 0x20', hint: 'Record again' };
    const text = targetReport({ ...target, problems: [problem] });
    assert.ok(text.includes('  Cut off (offset 0x20) Record again\n'));
  });

  it('keeps hostile texts on their lines', () => {
    const problem = { code: 'x', message: HOSTILE, where: null, hint: null };
    const parts = [{ name: HOSTILE, size: 1, note: HOSTILE }];
    const text = targetReport({ ...target, problems: [problem], parts });
    const sound = { code: 'x', message: 'm', where: null, hint: null };
    const soundParts = [{ name: 'n', size: 1, note: 'n' }];
    const plain = targetReport({ ...target, problems: [sound], parts: soundParts });
    assert.equal(text.split('\n').length, plain.split('\n').length);
  });
});
