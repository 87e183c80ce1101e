import assert from 'node:assert/strict';
import { DEFAULT_GATE } from '../../../../src/core/analysis/gate/gateConfig';
import { checkTarget } from '../../../../src/core/commands/gate/checkTarget';
import type { Interpreter } from '../../../../src/core/commands/interpreter';
import { openSample } from '../../../../src/core/script/samples/catalog';
import { neverCancelled } from '../../../../src/core/util/cancellation';
import { interpreterOf, jsonOf, runOne, textOf } from '../../../support/runCommands';

function sample(name: string): Interpreter {
  const opened = openSample(name);
  assert.ok(opened.ok);
  return interpreterOf(opened.value);
}

describe('leak sites of USER handles', () => {
  it('are ranked by !sites although kernel handles are not traced, and marked as USER handles', async () => {
    const interpreter = sample('user-menu-leak');
    await runOne(interpreter, 'g');
    const text = await textOf(interpreter, '!sites');
    assert.match(text, /#1 {3}leaky!BuildContextMenu\+0x1f {3}looks like a leak/);
    assert.match(text, /396 outstanding of 396 opened here: USER handles: Menu/);
    assert.match(text, /USER handles: The log is whole: 401 records/);
    assert.match(text, /Kernel handles: Handle tracing is not enabled for process leaky\.exe/);
  });

  it('count as many as the table has of the type in the process', async () => {
    const interpreter = sample('user-menu-leak');
    await runOne(interpreter, 'g');
    const listed = await runOne(interpreter, '!dhe 0 1 Menu 8a4');
    assert.ok(listed.kind === 'userHandles');
    const sites = await runOne(interpreter, '!sites -a -type Menu');
    assert.ok(sites.kind === 'sites');
    assert.equal(sites.total.outstanding, listed.rows.length);
  });

  it('leave out what was destroyed, whoever destroyed it', async () => {
    const interpreter = sample('user-menu-leak');
    for (let stop = 0; stop < 3; stop++) {
      await runOne(interpreter, 'g');
    }
    const result = await runOne(interpreter, '!sites -a');
    // The program has ended: its objects went with it, or the process is not there any more.
    assert.ok(result.kind === 'error' || (result.kind === 'sites' && result.shown === 0));
  });

  it('tell the call that destroys, and list the handles', async () => {
    const interpreter = sample('user-menu-leak');
    const text = await textOf(interpreter, '!sites 1');
    assert.match(text, /to fix: what USER32!CreatePopupMenu returns is closed with DestroyMenu/);
    assert.match(
      text,
      /Handles \(!utrace <handle> shows what happened to one\):\n {2}1001f {2}Menu/,
    );
  });

  it('carry their kind in JSON, and the limits of both logs', async () => {
    const json = (await jsonOf(sample('user-menu-leak'), '!sites')) as {
      sites: { family: string }[];
      log: unknown;
      userLog: { records: number } | null;
    };
    assert.deepEqual(
      json.sites.map(({ family }) => family),
      ['USER'],
    );
    assert.equal(json.log, null);
    assert.equal(json.userLog?.records, 41);
  });

  it('stand in the tree of callers', async () => {
    const text = await textOf(sample('user-menu-leak'), '!sites -by tree');
    assert.match(text, /36 .* leaky!MainWndProc > OnContextMenu > BuildContextMenu {3}36 here/);
  });

  it('stand beside kernel handles in one ranking once both are traced', async () => {
    const interpreter = sample('user-heap-full');
    await runOne(interpreter, '!htrace -enable');
    await runOne(interpreter, 'g');
    const text = await textOf(interpreter, '!sites');
    assert.match(text, /printsvc\S+ {3}looks like a leak .*\n.* USER handles: /);
    assert.match(
      text,
      /\n {2}- The log is whole: .*\n(?:.*\n)*? {2}- USER handles: The log is whole/,
    );
    assert.doesNotMatch(text, /Kernel handles: /);
  });

  it('can be suppressed as other sites can', async () => {
    const interpreter = sample('user-menu-leak');
    await runOne(interpreter, '!sites -suppress leaky!BuildContextMenu');
    const text = await textOf(interpreter, '!sites');
    assert.doesNotMatch(text, /#1/);
    assert.match(text, /1 site suppressed with 36 outstanding opens/);
  });

  it('fail the gate like those of kernel handles', async () => {
    const opened = openSample('user-menu-leak');
    assert.ok(opened.ok);
    const report = await checkTarget(opened.value, {
      config: DEFAULT_GATE,
      baseline: null,
      baselinePath: null,
      token: neverCancelled,
      progress: () => undefined,
    });
    assert.ok(report.ok);
    assert.equal(report.value.verdict.passed, false);
    assert.deepEqual(
      report.value.verdict.findings.map(({ title }) => title),
      ['leaky!BuildContextMenu+0x1f leaks 36 USER Menu handles'],
    );
  });

  it('are not looked for in a process without windows', async () => {
    const text = await textOf(sample('leaky-service'), '!sites');
    assert.doesNotMatch(text, /USER/);
  });
});

describe('!find -u', () => {
  it('finds USER handles of the process in the language of queries, with who created them', async () => {
    const text = await textOf(sample('user-menu-leak'), '!find -u -s type:Menu 1001f');
    assert.match(text, /^1 of 41 handles/);
    assert.match(text, /1001f {2}Menu .*leaky!BuildContextMenu\+0x1f/);
  });

  it('groups them as kernel handles are grouped', async () => {
    const text = await textOf(sample('user-menu-leak'), '!find -u group:type sort:count');
    assert.match(text, /\nMenu {3}37 handles\n/);
  });

  it('says so where there are none', async () => {
    const result = await runOne(sample('leaky-service'), '!find -u type:Menu');
    assert.equal(result.kind, 'error');
    assert.equal(result.problem.code, 'no-user-handles');
  });
});
