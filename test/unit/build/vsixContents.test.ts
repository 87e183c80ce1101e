/** The check of the packaged extension's contents. */

import assert from 'node:assert/strict';
import { loadBuildModule } from './buildModule';

interface VsixContents {
  unexpectedFiles(names: readonly string[]): readonly string[];
  zipEntryNames(bytes: Buffer): readonly string[];
}

describe('the contents of the package', () => {
  let module: VsixContents;
  before(async () => {
    module = await loadBuildModule<VsixContents>('vsixContents.mjs');
  });

  const complete = [
    '[Content_Types].xml',
    'extension.vsixmanifest',
    'extension/package.json',
    'extension/package.nls.json',
    'extension/readme.md',
    'extension/changelog.md',
    'extension/LICENSE.txt',
    'extension/dist/extension.js',
    'extension/dist/adapter.js',
    'extension/dist/server.js',
    'extension/dist/cli.js',
    'extension/dist/web/extension.js',
    'extension/dist/web/server.js',
    'extension/dist/webview/timeline.js',
    'extension/dist/webview/flame.js',
    'extension/dist/scripts.json',
    'extension/dist/THIRD-PARTY.txt',
    'extension/media/l10n/bundle.l10n.json',
  ];

  it('are right when they are exactly what is needed', () => {
    assert.deepEqual(module.unexpectedFiles(complete), []);
  });

  it('may hold shared code, grammars and pictures', () => {
    const names = [
      ...complete,
      'extension/dist/later/nodeHost.js',
      'extension/dist/chunks/chunk-2HW6TJ2E.js',
      'extension/syntaxes/a.tmLanguage.json',
      'extension/media/icon.png',
      'extension/media/walkthrough/start.md',
      'extension/media/schemas/handle-lens.config.schema.json',
    ];
    assert.deepEqual(module.unexpectedFiles(names), []);
  });

  it('are wrong when something is missing', () => {
    const names = complete.filter((name) => name !== 'extension/dist/cli.js');
    assert.deepEqual(module.unexpectedFiles(names), ['extension/dist/cli.js is missing']);
  });

  it('are wrong when sources, maps or dumps slip in', () => {
    for (const name of [
      'extension/src/cli/main.ts',
      'extension/dist/cli.js.map',
      'extension/dist/chunks/chunk-2HW6TJ2E.js.map',
      'extension/crash.dmp',
      'extension/.github/workflows/ci.yml',
    ]) {
      assert.deepEqual(module.unexpectedFiles([...complete, name]), [
        `${name} does not belong there`,
      ]);
    }
  });

  it('are listed from the archive itself', () => {
    assert.deepEqual(module.zipEntryNames(emptyFilesZip(['a.txt', 'b/ü.txt'])), [
      'a.txt',
      'b/ü.txt',
    ]);
  });

  it('are refused when the file is no archive', () => {
    assert.throws(() => module.zipEntryNames(Buffer.alloc(100)), /not a zip archive/);
  });

  it('are refused when the directory is damaged', () => {
    const bytes = emptyFilesZip(['a.txt']);
    bytes.writeUInt32LE(0, 0);
    assert.throws(() => module.zipEntryNames(bytes), /damaged directory/);
  });
});

/** A zip directory that names files without contents; enough to be listed. */
function emptyFilesZip(names: readonly string[]): Buffer {
  const entries = names.map((name) => {
    const bytes = Buffer.from(name);
    const entry = Buffer.alloc(46 + bytes.length);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(bytes.length, 28);
    bytes.copy(entry, 46);
    return entry;
  });
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(names.length, 10);
  end.writeUInt32LE(directory.length, 12);
  return Buffer.concat([directory, end]);
}
