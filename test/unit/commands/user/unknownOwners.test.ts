/** What is said of a process's USER handles where the table names owners that the target does not know, as most dumps do. */

import assert from 'node:assert/strict';
import { DEFAULT_GATE } from '../../../../src/core/analysis/gate/gateConfig';
import { checkTarget } from '../../../../src/core/commands/gate/checkTarget';
import { neverCancelled } from '../../../../src/core/util/cancellation';
import { fakeHandle } from '../../../support/fakeTarget';
import { FakeUserTarget, LEAKY, type FakeUserOptions } from '../../../support/fakeUserTarget';
import { interpreterOf, runOne, textOf } from '../../../support/runCommands';

/** A target with two menus of a process and a window of its thread. */
function target(isTold: boolean, more: FakeUserOptions = {}): FakeUserTarget {
  const made = new FakeUserTarget({
    entries: [
      { index: 5, type: 'menu', owner: LEAKY.processId },
      { index: 7, type: 'menu', owner: LEAKY.processId },
      { index: 8, type: 'window', owner: LEAKY.threadId },
      { index: 9, type: 'monitor' },
    ],
    handles: [fakeHandle(0x3c, 'Event')],
    ...more,
  });
  if (isTold) {
    return made;
  }
  const { userHandles: told } = made;
  const guiProcesses = (): ReturnType<typeof told.guiProcesses> =>
    told.guiProcesses().map((each) => ({ ...each, processInfo: null }));
  return Object.assign(made, { userHandles: { ...told, guiProcesses } });
}

const UNKNOWN =
  "The target does not tell which process owns 2 USER handles of the session: how many of them are this process's is not known.";

describe('USER handles whose owners the target does not know', () => {
  it('are not counted in snapshots, and comparing says why', async () => {
    const interpreter = interpreterOf(target(false));
    const taken = await textOf(interpreter, '!snapshot a');
    assert.match(taken, /^Snapshot a taken: 1 handles?, no trace log\.$/m);
    const text = await textOf(interpreter, '!compare a');
    assert.ok(text.includes(`Note: In a, USER handles are not compared: ${UNKNOWN}`), text);
    assert.doesNotMatch(text, /USER type|shows none/);
  });

  it('are counted where the target tells the owners', async () => {
    const interpreter = interpreterOf(target(true));
    assert.match(await textOf(interpreter, '!snapshot a'), /3 USER handles/);
    assert.doesNotMatch(await textOf(interpreter, '!find -u type:Menu'), /does not tell/);
  });

  it('are counted from 1703 on, where entries hold ids', async () => {
    const interpreter = interpreterOf(target(false, { profile: 'win10-1703-x64' }));
    assert.match(await textOf(interpreter, '!snapshot a'), /3 USER handles/);
  });

  it('are left out of !find -u, which says so', async () => {
    const text = await textOf(interpreterOf(target(false)), '!find -u type:Window');
    assert.match(text, /1 of 1 handles?/);
    assert.ok(text.includes(UNKNOWN), text);
  });

  it('make a budget of USER handles that cannot be checked, not one that is kept', async () => {
    const findings = async (isTold: boolean): Promise<readonly string[]> => {
      const report = await checkTarget(target(isTold), {
        config: { ...DEFAULT_GATE, failOn: [], budgets: new Map([['USER:Menu', 1]]) },
        baseline: null,
        baselinePath: null,
        token: neverCancelled,
        progress: () => undefined,
      });
      assert.ok(report.ok);
      assert.equal(report.value.verdict.passed, false);
      return report.value.verdict.findings.map(({ title }) => title);
    };
    assert.match((await findings(true)).join(), /2 .*USER Menu/);
    const unknown = await findings(false);
    assert.match(
      unknown.join('\n'),
      /^Budgets of USER handles cannot be checked\. The target does not tell/m,
    );
  });

  it('say nothing of a snapshot of kernel handles alone', async () => {
    const result = await runOne(interpreterOf(target(false)), '!snapshot a');
    assert.ok(result.kind === 'snapshots');
    assert.equal(result.subject?.user, null);
    assert.equal(result.subject.userUnlisted?.code, 'user-owners-unknown');
  });
});
