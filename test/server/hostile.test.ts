/** Whatever a file holds, every feature answers, with places that lie within the file. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Range } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { diagnose } from '../../src/server/diagnostics';
import { foldingRanges } from '../../src/server/folding';
import { hoverAt } from '../../src/server/hover';
import { inlayHints } from '../../src/server/inlayHints';
import { documentLinks } from '../../src/server/links';
import { LogFile } from '../../src/server/logFile';
import { definitionAt, referencesAt } from '../../src/server/navigation';
import { outline } from '../../src/server/outline';
import { hostileText, logText } from '../unit/log/logArbitraries';
import { DASHES } from '../unit/log/logSupport';

function open(text: string): { readonly file: LogFile; readonly document: TextDocument } {
  const document = TextDocument.create('file:///log', 'handle-lens-log', 1, text);
  return { file: new LogFile(document), document };
}

describe('the features on any text', () => {
  it('answer with ranges that lie within it', () => {
    fc.assert(
      fc.property(fc.oneof(logText, hostileText), (text) => {
        const { file, document } = open(text);
        const check = ({ start, end }: Range): void => {
          assert.ok(start.line < document.lineCount && end.line < document.lineCount);
          assert.ok(document.offsetAt(start) <= document.offsetAt(end));
          assert.equal(document.positionAt(document.offsetAt(end)).character, end.character);
        };
        outline(file).forEach(({ range }) => check(range));
        diagnose(file, true).forEach(({ range }) => check(range));
        documentLinks(file).forEach(({ range }) => check(range));
        inlayHints(file, 0, document.lineCount).forEach(({ position }) =>
          check({ start: position, end: position }),
        );
        for (const { startLine, endLine } of foldingRanges(file.log, 5000)) {
          assert.ok(startLine < endLine && endLine < document.lineCount);
        }
        for (let line = 0; line < document.lineCount; line++) {
          for (const { start } of file.tokens(line)) {
            const position = { line, character: start };
            const hover = hoverAt(file, position, true);
            check(hover?.range ?? { start: position, end: position });
            check(definitionAt(file, position)?.range ?? { start: position, end: position });
            referencesAt(file, position, true).forEach(({ range }) => check(range));
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('stay linear when one value is opened and closed 20,000 times', () => {
    const pair = ['CLOSE', 'OPEN', 'BAD REFERENCE']
      .map((operation) => `${DASHES}\nHandle = 0x0000003c - ${operation}\n0x77ca2d3c: a!NtX+0x1\n`)
      .join('');
    const { file } = open(`0:000> !htrace\n${pair.repeat(20_000)}`);
    assert.equal(documentLinks(file).length, 5000);
    assert.equal(diagnose(file, true).length, 201);
    const hover = hoverAt(file, { line: 2, character: 9 }, false);
    assert.ok(hover !== null);
  });
});
