import assert from 'node:assert/strict';
import { readTargetLink } from '../../../src/extension/uri/targetLink';

function target(query: string, path = '/open'): unknown {
  const link = readTargetLink(path, query);
  return link.ok ? link.value : link.problem.code;
}

describe('Links that open targets', () => {
  it('name a sample, which needs no question', () => {
    assert.deepEqual(target('target=sample:leaky-service'), {
      target: 'sample:leaky-service',
      isSample: true,
    });
  });

  for (const file of ['/tmp/a b.dmp', 'C:\\dumps\\a.dmp', 'd:/a.dmp']) {
    it(`name the file ${file}, which is asked about`, () => {
      assert.deepEqual(target(`target=${encodeURIComponent(file)}`), {
        target: file,
        isSample: false,
      });
    });
  }

  for (const [what, query] of [
    ['no target', ''],
    ['a blank target', 'target=%20'],
    ['a relative path', 'target=a.dmp'],
    ['a network path', `target=${encodeURIComponent('\\\\host\\share\\a.dmp')}`],
    ['a network path with slashes', 'target=//host/share/a.dmp'],
    ['a mixed network path', `target=${encodeURIComponent('\\/host/share/a.dmp')}`],
    ['another scheme', 'target=https://host/a.dmp'],
    ['control characters', 'target=/a%00b'],
    ['a very long path', `target=/${'a'.repeat(3000)}`],
    ['a sample with a path in it', 'target=sample:../x'],
  ] as const) {
    it(`are refused with ${what}`, () => {
      assert.equal(target(query), 'bad-link');
    });
  }

  it('are refused when they ask for something else', () => {
    assert.equal(target('target=sample:leaky-service', '/close'), 'bad-link');
  });
});
