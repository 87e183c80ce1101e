// What a .vsix may and must hold, and how to list what it does hold.

const required = [
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

const optional = [
  /^extension\/dist\/(later|chunks)\/[\w-]+\.js$/,
  /^extension\/syntaxes\/[\w.-]+\.json$/,
  /^extension\/media\/icon\.(png|svg)$/,
  /^extension\/media\/walkthrough\/[\w-]+\.md$/,
  /^extension\/media\/schemas\/[\w.-]+\.json$/,
];

/** Says what is missing and what does not belong, one sentence each; empty when all is well. */
export function unexpectedFiles(names) {
  const missing = required
    .filter((name) => !names.includes(name))
    .map((name) => `${name} is missing`);
  const strange = names
    .filter((name) => !required.includes(name) && !optional.some((pattern) => pattern.test(name)))
    .map((name) => `${name} does not belong there`);
  return [...missing, ...strange];
}

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;

/** The file names in a zip archive's central directory. Throws when the bytes are no such archive. */
export function zipEntryNames(bytes) {
  let end = bytes.length - 22;
  while (end >= 0 && bytes.readUInt32LE(end) !== END_OF_DIRECTORY) {
    end--;
  }
  if (end < 0) {
    throw new Error('The package is not a zip archive.');
  }
  const count = bytes.readUInt16LE(end + 10);
  let offset = bytes.readUInt32LE(end + 16);
  const names = [];
  for (let index = 0; index < count; index++) {
    if (bytes.readUInt32LE(offset) !== DIRECTORY_ENTRY) {
      throw new Error('The package has a damaged directory.');
    }
    const nameLength = bytes.readUInt16LE(offset + 28);
    names.push(bytes.toString('utf8', offset + 46, offset + 46 + nameLength));
    offset += 46 + nameLength + bytes.readUInt16LE(offset + 30) + bytes.readUInt16LE(offset + 32);
  }
  return names;
}
