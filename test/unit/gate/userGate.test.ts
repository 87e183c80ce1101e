/** The gate and USER handles: budgets, growth, bad references, and scripts, which run to their end first. */

import assert from 'node:assert/strict';
import { baselineOf, baselineText, parseBaseline } from '../../../src/core/analysis/gate/baseline';
import { parseBudget, parseGateConfig } from '../../../src/core/analysis/gate/gateConfig';
import type { GateReport } from '../../../src/core/analysis/gate/gateReport';
import { checkTarget } from '../../../src/core/commands/gate/checkTarget';
import { DEFAULT_GATE } from '../../../src/core/analysis/gate/gateConfig';
import { GATE_FORMATS } from '../../../src/core/render/gate/gateWords';
import { renderGate } from '../../../src/core/render/gate/renderGate';
import { openSample } from '../../../src/core/script/samples/catalog';
import { neverCancelled } from '../../../src/core/util/cancellation';
import { FakeTarget, fakeHandle } from '../../support/fakeTarget';
import { FakeUserTarget, LEAKY, SHELL } from '../../support/fakeUserTarget';
import { problemOf, valueOf } from '../../support/openDump';
import { scriptTarget } from '../../support/openScript';
import { checked, found } from './gateKit';

const titles = ({ verdict }: GateReport): readonly string[] =>
  verdict.findings.map(({ title }) => title);

/** A program with three menus, a window that is used as a menu, and a menu that is destroyed twice. */
const MENUS = `#include <windows.h>
machine { profile "10-22h2-x64"; image "editor.exe"; }
HMENU Keep(void) { return CreatePopupMenu(); }
void Twice(HMENU m) { DestroyMenu(m); DestroyMenu(m); }
void Wrong(HWND w) { DestroyMenu((HMENU)w); }
void Cut(HMENU m) { DestroyMenu((HMENU)((UINT_PTR)m & 0xffff)); }
int main(void)
{
    HWND w = CreateWindowExW(0, L"Editor", L"", WS_OVERLAPPEDWINDOW, 0, 0, 9, 9, NULL, NULL, NULL, NULL);
    for (int i = 0; i < 3; i++)
        Keep();
    HMENU gone = CreatePopupMenu();
    Twice(gone);
    Cut(gone);
    Wrong(w);
    return 0;
}
`;

/** Menus of one process, and a window of another; nothing was traced. */
function untraced(menus: number): FakeUserTarget {
  const entries = Array.from({ length: menus }, (_, at) => ({
    index: 2 * at + 1,
    type: 'menu' as const,
    owner: LEAKY.processId,
  }));
  return new FakeUserTarget({
    entries: [...entries, { index: 30, type: 'window' as const, owner: SHELL.threadId }],
    userTraces: null,
  });
}

