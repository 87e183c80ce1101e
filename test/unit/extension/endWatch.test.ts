/** Ends of sessions: asked for, announced, or neither. */

import assert from 'node:assert/strict';
import { EndWatch } from '../../../src/extension/sessions/endWatch';

function isExpectedAfter(...messages: readonly unknown[]): boolean {
  const watch = new EndWatch();
  messages.forEach((message) => watch.take(message));
  return watch.isExpected;
}

describe('the end of a session', () => {
  it('is expected after the client asked for it', () => {
    for (const command of ['disconnect', 'terminate']) {
      assert.ok(isExpectedAfter({ type: 'request', command }));
    }
  });

  it('is expected after the adapter announced it, and stays so', () => {
    assert.ok(
      isExpectedAfter({ type: 'event', event: 'terminated' }, { type: 'event', event: 'x' }),
    );
    assert.ok(isExpectedAfter({ type: 'event', event: 'exited' }));
  });

  it('is unexpected otherwise, whatever was said', () => {
    assert.equal(
      isExpectedAfter(
        { type: 'request', command: 'launch' },
        { type: 'response', command: 'disconnect' },
        { type: 'event', event: 'stopped' },
        { type: 'event', command: 'terminate' },
        null,
        'disconnect',
      ),
      false,
    );
  });
});
