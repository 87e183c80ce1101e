/** The prompt's text for each kind of target. */

import assert from 'node:assert/strict';
import { promptText } from '../../src/cli/promptText';
import { fakeTarget } from './fakeServices';

describe('the text of the prompt', () => {
  const state = { currentProcessId: 8, currentThreadId: 12 };

  it('names process and thread by their numbers in user mode', () => {
    assert.equal(promptText(fakeTarget(), state), '0:000> ');
    assert.equal(promptText(fakeTarget(), { ...state, currentThreadId: 16 }), '0:001> ');
  });

  it('falls back to the first thread when the current one is not listed', () => {
    assert.equal(promptText(fakeTarget(), { ...state, currentThreadId: 99 }), '0:000> ');
  });

  it('names the processor in kernel mode', () => {
    assert.equal(promptText(fakeTarget({ info: { mode: 'kernel' } }), state), '0: kd> ');
  });

  it('is bare on the machines of the Windows XP age', () => {
    const target = fakeTarget({ info: { mode: 'kernel', debuggerStyle: 'xp' } });
    assert.equal(promptText(target, state), 'kd> ');
  });
});