describe('The gate for USER handles', () => {
  describe('with budgets', () => {
    it('fails above a budget of the process, not at it, and counts nothing of its neighbours', async () => {
      const within = {
        budgets: new Map([
          ['USER:Menu', 3],
          ['USER:Window', 0],
          ['USER:total', 3],
        ]),
      };
      assert.deepEqual(found(await checked(untraced(3), within)), []);
      const above = {
        budgets: new Map([
          ['USER:Menu', 2],
          ['USER:total', 2],
        ]),
      };
      assert.deepEqual(titles(await checked(untraced(3), above)), [
        '3 USER Menu handles exceed the budget of 2',
        '3 USER handles exceed the budget of 2',
      ]);
    });

    it('takes a type under any of its names, in any letter case', async () => {
      for (const name of ['user:menu', 'USER:TYPE_MENU', 'USER: Menu']) {
        assert.deepEqual(
          found(await checked(untraced(1), { budgets: new Map([[name, 0]]) })),
          ['budget! unknown'],
          name,
        );
      }
    });

    it('keeps apart what both kinds of handles call the same', async () => {
      const target = await scriptTarget(`#include <windows.h>
machine { profile "10-22h2-x64"; }
int main(void)
{
    HWND w = CreateWindowExW(0, L"A", L"", WS_OVERLAPPEDWINDOW, 0, 0, 9, 9, NULL, NULL, NULL, NULL);
    SetTimer(w, 1, 1000, NULL);
    SetTimer(w, 2, 1000, NULL);
    HANDLE t = CreateWaitableTimerW(NULL, TRUE, NULL);
    return 0;
}
`);
      const budgets = new Map([
        ['USER:Timer', 0],
        ['Timer', 0],
        ['kernel:Timer', 0],
      ]);
      assert.deepEqual(titles(await checked(target, { failOn: [], budgets })), [
        '2 USER Timer handles exceed the budget of 0',
        '1 Timer handles exceed the budget of 0',
        '1 Timer handles exceed the budget of 0',
      ]);
    });

    it('says so when the target shows no USER handles, and why', async () => {
      const target = new FakeTarget({ handles: [fakeHandle(4, 'Event')], traces: null });
      const report = await checked(target, { budgets: new Map([['USER:Menu', 5]]) });
      assert.deepEqual(found(report), ['unchecked! unknown']);
      assert.match(
        titles(report)[0] ?? '',
        /^Budgets of USER handles cannot be checked\. .*no USER handle table/,
      );
    });

    it('says so when kernel handles are budgeted on a machine that has none, and checks the rest', async () => {
      const target = valueOf(openSample('user-leak-nt351'));
      const budgets = new Map([
        ['total', 5],
        ['USER:Menu', 1],
      ]);
      const report = await checked(target, { failOn: [], budgets });
      assert.deepEqual(found(report), ['budget! unknown', 'unchecked! unknown']);
      assert.match(titles(report)[1] ?? '', /Kernel handles cannot be counted\. .*NT 3\.51/);
      assert.match(renderGate(report, 'text'), /; 31 USER handles in sample:user-leak-nt351\n$/);
    });

    it('refuses a type that no version has, on the command line and in the file', () => {
      assert.match(problemOf(parseBudget('USER:Menuu=5')).hint ?? '', /Did you mean "USER:Menu"\?/);
      const parsed = parseGateConfig({ budgets: { 'USER:zzzzzz': 5 } });
      assert.match(problemOf(parsed).message, /No USER object has the type "zzzzzz"/);
      assert.match(problemOf(parsed).hint ?? '', /!dhe -t/);
      assert.ok(parseGateConfig({ budgets: { 'USER:DDE conv': 5, 'USER:total': 1 } }).ok);
    });
  });

  describe('with a baseline', () => {
    it('finds types of USER objects that have grown since, and new ones', async () => {
      const before = baselineOf((await checked(untraced(2))).facts);
      const read = valueOf(parseBaseline(JSON.parse(baselineText(before))));
      assert.deepEqual(read.user, { total: 2, types: new Map([['Menu', 2]]) });
      const report = await checked(untraced(5), { failOn: ['growth'] }, read);
      assert.deepEqual(found(report), ['growth! grown']);
      assert.equal(titles(report)[0], 'USER Menu handles grew from 2 to 5');
      assert.deepEqual(found(await checked(untraced(2), { failOn: ['growth'] }, read)), []);
    });

    it('does not pass growth in silence when one side has no USER handles', async () => {
      const old = valueOf(
        parseBaseline({
          schema: 'handle-lens-baseline/1',
          total: 0,
          types: {},
          sites: null,
          badReferences: null,
        }),
      );
      assert.equal(old.user, null);
      const report = await checked(untraced(1), { failOn: ['growth'] }, old);
      assert.match(
        titles(report)[0] ?? '',
        /^Growth of USER handles cannot be checked: the baseline/,
      );
      const before = baselineOf((await checked(untraced(2))).facts);
      const blind = new FakeTarget({ handles: [], traces: null });
      const other = await checked(blind, { failOn: ['growth'] }, before);
      assert.match(titles(other)[0] ?? '', /^USER handles cannot be compared with the baseline\./);
    });

    it('refuses a file whose counts of USER handles are no numbers', () => {
      const parsed = parseBaseline({
        schema: 'handle-lens-baseline/1',
        total: 0,
        types: {},
        user: { total: 'many', types: {} },
        sites: null,
        badReferences: null,
      });
      assert.match(problemOf(parsed).message, /should be whole numbers/);
    });

    it('accepts leaks and bad references that it knows', async () => {
      const first = await checked(await scriptTarget(MENUS));
      const again = await checked(await scriptTarget(MENUS), {}, baselineOf(first.facts));
      assert.equal(first.verdict.passed, false);
      assert.equal(again.verdict.passed, true);
      assert.equal(again.verdict.accepted, first.verdict.findings.length);
    });
  });

  describe('with a script', () => {
    it('runs it to its end, past what stops it, and says how it ended', async () => {
      const report = await checked(await scriptTarget(MENUS), { failOn: ['leak'] });
      assert.deepEqual(report.facts.user, {
        total: 4,
        types: new Map([
          ['Menu', 3],
          ['Window', 1],
        ]),
      });
      assert.match(
        report.facts.limits.join(' '),
        /The script was run first: editor\.exe ends with exit code 0/,
      );
    });

    it('names each kind of bad USER handle once for every place, with who destroyed it', async () => {
      const report = await checked(await scriptTarget(MENUS), { failOn: ['badref'] });
      const said = titles(report).map((title) => title.replace(/\+0x[0-9a-f]+/, ''));
      assert.deepEqual([...said].sort(), [
        'editor!Cut uses a bad USER handle (cut to 16 bits)',
        'editor!Twice destroys a USER object that is destroyed already',
        'editor!Wrong uses a bad USER handle (wrong type)',
      ]);
      const [twice] = report.verdict.findings.filter(({ title }) => title.includes('Twice'));
      assert.deepEqual(
        twice?.stacks.map(({ title }) => title.split(' ')[0]),
        ['used', 'destroyed', 'created'],
      );
      const [wrong] = report.verdict.findings.filter(({ title }) => title.includes('Wrong'));
      assert.match(
        wrong?.details[0] ?? '',
        /where a handle of type Menu is wanted, but it was created as Window/,
      );
    });

    it('names a handle that no record knows, and one that is 0', async () => {
      const target = await scriptTarget(
        'machine { profile "10-22h2-x64"; }\nint main(void) { CreateMenu(); DestroyMenu(NULL); DestroyMenu((HMENU)0x70123); return 0; }\n',
      );
      const report = await checked(target, { failOn: ['badref'] });
      assert.deepEqual(
        titles(report).map((title) => /\((.*)\)$/.exec(title)?.[1]),
        ['never created', 'null handle'],
      );
    });

    it('fails when the limits of its machine block ended it: what was open then is no leak', async () => {
      const target = await scriptTarget(
        'machine { operations 1000; }\nint main(void) { while (1) { CreateMenu(); } return 0; }\n',
      );
      const result = await checkTarget(target, {
        config: DEFAULT_GATE,
        baseline: null,
        baselinePath: null,
        token: neverCancelled,
        progress: () => undefined,
      });
      assert.match(
        problemOf(result).message,
        /^Nothing was checked\. The program was stopped after 1000 statements/,
      );
    });

    it('checks one whose threads wait for ever, as programs with windows do', async () => {
      const target = await scriptTarget(
        'int main(void) { CreateMenu(); HANDLE e = CreateEventW(NULL, TRUE, FALSE, NULL); WaitForSingleObject(e, INFINITE); return 0; }\n',
      );
      const report = await checked(target, { failOn: [], budgets: new Map([['USER:Menu', 0]]) });
      assert.deepEqual(found(report), ['budget! unknown']);
      assert.match(report.facts.limits.join(' '), /a deadlock/);
    });
  });

  for (const format of GATE_FORMATS) {
    it(`is in the report as ${format}`, async () => {
      const budgets = new Map([['USER:Menu', 1]]);
      const text = renderGate(await checked(await scriptTarget(MENUS), { budgets }), format);
      assert.match(text, /3 USER Menu handles exceed the budget of 1/);
      assert.match(text, /destroys a USER object that is destroyed already/);
      if (format === 'json') {
        const { user } = JSON.parse(text) as { user: unknown };
        assert.deepEqual(user, { total: 4, types: { Menu: 3, Window: 1 } });
      }
      if (format === 'markdown') {
        assert.match(text, /\| USER Menu \| 3 \|/);
      }
    });
  }
});
