/** Paths and URIs in the text that names a target. */

import assert from 'node:assert/strict';
import { parentedPath, targetName, uriText } from '../../../src/extension/platform/targetText';

describe('the text of a target', () => {
  it('is a URI when it has a scheme and a slash', () => {
    for (const text of ['memfs:/x.dmp', 'vscode-vfs://github/a/b.dmp', 'file:///c%3A/x.dmp']) {
      assert.equal(uriText(text), text);
    }
  });

  it('is a path when it has a drive, no scheme, or names a sample', () => {
    for (const text of ['C:\\dumps\\x.dmp', 'c:/x.dmp', '/x.dmp', 'x.dmp', 'sample:badhandle']) {
      assert.equal(uriText(text), null, text);
    }
  });

  it('lies in a folder unless it is absolute', () => {
    assert.equal(parentedPath('/home/dev', 'x.dmp'), '/home/dev/x.dmp');
    assert.equal(parentedPath('/', 'a/x.dmp'), '/a/x.dmp');
    assert.equal(parentedPath('/home/dev', '/other/x.dmp'), '/other/x.dmp');
    assert.equal(parentedPath('/home/dev', 'C:\\dumps\\x.dmp'), '/C:/dumps/x.dmp');
  });

  it('may step up, but not above the top', () => {
    assert.equal(parentedPath('/home/dev/a', '../x.dmp'), '/home/dev/x.dmp');
    assert.equal(parentedPath('/home/dev', '../../../x.dmp'), '/x.dmp');
    assert.equal(parentedPath('/home/dev', './/a/./x.dmp'), '/home/dev/a/x.dmp');
  });

  it('is shortened to the last component, as people read it', () => {
    assert.equal(targetName('C:\\dumps\\my%20app.dmp'), 'my%20app.dmp');
    assert.equal(targetName('memfs:/my%20app.dmp'), 'my app.dmp');
    assert.equal(targetName('memfs:/bad%zz.dmp'), 'bad%zz.dmp');
    assert.equal(targetName('sample:badhandle'), 'sample:badhandle');
  });
});
