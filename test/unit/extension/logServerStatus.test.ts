/** What the status of the log language says. */

import assert from 'node:assert/strict';
import type { ServerState } from '../../../src/extension/languageClient';
import { logServerStatus } from '../../../src/extension/status/logServerStatus';

describe('the status of the log language', () => {
  const statusOf = (state: ServerState, findings?: number): ReturnType<typeof logServerStatus> =>
    logServerStatus(state, findings, (text, ...places) =>
      text.replace(/\{(\d)\}/g, (_, place) => String(places[Number(place)])),
    );

  it('is busy while the server starts, and leads to the log', () => {
    const status = statusOf({ kind: 'starting' });
    assert.equal(status.isBusy, true);
    assert.equal(status.action, 'showLog');
  });

  it('counts the findings of the shown log, and is busy until they are there', () => {
    assert.equal(statusOf({ kind: 'ready' }).isBusy, true);
    assert.equal(statusOf({ kind: 'ready' }, 0).text, 'Handle Lens: no findings');
    assert.equal(statusOf({ kind: 'ready' }, 1).text, 'Handle Lens: 1 finding');
    assert.equal(statusOf({ kind: 'ready' }, 12).text, 'Handle Lens: 12 findings');
    assert.equal(statusOf({ kind: 'ready' }, 12).isBusy, false);
  });

  it('is an error with the reason and a restart when the server does not run', () => {
    assert.deepEqual(statusOf({ kind: 'failed', reason: 'no such file' }, 3), {
      severity: 'error',
      isBusy: false,
      text: 'Handle Lens: no hovers, outline and findings',
      detail: 'the language server does not run: no such file',
      action: 'restart',
    });
  });
});
