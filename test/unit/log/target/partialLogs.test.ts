/** Logs that hold a part of the picture: only counts, or only trace records. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SessionViews } from '../../../../src/adapter/views/sessionViews';
import {
  baselineOf,
  baselineText,
  parseBaseline,
} from '../../../../src/core/analysis/gate/baseline';
import { gateText } from '../../../../src/core/render/gate/gateText';
import { neverCancelled } from '../../../../src/core/util/cancellation';
import { ok } from '../../../../src/core/util/result';
import { problemOf, valueOf } from '../../../support/openDump';
import { accessOf, logTarget } from '../../../support/openLog';
import { interpreterOf, silentHost, textOf } from '../../../support/runCommands';
import { describeWithShared } from '../../../support/shared';
import { checked, found } from '../../gate/gateKit';
import { answer } from '../formats/formatSupport';

const COUNTS = `0:001> !handle
12 Handles
Type           	Count
None           	2
Event          	10
`;
const LIST = `0:001> !handle 0 1
Handle 4
  Type         	Event
1 Handles
Type           	Count
Event          	1
`;

const RULE = '--------------------------------------\n';
const record = (
  what: string,
  handle: string,
  frame: string,
): string => `${RULE}Handle = 0x${handle} - ${what}
Thread ID = 0x00000018, Process ID = 0x00000010

0x77ca310c: ntdll!${frame}+0x0000000c
0x00401234: app!Worker+0x00000034

`;
const TRACES = `0:000> !htrace
${record('*** BAD REFERENCE ***', '000001a4', 'NtSetEvent')}${record('CLOSE', '000001a4', 'NtClose')}${record('OPEN', '000001a8', 'NtCreateEvent')}${record('OPEN', '000001a4', 'NtCreateEvent')}${RULE}Parsed 0x4 stack traces.
Dumped 0x4 stack traces.
`;

describe('a debugger log with counts only', () => {
  it('opens and shows them, also for !handle without arguments', async () => {
    const target = await logTarget(COUNTS);
    assert.equal(target.info.description, 'WinDbg log: 12 handles counted by type');
    const text = COUNTS.slice(COUNTS.indexOf('12'));
    assert.equal(await answer(target, '!handle'), text);
    assert.equal(await answer(target, '!handle 0 0'), text);
    assert.deepEqual(target.problems, []);
  });

  it('says what there is when a handle is asked for', async () => {
    const target = await logTarget(COUNTS);
    assert.match(
      await answer(target, '!handle 4 f'),
      /counts the handles of this process without listing them: 12 in all \(Event 10, None 2\)/,
    );
    assert.match(await answer(target, '!find type:Event'), /without listing them/);
  });

  it('notices rows that do not add up', async () => {
    const target = await logTarget(COUNTS.replace('Event          \t10', 'Event          \t9'));
    assert.deepEqual(
      target.problems.map(({ code, where }) => [code, where]),
      [['log-totals-differ', 'line 3']],
    );
  });

  it('counts at one moment and lists at another', async () => {
    const target = await logTarget(`${COUNTS}0:001> g\n${LIST}`);
    assert.deepEqual(
      accessOf(target).moments.map(({ counted, handles }) => [counted, handles]),
      [
        [12, null],
        [null, 1],
      ],
    );
    assert.match(await answer(target, '!handle 0 0'), /^1 Handles/);
    await answer(target, '.moment 1');
    assert.match(await answer(target, '!handle 0 0'), /^12 Handles/);
  });

  it('lists the handles where one prompt shows both', async () => {
    const target = await logTarget(COUNTS + LIST);
    assert.equal(accessOf(target).moments.length, 1);
    assert.match(await answer(target, '!handle 0 0'), /^1 Handles/);
  });
});

describe('what only counts', () => {
  const more = COUNTS.replace('12 Handles', '20 Handles').replace(
    'Event          \t10',
    'Event          \t18',
  );
  const against = async (before: string, after: string): Promise<string> => {
    const other = await logTarget(before);
    const host = { ...silentHost, openTarget: () => Promise.resolve(ok(other)) };
    return await textOf(interpreterOf(await logTarget(after), host), '!compare other.log');
  };

  it('is compared by counts, and says that identity is unknown', async () => {
    const text = await against(COUNTS, more);
    assert.match(text, /other\.log \(12\) against .* \(20\): 1 type differs, handles not listed/);
    assert.match(text, /which handles were opened and closed is unknown/);
    assert.match(text, /Event +10 +18 +\+8/);
    assert.doesNotMatch(text, /Opened: |Closed: /);
  });

  it('is compared with a list, none of whose handles then counts as opened or closed', async () => {
    const text = await against(LIST, COUNTS);
    assert.match(text, /Event +1 +10 +\+9/);
    assert.match(text, /None +0 +2 +\+2/);
    assert.doesNotMatch(text, /Opened: |Closed: /);
  });

  it('of Sysinternals handle -s is compared, too', async () => {
    const summary = (events: number): string =>
      `Nthandle v4.22 - Handle viewer\n\nHandle type summary:\n  Event           : ${events}\n  Key             : 3\nTotal handles: ${events + 3}\n`;
    assert.match(await against(summary(4), summary(9)), /Event +4 +9 +\+5/);
  });

  it('meets and exceeds budgets, and grows against a baseline', async () => {
    const target = await logTarget(COUNTS);
    const report = await checked(target, {
      budgets: new Map([
        ['event', 9],
        ['total', 12],
      ]),
    });
    assert.deepEqual(found(report), ['budget! unknown']);
    assert.equal(report.facts.total, 12);
    assert.match(gateText(report), /which handles they are is unknown/);
    const baseline = baselineOf(report.facts);
    const grown = await checked(await logTarget(more), { failOn: ['growth'] }, baseline);
    assert.deepEqual(found(grown), ['growth! grown']);
    const passed = await checked(target, { failOn: ['growth'] }, baseline);
    assert.match(gateText(passed), /which handles they are is unknown.*\npassed/);
  });
});

describe('a check of a debugger log with traces only', () => {
  it('judges bad references, and says what it cannot see', async () => {
    const report = await checked(await logTarget(TRACES));
    assert.deepEqual(found(report), ['badref! unknown']);
    assert.match(
      gateText(report),
      /lists no handles of this process(.|\n)*no handle table to compare with/,
    );
    assert.match(gateText(report), /no list of handles in /);
  });

  it('judges leaks from the records', async () => {
    const opened = Array.from({ length: 24 }, (_, index) => {
      const value = (0x200 - index * 4).toString(16).padStart(8, '0');
      return record('OPEN', value, 'NtCreateEvent');
    });
    const report = await checked(await logTarget(`0:000> !htrace\n${opened.join('')}${RULE}`));
    assert.deepEqual(found(report), ['leak! unknown']);
    assert.equal(report.facts.sites?.[0]?.site.outstanding, 24);
  });

  it('does not pass budgets and growth in silence', async () => {
    const target = await logTarget(TRACES);
    const budgets = { budgets: new Map([['Event', 5]]), failOn: ['leak'] as const };
    assert.deepEqual(found(await checked(target, budgets)), ['unchecked! unknown']);
    const baseline = baselineOf((await checked(await logTarget(COUNTS))).facts);
    const growth = await checked(target, { failOn: ['growth'] }, baseline);
    assert.deepEqual(found(growth), ['unchecked! unknown']);
  });

  it('writes a baseline without counts, against which growth does not pass in silence', async () => {
    const target = await logTarget(TRACES);
    const text = baselineText(baselineOf((await checked(target)).facts));
    assert.doesNotMatch(text, /"total"|"types"/);
    const baseline = valueOf(parseBaseline(JSON.parse(text)));
    const listed = await checked(await logTarget(COUNTS), { failOn: ['growth'] }, baseline);
    assert.deepEqual(found(listed), ['unchecked! unknown']);
    assert.match(gateText(listed), /the baseline has no counts of kernel handles/);
    const again = await checked(target, { failOn: ['growth'] }, baseline);
    assert.deepEqual(found(again), ['unchecked! unknown']);
    assert.match(gateText(again), /compared place by place with --fail-on leak/);
    assert.deepEqual(found(await checked(target, {}, baseline)), ['badref unchanged']);
  });

  it('reads the zeros of older baselines as no counts', () => {
    const document = { schema: 'handle-lens-baseline/1', sites: [], badReferences: [] };
    const old = valueOf(parseBaseline({ ...document, total: 0, types: {} }));
    assert.equal(old.kernel, null);
    assert.equal(
      valueOf(parseBaseline({ ...document, total: 3, types: { Key: 3 } })).kernel?.total,
      3,
    );
    assert.equal(parseBaseline({ ...document, total: 3 }).ok, false);
  });
});

describe('a debugger log that names neither process nor thread', () => {
  it('says so in the place of their numbers', async () => {
    const log = TRACES.replaceAll(/Thread ID = .*\n/g, '');
    const text = await answer(await logTarget(log), '!sites -a');
    assert.match(text, /^Leak sites of a process that is not recorded: /);
    assert.match(text, /opened by a thread that is not recorded, /);
    assert.doesNotMatch(text, /thread 0|sites of  /);
    const why = await answer(await logTarget(log), '!why');
    assert.match(why, /used by a thread that is not recorded +\| closed by a thread/);
    const life = await answer(await logTarget(log), '!life 1a4');
    assert.match(life, /row \d+, thread and process not recorded: /);
    const report = gateText(await checked(await logTarget(log)));
    assert.match(report, /^ {2}used:$/m);
    assert.doesNotMatch(`${why}${life}${report}`, /thread 0|process 0/);
  });
});

describe('a type that no handle has', () => {
  it('is named with its column and the nearest type there is', async () => {
    const text = await answer(await logTarget(LIST), '!find name:none type:Evnt');
    assert.match(text, /Column 16: no handle here has the type 'Evnt'\. Did you mean Event\?/);
    assert.doesNotMatch(await answer(await logTarget(LIST), '!find type:Ev*'), /no handle here/);
  });

  for (const command of ['!dups', '!zombies', '!sites']) {
    it(`is named by ${command} too`, async () => {
      const log = `${LIST}\n${TRACES}`;
      assert.match(
        await answer(await logTarget(log), `${command} type:Evnt`),
        /no handle here has the type 'Evnt'\. Did you mean Event\?/,
      );
    });
  }

  it('and a word that a field does not know have a nearest one', async () => {
    const text = await answer(await logTarget(LIST), '!find attr:inhert');
    assert.match(text, /Did you mean inherit\? It is one of/);
  });
});

describe('a debugger log with traces only', () => {
  it('explains bad references from the records', async () => {
    const text = await answer(await logTarget(TRACES), '!why');
    assert.match(text, /Handle 0x1a4: used after close/);
    assert.match(text, /app!Worker/);
  });

  it('says that the records alone tell what is open', async () => {
    const target = await logTarget(TRACES);
    assert.match(
      await answer(target, '!why 1a8'),
      /no bad reference of 0x1a8\.\nThe log lists no handles/,
    );
    assert.match(
      await answer(target, '!life 1a8'),
      /now open(.|\n)*Note: The log lists no handles/,
    );
    assert.match(await answer(target, '!life 1a4'), /not open now/);
  });

  it('ranks the sites of its outstanding opens, and says that there is no table', async () => {
    const text = await answer(await logTarget(TRACES), '!sites -a');
    assert.match(text, /1 outstanding open at 1 site/);
    assert.match(text, /There is no handle table to compare with/);
  });

  it('does not pretend to know the handles', async () => {
    const target = await logTarget(TRACES);
    for (const line of ['!handle', '!find', '!compare now now', '!snapshot a']) {
      assert.match(await answer(target, line), /lists no handles of this process/, line);
    }
  });

  it('gives the views of an editor the sites, and a reason in the place of handles', async () => {
    const target = await logTarget(TRACES);
    const views = new SessionViews(target, () => Promise.resolve());
    const processId = target.currentProcessId();
    const traced = await views.tracedTable(processId, neverCancelled);
    assert.equal(traced.table.count, 0);
    await assert.rejects(views.table(processId, neverCancelled), /lists no handles/);
  });
});

describeWithShared('a real log', (folder) => {
  it('with counts only opens', async () => {
    const path = join(folder, 'transcripts/um-handle/live-summary-leak-before.txt');
    const target = await logTarget(readFileSync(path));
    const [moment] = accessOf(target).moments;
    assert.equal(moment?.counted, 135);
    assert.deepEqual(
      accessOf(target).totals.map(({ printed, outcome }) => [printed, outcome]),
      [[135, 'equal']],
    );
    assert.equal(
      problemOf(await target.handles(target.currentProcessId(), 'process')).code,
      'log-only-counts',
    );
  });
});
