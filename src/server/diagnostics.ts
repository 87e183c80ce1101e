/** What is wrong or remarkable in a log: bad references, double closes, outstanding handles, cut records, wrong totals. */

import { DiagnosticSeverity, type Diagnostic } from 'vscode-languageserver';
import { findDoubleCloses } from '../core/log/badReference';
import { checkTotals } from '../core/log/checkTotals';
import type { TotalCheck } from '../core/log/printedTotals';
import type { LogTrace } from '../core/log/logEvents';
import type { LogListing, LogSection, TraceListing } from '../core/log/logDocument';
import { hex0x } from '../core/util/hex';
import type { LogFile } from './logFile';
import { badReferenceWords, byActor, lineName } from './wording';
import { describeFrame, ownFrame } from './ownFrames';

/** More findings of one kind than this are only counted. */
const MAX_OF_KIND = 200;

/** Names of the findings, shown beside them and used in filters. */
export type FindingCode =
  | 'bad-reference'
  | 'double-close'
  | 'outstanding'
  | 'truncated-record'
  | 'total-mismatch'
  | 'long-line'
  | 'wrong-encoding';

/** Collects findings of one kind and counts those beyond the limit. */
class Findings {
  readonly diagnostics: Diagnostic[] = [];
  private readonly counts = new Map<string, number>();

  /** True when a finding of this kind will be shown: the text need not be made otherwise. */
  hasRoom(kind: FindingCode): boolean {
    const count = (this.counts.get(kind) ?? 0) + 1;
    this.counts.set(kind, count);
    return count <= MAX_OF_KIND;
  }

  /** One line per kind that had more than the limit. */
  addRemainders(): void {
    for (const [kind, count] of this.counts) {
      if (count > MAX_OF_KIND) {
        const start = { line: 0, character: 0 };
        this.diagnostics.push({
          range: { start, end: start },
          severity: DiagnosticSeverity.Information,
          code: kind,
          source: SOURCE,
          message: `${count - MAX_OF_KIND} more findings of this kind are not shown.`,
        });
      }
    }
  }
}

const SOURCE = 'Handle Lens';

/** All findings of a log; at most 200 of each kind. `related`: whether the client shows related places. */
export function diagnose(file: LogFile, related: boolean): Diagnostic[] {
  const findings = new Findings();
  for (const section of file.log.sections) {
    for (const listing of section.listings) {
      if (listing.kind === 'traces') {
        diagnoseBadReferences(file, listing, findings, related);
        diagnoseDoubleCloses(file, listing, findings, related);
        diagnoseOutstanding(file, listing, findings);
      }
      diagnoseCuts(file, listing, findings);
    }
    diagnoseTotals(file, section, findings);
  }
  findings.diagnostics.push(...wrongEncoding(file));
  for (const line of file.log.longLines) {
    if (findings.hasRoom('long-line')) {
      const message = 'This line is too long: only its first 65,536 characters were read.';
      findings.diagnostics.push(
        finding('long-line', DiagnosticSeverity.Information, message, startOf(line)),
      );
    }
  }
  findings.addRemainders();
  return findings.diagnostics;
}

/** What an editor shows for bytes that mean nothing in the encoding it reads, and what UTF-16 read as 8-bit text is full of. */
const UNREADABLE = /[\uFFFD\0]/g;

/** One finding for the whole text, at its first unreadable character. */
function wrongEncoding(file: LogFile): readonly Diagnostic[] {
  const { content } = file;
  const first = content.search(UNREADABLE);
  if (first < 0) {
    return [];
  }
  const count = content.match(UNREADABLE)?.length ?? 0;
  const message =
    `${count === 1 ? 'This character is' : `${count} characters of this log are`} unreadable: the file is stored in another encoding ` +
    'than it was opened with. Choose "Change File Encoding" and "Reopen with Encoding": debuggers write the code page of ' +
    'their Windows (often Windows 1252) or UTF-16 LE.';
  const start = file.positionAt(first);
  const end = { line: start.line, character: start.character + 1 };
  return [finding('wrong-encoding', DiagnosticSeverity.Warning, message, { start, end })];
}

type Range = Diagnostic['range'];

function startOf(line: number): Range {
  return { start: { line, character: 0 }, end: { line, character: 1 } };
}

function finding(
  code: FindingCode,
  severity: DiagnosticSeverity,
  message: string,
  range: Range,
): Diagnostic {
  return { range, severity, code, source: SOURCE, message };
}

