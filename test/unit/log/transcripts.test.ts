/** Real debugger text: everything is understood, and the totals the debugger printed are confirmed. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkTotals } from '../../../src/core/log/checkTotals';
import type { LogDocument } from '../../../src/core/log/logDocument';
import { readLog } from '../../../src/core/log/readLog';
import { describeWithShared } from '../../support/shared';

/** Totals that cannot be equal, since the author of the page left records out. */
const cutByAuthor: Readonly<Record<string, readonly string[]>> = {
  'um-handle/dump-x86-list-summary.txt': ['handles 246', 'handles in the table 246'],
  'um-htrace/win7-x86-list-all.txt': ['stack traces 12'],
  'um-htrace/x86-enable-diff-openthread.txt': ['stack traces 23'],
};

/** Totals the transcripts print, at least these. */
const expected: Readonly<Record<string, readonly string[]>> = {
  'um-handle/live-x64-full-list.txt': ['handles 33'],
  'um-handle/live-x64-all-handles-ff-full.txt': ['handles 165'],
  'um-handle/docs-list-summary.txt': ['handles 6'],
  'um-handle/dump-x64-all-events-f.txt': ['handles of type Event 7'],
  'um-handle/dump-x64-all-mutants-f.txt': ['handles of type Mutant 2'],
  'um-handle/dump-x86-type-filter-mutant.txt': ['handles of type Mutant 3'],
  'um-htrace/win7-x86-list-all.txt': ['stack traces 12'],
  'km-htrace/appverif-all-badref.txt': ['stack traces 6', 'stack traces 5'],
  'km-htrace/appverif-one-handle-7dc.txt': ['stack traces 6', 'stack traces 3'],
  'km-htrace/docs-all-process.txt': ['stack traces 6', 'stack traces 5'],
};

/** Text lines that are no answer of !handle or !htrace: other commands, help texts, words of the author. */
const foreignLines: Readonly<Record<string, number>> = {
  'um-handle/help-text-live.txt': 11,
  'um-handle/live-x64-event-autoreset-ff.txt': 1,
  'um-htrace/help-text-question-mark.txt': 5,
  'um-htrace/x64-dump-threads.txt': 3,
  'km-handle/win10-notepad-partial.txt': 2,
};

function unread(log: LogDocument): readonly string[] {
  return log.sections.flatMap(({ events }) =>
    events.flatMap((event) =>
      'notes' in event
        ? event.notes.filter(({ what }) => what === 'unread').map(({ text }) => text)
        : [],
    ),
  );
}

function textLines(log: LogDocument): number {
  const ranges = log.sections.flatMap(({ events }) => events.filter(({ kind }) => kind === 'text'));
  return ranges.reduce((sum, { lines }) => sum + lines.last - lines.first + 1, 0);
}

describeWithShared('real debugger logs', (folder) => {
  const root = join(folder, 'transcripts');
  const names = ['um-handle', 'um-htrace', 'km-handle', 'km-htrace'].flatMap((kind) =>
    readdirSync(join(root, kind)).map((name) => `${kind}/${name}`),
  );

  for (const name of names) {
    it(`are read completely: ${name}`, () => {
      const log = readLog(readFileSync(join(root, name), 'utf8'));
      assert.deepEqual(unread(log), []);
      assert.equal(textLines(log), foreignLines[name] ?? 0);

      const checks = log.sections.flatMap((section) => checkTotals(section));
      const printed = checks.map((check) => `${check.what} ${check.printed}`);
      for (const total of expected[name] ?? []) {
        assert.ok(printed.includes(total), `${total} among ${printed.join(', ')}`);
      }
      for (const check of checks) {
        const total = `${check.what} ${check.printed}`;
        const isCut = (cutByAuthor[name] ?? []).includes(total);
        assert.ok(check.outcome === 'equal' || isCut, `${total}, found ${check.found}`);
        assert.ok(!isCut || check.found <= check.printed);
      }
    });
  }

  it('explain both bad references of the kernel page as uses after a close', () => {
    const text = readFileSync(join(root, 'km-htrace/appverif-all-badref.txt'), 'utf8');
    const records = readLog(text).sections.flatMap(({ listings }) =>
      listings.flatMap((listing) => (listing.kind === 'traces' ? listing.records : [])),
    );
    assert.deepEqual(
      records.map(
        ({ handle, operation, frames }) =>
          `${handle.toString(16)} ${operation ?? ''} ${frames.length}`,
      ),
      ['7cc close 6', '7cc open 7', '7dc badref 6', '7dc close 6', '7dc open 7'],
    );
  });
});
