/** Finds the format of a text from its beginning. */

import type { ByteSource } from '../../util/byteSource';
import { ByteLineSplitter } from '../input/byteLines';
import type { EncodingMark } from '../input/encoding';
import { toUtf8 } from '../input/utf16Chunks';
import { decodeUtf8 } from '../input/utf8Text';
import { delimitedFormat } from './delimitedFormat';
import type { LogFormat, TextHead } from './logFormat';
import { ownJsonFormat } from './ownJsonFormat';
import { rowsJsonFormat } from './rowsJsonFormat';
import { sysinternalsFormat } from './sysinternalsFormat';
import { verifierFormat } from './verifierFormat';
import { volatilityFormat } from './volatilityFormat';

/** Bytes of a text from which its format is found: enough for banners, prompts and progress before the first row. */
const HEAD_BYTES = 64 * 1024;
/** Characters of a line that are looked at: no header is longer. */
const MOST_CHARACTERS = 4096;

/** Formats with an unmistakable sign, the more certain ones first. */
const FORMATS: readonly LogFormat[] = [
  verifierFormat,
  ownJsonFormat,
  rowsJsonFormat,
  volatilityFormat,
  delimitedFormat,
  sysinternalsFormat,
];

/** The beginning of a text, as lines. */
export async function readHead(
  source: ByteSource,
  { encoding, markLength }: EncodingMark,
): Promise<TextHead> {
  const bytes = toUtf8(await source.read(markLength, HEAD_BYTES), encoding);
  const lines: string[] = [];
  const splitter = new ByteLineSplitter(0, ({ bytes: line, start, end }) => {
    lines.push(decodeUtf8(line, start, end).text.slice(0, MOST_CHARACTERS));
  });
  splitter.push(bytes);
  splitter.end();
  return { text: lines.join('\n'), lines };
}

/** The format that recognises a text; null when none does, and it is read as debugger text. */
export function detectFormat(head: TextHead): LogFormat | null {
  return FORMATS.find((format) => format.recognises(head)) ?? null;
}
