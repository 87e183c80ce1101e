/** Which encoding the first bytes of a log tell, and that a log of each is read as a target. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { identifyFile } from '../../../src/core/dump/identifyFile';
import { describeEncoding, detectEncoding } from '../../../src/core/log/input/encoding';
import { openTarget } from '../../../src/core/open/openTarget';
import { MemoryByteSource } from '../../../src/core/util/byteSource';
import { neverCancelled } from '../../../src/core/util/cancellation';
import { ok } from '../../../src/core/util/result';

const LOG = readFileSync(join(__dirname, '../../../media/samples/order-service.htrace'), 'utf8');

const swapped = (bytes: Buffer): Buffer => Buffer.from(bytes).swap16();
const utf16 = Buffer.from(LOG, 'utf16le');

describe('the encoding of a log', () => {
  const counts = new Set<number>();
  for (const [name, bytes] of [
    ['UTF-8', Buffer.from(LOG)],
    ['UTF-8 with byte order mark', Buffer.from(`\uFEFF${LOG}`)],
    ['UTF-16 LE', utf16],
    ['UTF-16 BE', swapped(utf16)],
    ['UTF-16 LE with byte order mark', Buffer.from(`\uFEFF${LOG}`, 'utf16le')],
    ['UTF-16 BE with byte order mark', swapped(Buffer.from(`\uFEFF${LOG}`, 'utf16le'))],
  ] as const) {
    it(`is found: ${name}; the log is read as in every other`, async () => {
      assert.equal(describeEncoding(detectEncoding(bytes)), name);
      const source = new MemoryByteSource(bytes, 'x.htrace');
      assert.equal((await identifyFile(source)).kind, 'text');
      const target = await openTarget('x.htrace', {
        openFile: () => Promise.resolve(ok(source)),
        token: neverCancelled,
        progress: () => undefined,
      });
      assert.ok(target.ok);
      const store = await target.value.handles(target.value.currentProcessId(), 'process');
      assert.ok(store.ok);
      assert.ok(store.value.count > 0);
      counts.add(store.value.count);
      assert.equal(counts.size, 1);
    });
  }

  it('is not UTF-16 for binary numbers, single zeros or less than four bytes', () => {
    for (const bytes of [[1, 0, 2, 0], [65, 0, 66, 66], [0, 0, 0, 0], [65, 0], []]) {
      assert.equal(detectEncoding(Uint8Array.from(bytes)).encoding, 'utf-8');
    }
  });
});
