/** Which frame of a stack a log's features name. */

import assert from 'node:assert/strict';
import { describeFrame, isSystemModule, ownFrame } from '../../src/server/ownFrames';
import { only } from '../unit/log/logSupport';

describe('the first own frame', () => {
  const frames = only(
    'Handle = 0x1 - OPEN\n0x77ca2d3c: ntdll!NtClose+0x1\n0x75e68ad9: KERNELBASE!X+0x1\n0x1: +0x1\n0x00ab1627: courier!Route::finish+0x00000057',
    'trace',
  ).frames;

  it('is the first one outside of Windows and of unknown modules', () => {
    const frame = ownFrame(frames);
    assert.equal(frame === null ? '' : describeFrame(frame), 'courier!Route::finish+0x57');
  });

  it('is null when every frame is Windows', () => {
    assert.equal(ownFrame(frames.slice(0, 3)), null);
  });

  it('does not take run-time libraries for own code', () => {
    for (const name of [
      'ntdll',
      'KERNELBASE',
      'nt',
      'ucrtbased',
      'MSVCP140',
      'vcruntime140_1',
      'api-ms-win-core-file',
      'wow64',
    ]) {
      assert.equal(isSystemModule(name), true, name);
    }
    for (const name of ['courier', 'ntdll_helper', 'python311', 'chrome', '']) {
      assert.equal(isSystemModule(name), false, name);
    }
  });

  it('shows an address where the debugger had no name', () => {
    assert.equal(describeFrame(frames[2]!), '0x1 (no symbol)');
  });
});