function diagnoseBadReferences(
  file: LogFile,
  listing: TraceListing,
  findings: Findings,
  related: boolean,
): void {
  listing.records.forEach((record, index) => {
    if (record.operation !== 'badref' || !findings.hasRoom('bad-reference')) {
      return;
    }
    const entry = file.index.find(listing.scope, record.handle);
    if (entry === null) {
      return;
    }
    const words = badReferenceWords({ record, listing, index }, entry);
    const message = words.sentences.join(' ');
    const range = file.range(record.lines.first);
    findings.diagnostics.push({
      ...finding(words.code, DiagnosticSeverity.Error, message, range),
      ...(related && { relatedInformation: placesOf(file, words.related) }),
    });
  });
}

function diagnoseDoubleCloses(
  file: LogFile,
  listing: TraceListing,
  findings: Findings,
  related: boolean,
): void {
  for (const { second, first } of findDoubleCloses(listing)) {
    if (findings.hasRoom('double-close')) {
      const message =
        `Handle ${hex0x(second.handle)} is closed twice: closed before at ${lineName(first)}${byActor(first)}, ` +
        'and no open is recorded in between.';
      const range = file.range(second.lines.first);
      const places = [{ record: first, message: `Closed here first${byActor(first)}` }];
      findings.diagnostics.push({
        ...finding('double-close', DiagnosticSeverity.Warning, message, range),
        ...(related && { relatedInformation: placesOf(file, places) }),
      });
    }
  }
}

function placesOf(
  file: LogFile,
  places: readonly { readonly record: LogTrace; readonly message: string }[],
): NonNullable<Diagnostic['relatedInformation']> {
  return places.map(({ record, message }) => ({
    location: file.location(record.lines.first),
    message,
  }));
}

function diagnoseOutstanding(file: LogFile, listing: TraceListing, findings: Findings): void {
  if (!listing.isDiff) {
    return;
  }
  const withStack = new Map<string, number>();
  const keys = listing.records.map(({ frames }) => frames.map(({ address }) => address).join());
  for (const key of keys) {
    withStack.set(key, (withStack.get(key) ?? 0) + 1);
  }
  listing.records.forEach((record, index) => {
    if (record.operation !== 'open' || !findings.hasRoom('outstanding')) {
      return;
    }
    const frame = ownFrame(record.frames);
    const opener = frame === null ? '' : ` in ${describeFrame(frame)}`;
    const count = record.frames.length === 0 ? 1 : (withStack.get(keys[index] ?? '') ?? 1);
    const others = count > 1 ? ` ${count} outstanding handles have this stack.` : '';
    const message =
      `Handle ${hex0x(record.handle)} was opened${opener} since the previous snapshot ` +
      `and not closed.${others}`;
    const range = file.range(record.lines.first);
    findings.diagnostics.push(
      finding('outstanding', DiagnosticSeverity.Information, message, range),
    );
  });
}

function diagnoseCuts(file: LogFile, listing: LogListing, findings: Findings): void {
  const longest = listing.records.reduce((most, record) => Math.max(most, factLines(record)), 0);
  for (const record of listing.records) {
    const isIncomplete = record.kind === 'trace' || factLines(record) < longest;
    const lastFact = lastFactLine(record);
    for (const { what, line } of record.notes) {
      // A cut behind a complete block stands between blocks.
      const isWithin = isIncomplete || line < lastFact;
      if (what === 'cut' && isWithin && findings.hasRoom('truncated-record')) {
        const message = 'Something is left out of this record.';
        findings.diagnostics.push(
          finding('truncated-record', DiagnosticSeverity.Information, message, file.range(line)),
        );
      }
    }
  }
}

type ListedRecord = LogListing['records'][number];

/** How many lines of a record say something. */
function factLines({ lines, notes }: ListedRecord): number {
  return lines.last - lines.first + 1 - notes.length;
}

/** The last line of a record that says something. */
function lastFactLine({ lines, notes }: ListedRecord): number {
  let last = lines.last;
  for (let index = notes.length - 1; index >= 0 && notes[index]?.line === last; index--) {
    last--;
  }
  return last;
}

function diagnoseTotals(file: LogFile, section: LogSection, findings: Findings): void {
  for (const check of checkTotals(section)) {
    if (check.outcome !== 'equal' && findings.hasRoom('total-mismatch')) {
      findings.diagnostics.push(
        finding(
          'total-mismatch',
          DiagnosticSeverity.Hint,
          totalMessage(check),
          file.range(check.line),
        ),
      );
    }
  }
}

function totalMessage({ printed, found, what, outcome }: TotalCheck): string {
  const reason =
    outcome === 'cut'
      ? 'the log leaves something out'
      : found < printed
        ? 'the log does not hold all of them'
        : 'the log holds more, so the number belongs to another answer or the log was edited';
  return `The debugger counted ${printed} ${what}, ${found} ${found === 1 ? 'is' : 'are'} here: ${reason}.`;
}
