/** When an update is worth a message. */

import assert from 'node:assert/strict';
import { isNews } from '../../../src/extension/starting/versions';

describe('an update', () => {
  it('is news when the major or minor version grew', () => {
    assert.ok(isNews('0.1.0', '0.2.0'));
    assert.ok(isNews('0.9.7', '1.0.0'));
    assert.ok(isNews('1.9.0', '1.10.0'));
  });

  it('is none for patches, for the same version, and for going back', () => {
    for (const before of ['0.2.0', '0.2.5', '0.3.0', '1.0.0']) {
      assert.equal(isNews(before, '0.2.1'), false, before);
    }
  });

  it('is none at the first installation, or when what was remembered is nonsense', () => {
    for (const before of [undefined, null, 7, '', 'new', '1.x']) {
      assert.equal(isNews(before, '1.0.0'), false);
    }
  });
});
