/** Links from source positions such as `[d:\src\route.cpp @ 42]`, which debuggers print behind frames. */

import type { DocumentLink } from 'vscode-languageserver';
import type { LogFile } from './logFile';

const MARK = ' @ ';
/** A path is at most this long. */
const MAX_PATH = 1024;

/** Links for every source position with an absolute path; at most `limit`. */
export function sourceLinks(file: LogFile, limit: number): DocumentLink[] {
  const { content } = file;
  const links: DocumentLink[] = [];
  let at = content.indexOf(MARK);
  while (at !== -1 && links.length < limit) {
    const found = positionAround(content, at);
    if (found !== null) {
      links.push({
        range: { start: file.positionAt(found.start), end: file.positionAt(found.end) },
        target: `${found.uri}#L${found.line}`,
        tooltip: 'Open the source file',
      });
    }
    at = content.indexOf(MARK, at + MARK.length);
  }
  return links;
}

interface SourcePosition {
  readonly start: number;
  readonly end: number;
  readonly uri: string;
  readonly line: number;
}

/** The position whose ` @ ` stands at an offset; null when brackets, path or number are missing. */
function positionAround(content: string, at: number): SourcePosition | null {
  const before = content.slice(Math.max(0, at - MAX_PATH), at);
  const open = before.lastIndexOf('[');
  const path = before.slice(open + 1);
  const line = /^(\d{1,9})\]/.exec(content.slice(at + MARK.length, at + MARK.length + 12))?.[1];
  const uri = open === -1 || line === undefined ? null : fileUri(path);
  if (uri === null || line === undefined) {
    return null;
  }
  return { start: at - path.length, end: at + MARK.length + line.length, uri, line: Number(line) };
}

/** Control characters (line ends among them) and halves of characters, which have no URI form. */
const NEVER_IN_PATHS = /[\p{Cc}\p{Cs}]/u;

/** `file:` URI of an absolute Windows or POSIX path; null for other text. */
export function fileUri(path: string): string | null {
  if (NEVER_IN_PATHS.test(path)) {
    return null;
  }
  const segments = path.split(/[\\/]/);
  if (/^[A-Za-z]:[\\/]/.test(path)) {
    const [drive, ...rest] = segments;
    return `file:///${encodeURIComponent(drive ?? '')}/${rest.map(encodeURIComponent).join('/')}`;
  }
  if (path.startsWith('\\\\') && segments.length > 3) {
    const [host, ...rest] = segments.slice(2);
    return `file://${encodeURIComponent(host ?? '')}/${rest.map(encodeURIComponent).join('/')}`;
  }
  return path.startsWith('/')
    ? `file://${path.split('/').map(encodeURIComponent).join('/')}`
    : null;
}
