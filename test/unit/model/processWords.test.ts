/** Processes in words, as far as a target knows them. */

import assert from 'node:assert/strict';
import type { ProcessInfo } from '../../../src/core/model/process';
import { numberedProcess, processWords } from '../../../src/core/model/processWords';

const process = (part: Partial<ProcessInfo>): ProcessInfo => ({
  processId: 0x1f3c,
  parentProcessId: 0,
  image: 'app.exe',
  sessionId: null,
  ...part,
});

describe('a process in words', () => {
  it('has its image and its id', () => {
    assert.equal(processWords(process({})), 'app.exe (1f3c)');
    assert.equal(numberedProcess(process({})), 'process 1f3c app.exe');
  });

  it('has no empty place where its image is not known', () => {
    assert.equal(processWords(process({ image: '' })), 'process 1f3c');
    assert.equal(numberedProcess(process({ image: '' })), 'process 1f3c');
  });

  it('does not show an id that is only a number to ask by', () => {
    assert.equal(processWords(process({ idUnrecorded: true })), 'app.exe');
    assert.equal(
      processWords(process({ idUnrecorded: true, image: '' })),
      'a process that is not recorded',
    );
  });
});
