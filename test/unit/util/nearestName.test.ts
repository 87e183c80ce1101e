/** What was probably meant. */

import assert from 'node:assert/strict';
import { nearestName } from '../../../src/core/util/nearestName';

const NAMES = ['g', 'leaky-service', 'six-handles', '!handle', '!htrace', 'Event'];

describe('the nearest name', () => {
  it('is found by its beginning', () => {
    assert.equal(nearestName('leaky', NAMES), 'leaky-service');
    assert.equal(nearestName('LEAKY-SERVICES', NAMES), 'leaky-service');
  });

  it('is found with a third of the letters wrong', () => {
    assert.equal(nearestName('sixhandles', NAMES), 'six-handles');
    assert.equal(nearestName('evnt', NAMES), 'Event');
  });

  it('counts swapped neighbours as one mistake', () => {
    assert.equal(nearestName('!hnadle', NAMES), '!handle');
  });

  it('is none when nothing is near', () => {
    assert.equal(nearestName('wonderful', NAMES), null);
  });

  it('is none for a single character, which is near to every short name', () => {
    assert.equal(nearestName('!', NAMES), null);
  });

  it('is none for nothing and for a novel', () => {
    assert.equal(nearestName('', NAMES), null);
    assert.equal(nearestName('!handle'.repeat(20), NAMES), null);
  });
});
