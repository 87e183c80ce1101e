import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { neverCancelled } from '../../../src/core/util/cancellation';
import { writtenAndRead } from '../../support/memorySink';
import { allHandles, tracesOf } from '../../support/openDump';
import { scriptTarget } from '../../support/openScript';

const folder = join(__dirname, '..', '..', '..', 'media', 'samples');

describe('A script that is written as a dump', () => {
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.hsim'))) {
    it(`lists the same handles and traces when it is read again: ${name}`, async () => {
      const text = readFileSync(join(folder, name), 'utf8')
        // A dump is of one process as a user-mode debugger sees it, and tracing gives it something to hold.
        .replace('view kernel;', '')
        .replace('tracing off;', '');
      const target = await scriptTarget(text);
      assert.ok(target.control !== null);
      await target.control.resume(neverCancelled);
      const { dump } = await writtenAndRead(target, {
        processId: target.processes()[0]?.processId ?? 0,
      });
      const facts = async (of: typeof target): Promise<unknown> =>
        (await allHandles(of)).map(({ value, type, name: full, attributes, grantedAccess }) => [
          value,
          type,
          full,
          attributes,
          grantedAccess,
        ]);
      assert.deepEqual(await facts(dump), await facts(target));
      const traces = async (of: typeof target): Promise<unknown> => {
        const store = await tracesOf(of);
        const rows = Array.from({ length: store.count }, (_, row) => row);
        return (await store.records(rows, neverCancelled)).map(
          ({ handle, operation, threadId, processId, stack }) => [
            handle,
            operation,
            threadId,
            processId,
            stack,
          ],
        );
      };
      assert.deepEqual(await traces(dump), await traces(target));
      // menu-leak.hsim makes USER handles only, which a dump has no trace records of.
      assert.equal((await tracesOf(dump)).count > 0, name !== 'menu-leak.hsim');
    });
  }
});
