/** Links in a log: from a close or a bad reference to its open, and from source positions to files. */

import type { DocumentLink } from 'vscode-languageserver';
import { findOpener } from '../core/log/handleStory';
import type { LogTrace } from '../core/log/logEvents';
import type { LogFile } from './logFile';
import { sourceLinks } from './sourceLinks';

/** More links than this are not offered. */
const MAX_LINKS = 5000;

/** All links of a log. */
export function documentLinks(file: LogFile): DocumentLink[] {
  const links: DocumentLink[] = [];
  for (const { events } of file.log.sections) {
    for (const event of events) {
      if (links.length >= MAX_LINKS) {
        return links;
      }
      const link = event.kind === 'trace' ? openerLink(file, event) : null;
      if (link !== null) {
        links.push(link);
      }
    }
  }
  return [...links, ...sourceLinks(file, MAX_LINKS - links.length)];
}

/** From the handle value of a record to the record that opened it; null on the open itself. */
function openerLink(file: LogFile, record: LogTrace): DocumentLink | null {
  const line = record.lines.first;
  if (record.operation === 'open') {
    return null;
  }
  const entry = file.entryAt(line, record.handle);
  const opener = entry === null ? null : findOpener(entry, line);
  if (opener === null) {
    return null;
  }
  return {
    range: file.range(line, 'handle'),
    target: file.link(opener.record.lines.first),
    tooltip: 'Go to the record that opened this handle',
  };
}
