import assert from 'node:assert/strict';
import { type LeakSites } from '../../../../src/core/analysis/leaks/leakSites';
import { recordTimeline } from '../../../../src/core/analysis/timeline/recordTimeline';
import {
  SeriesBook,
  type Timeline,
  type TimelineSeries,
} from '../../../../src/core/analysis/timeline/timeline';
import { TRACE_CLOSE, TRACE_OPEN } from '../../../../src/core/model/handleTrace';
import { leakCorpus } from '../../../support/leakCorpus';
import { leaksOf } from '../leaksOf';
import { work } from '../tables';

/** Open handles after each record, oldest first, found by playing the log with a set of values. */
function played({ parts }: LeakSites): readonly number[] {
  const { columns } = parts.records;
  const open = new Set<bigint>();
  const first = new Map<bigint, number>();
  for (let row = columns.count - 1; row >= 0; row--) {
    const value = columns.handle(row);
    if (!first.has(value)) {
      first.set(value, columns.operation[row] ?? 0);
    }
  }
  for (let row = 0; row < parts.columns.count; row++) {
    const value = parts.columns.value(row);
    if (!first.has(value)) {
      open.add(value);
    }
  }
  for (const [value, operation] of first) {
    if (operation === TRACE_CLOSE) {
      open.add(value);
    }
  }
  const levels = [open.size];
  for (let row = columns.count - 1; row >= 0; row--) {
    const value = columns.handle(row);
    if (columns.operation[row] === TRACE_OPEN) {
      open.add(value);
    } else if (columns.operation[row] === TRACE_CLOSE) {
      open.delete(value);
    }
    levels.push(open.size);
  }
  return levels;
}

function sums(series: readonly TimelineSeries[], { points }: Timeline): readonly number[] {
  return points.map((_, at) => series.reduce((sum, { counts }) => sum + (counts[at] ?? 0), 0));
}

describe('the timeline of a trace log', () => {
  for (const { name, program, slots } of leakCorpus(2)) {
    it(`of ${name} has at each point what playing the log leaves open`, async () => {
      const leaks = await leaksOf(program.target(slots));
      const timeline = await recordTimeline(leaks, [], work());
      const levels = played(leaks);
      const { count } = leaks.parts.records.columns;
      timeline.points.forEach(({ position }, at) => {
        assert.equal(timeline.total[at], levels[count - (position ?? 0)], `point ${at}`);
      });
      assert.deepEqual(sums(timeline.byType, timeline), timeline.total);
      assert.deepEqual(sums(timeline.bySite ?? [], timeline), timeline.total);
    });
  }
});

describe('series of a timeline', () => {
  it('are the largest kinds, the rest together, and what is not known last', () => {
    const book = new SeriesBook(1);
    for (let kind = 0; kind < 12; kind++) {
      book.of(`k${kind}`, `kind ${kind}`)[0] = 12 - kind;
    }
    book.of('', 'not known')[0] = 100;
    book.of('none', 'never there');
    const series = book.series('others');
    assert.deepEqual(series.map(({ label, counts }) => `${label} ${counts[0]}`).slice(-3), [
      'kind 7 5',
      'others 10',
      'not known 100',
    ]);
    assert.equal(series.length, 10);
  });

  it('begin with the kinds that are asked for', () => {
    const book = new SeriesBook(1);
    book.of('a', 'a')[0] = 9;
    book.of('b', 'b')[0] = 1;
    assert.deepEqual(
      book.series('others', ['b']).map(({ key }) => key),
      ['b', 'a'],
    );
  });
});
