/** `.dump`: what is asked of the shell, what is refused. */

import assert from 'node:assert/strict';
import type { SavedDump, SaveDumpRequest } from '../../../src/core/target/writtenDump';
import { fail, ok } from '../../../src/core/util/result';
import { interpreterOf, jsonOf, runOne, silentHost, textOf } from '../../support/runCommands';
import { renderLine } from '../../../src/core/render/renderLine';
import { neverCancelled } from '../../../src/core/util/cancellation';
import { dumpTarget, kernelTarget, liveTarget } from './sampleTargets';

const SAVED: SavedDump = {
  path: '/tmp/a.dmp',
  bytes: 4096,
  processId: 0x17e8,
  handles: 1,
  traces: 0,
  modules: 2,
  threads: 3,
  leftOut: ['Traces: there are none.'],
};

function shell() {
  const asked: SaveDumpRequest[] = [];
  const host = {
    ...silentHost,
    saveDump: (_target: unknown, request: SaveDumpRequest) => {
      asked.push(request);
      return Promise.resolve(ok({ ...SAVED, path: request.path }));
    },
  };
  return { asked, host };
}

describe('.dump', () => {
  const forms: readonly (readonly [string, Partial<SaveDumpRequest>])[] = [
    ['.dump a.dmp', { path: 'a.dmp', overwrite: false }],
    ['.dump /mh a.dmp', { path: 'a.dmp', overwrite: false }],
    ['.dump /m /o my file.dmp', { path: 'my file.dmp', overwrite: true }],
    ['.dump /mh "C:\\my files\\a.dmp"', { path: 'C:\\my files\\a.dmp' }],
    ['.dump /mh /tmp/a.dmp', { path: '/tmp/a.dmp' }],
    ['.dump /mh /c "before; the leak" a.dmp', { path: 'a.dmp', comment: 'before; the leak' }],
    ['.dump /c once a.dmp', { path: 'a.dmp', comment: 'once' }],
  ];
  for (const [line, wanted] of forms) {
    it(`understands ${line}`, async () => {
      const { asked, host } = shell();
      await runOne(interpreterOf(liveTarget(), host), line);
      assert.equal(asked.length, 1);
      for (const [name, value] of Object.entries(wanted)) {
        assert.equal(asked[0]?.[name as keyof SaveDumpRequest], value, name);
      }
    });
  }

  it('writes the current process, in every kind of target', async () => {
    for (const target of [liveTarget(), dumpTarget(), kernelTarget()]) {
      const { asked, host } = shell();
      const interpreter = interpreterOf(target, host);
      await runOne(interpreter, '.dump a.dmp');
      assert.equal(asked[0]?.processId, interpreter.state.currentProcessId);
    }
  });

  it('prints what the real command prints, and what the file holds', async () => {
    const { host } = shell();
    assert.equal(
      await textOf(interpreterOf(liveTarget(), host), '.dump /mh a.dmp'),
      'Creating a.dmp - mini user dump\nDump successfully written\n' +
        '1 handle, 0 traces, 2 modules, 3 threads: 4096 bytes\nNot in it: Traces: there are none.\n',
    );
    const result = await runOne(interpreterOf(liveTarget(), host), '.dump a.dmp');
    assert.equal(
      await renderLine(result, neverCancelled),
      'Dump written: a.dmp (1 handle, 0 traces, 2 modules, 3 threads)',
    );
    const json = (await jsonOf(interpreterOf(liveTarget(), host), '.dump a.dmp')) as SavedDump;
    assert.deepEqual([json.path, json.bytes, json.leftOut], ['a.dmp', 4096, SAVED.leftOut]);
  });

  const wrong: readonly (readonly [string, RegExp])[] = [
    ['.dump', /\.dump needs the name of a file/],
    ['.dump /mh', /\.dump needs the name of a file/],
    ['.dump /c', /\/c needs a comment/],
    ['.dump /ma a.dmp', /\.dump \/ma would hold memory or facts that the target does not have/],
    ['.dump /f a.dmp', /\.dump \/f would hold memory/],
    ['.dump /x a.dmp', /\.dump has no switch '\/x'/],
  ];
  for (const [line, message] of wrong) {
    it(`refuses ${line}`, async () => {
      const { asked, host } = shell();
      const text = await textOf(interpreterOf(liveTarget(), host), line);
      assert.match(text, message);
      assert.match(text, /Usage: \.dump \[\/o\] \[\/mh\]/);
      assert.equal(asked.length, 0);
    });
  }

  it('passes on why the shell wrote nothing', async () => {
    const host = {
      ...silentHost,
      saveDump: () => Promise.resolve(fail({ code: 'file-exists', message: 'There is a file.' })),
    };
    assert.match(await textOf(interpreterOf(liveTarget(), host), '.dump a'), /There is a file/);
  });
});
