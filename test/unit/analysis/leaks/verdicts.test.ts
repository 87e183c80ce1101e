import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { BlindSpots } from '../../../../src/core/analysis/leaks/blindSpots';
import { fixHint } from '../../../../src/core/analysis/leaks/fixHint';
import { namePattern } from '../../../../src/core/analysis/leaks/namePattern';
import { growthOf, historyOf } from '../../../../src/core/analysis/leaks/siteHistory';
import {
  parseSuppression,
  suppresses,
  type SuppressibleSite,
} from '../../../../src/core/analysis/leaks/suppressions';
import { judge, type SiteEvidence } from '../../../../src/core/analysis/leaks/suspicion';
import { tellBlindSpots } from '../../../../src/core/analysis/leaks/tellBlindSpots';
import { tellReason } from '../../../../src/core/analysis/leaks/tellReason';
import type { NamedSnapshot } from '../../../../src/core/analysis/compare/namedSnapshot';
import { columnsOf, frame } from '../tables';

describe('the common form of names', () => {
  const cases: readonly (readonly [names: readonly (string | null)[], form: string | null])[] = [
    [['\\Device\\Afd'], '\\Device\\Afd'],
    [['\\D\\log-17.txt', '\\D\\log-18.txt'], '\\D\\log-*.txt'],
    [['\\D\\log-17.txt', '\\D\\log-107.txt'], '\\D\\log-*.txt'],
    [['\\D\\a\\x.log', '\\D\\b\\x.log'], '\\D\\*\\x.log'],
    [['\\D\\a\\b\\one.log', '\\D\\two.log'], '\\D\\…\\*.log'],
    [['\\a', '\\b'], null],
    [[null, null], null],
    [['\\D\\same', null], '\\D\\same'],
    [['aa', 'aaa'], 'aa*'],
  ];
  for (const [names, form] of cases) {
    it(`of ${names.map(String).join(' and ')} is ${String(form)}`, () => {
      assert.equal(namePattern(names).text, form);
    });
  }

  it('counts different and missing names', () => {
    assert.deepEqual(namePattern(['a', 'a', 'b', null]), {
      text: null,
      distinct: 2,
      unnamed: 1,
      total: 4,
    });
  });

  it('covers each of the names, as a pattern with wildcards does', () => {
    const part = fc.constantFrom('log', 'log-1', 'log-12', 'a', 'ab', 'b', '');
    const path = fc
      .array(part, { minLength: 1, maxLength: 4 })
      .map((parts) => `\\${parts.join('\\')}`);
    fc.assert(
      fc.property(fc.array(path, { minLength: 1, maxLength: 5 }), (names) => {
        const { text } = namePattern(names);
        const escaped = (text ?? '…').replace(/[\\.+?^$()[\]{}|-]/g, '\\$&');
        const pattern = new RegExp(
          `^${escaped.replaceAll('*', '.*').replaceAll('\\\\…', '.*').replaceAll('…', '.*')}$`,
        );
        for (const name of names) {
          assert.match(name, pattern);
        }
      }),
    );
  });
});

describe('the suspicion of a site', () => {
  const QUIET: SiteEvidence = {
    outstanding: 8,
    opened: 8,
    closed: 0,
    overdue: 8,
    longestLife: 0,
    records: 4000,
    floors: [8, 8, 8, 8],
    level: 8,
    growth: [],
    listed: 8,
    repeated: null,
    deadTargets: 0,
    programEnded: false,
    unexplainedCloses: 0,
  };
  const kinds = (evidence: Partial<SiteEvidence>): readonly string[] =>
    judge({ ...QUIET, ...evidence }).reasons.map(({ kind }) => kind);
  const level = (evidence: Partial<SiteEvidence>): string => judge({ ...QUIET, ...evidence }).level;

  it('is low for a cache that was filled early', () => {
    assert.equal(level({}), 'steady');
    assert.deepEqual(kinds({}), ['many', 'flat in the log']);
  });

  it('is high for what grows all the time and is never closed', () => {
    const leak = { outstanding: 40, opened: 40, floors: [2, 12, 24, 36], level: 40 };
    assert.equal(level(leak), 'leak');
    assert.deepEqual(kinds(leak), ['grows in the log', 'never closed', 'many']);
  });

  it('is high for the few that an error path forgets among many that are closed', () => {
    const missed = {
      outstanding: 5,
      opened: 512,
      closed: 507,
      longestLife: 12,
      overdue: 5,
      floors: [0, 1, 2, 4],
      level: 5,
    };
    assert.equal(level(missed), 'leak');
    assert.ok(kinds(missed).includes('siblings closed elsewhere'));
    assert.ok(kinds(missed).includes('older than its peers'));
  });

  it('is low for handles that are younger than closed siblings became', () => {
    const inUse = { outstanding: 2, opened: 300, closed: 298, longestLife: 50, overdue: 0 };
    assert.equal(level({ ...inUse, floors: [1, 2, 2, 2], level: 2 }), 'steady');
    assert.ok(kinds(inUse).includes('in use'));
  });

  it('takes a fall and a rise back for no growth', () => {
    assert.ok(!kinds({ floors: [8, 8, 7, 8] }).includes('grows in the log'));
  });

  it('believes snapshots more than the log', () => {
    assert.equal(level({ growth: [2, 4, 6, 8] }), 'suspicious');
    assert.ok(kinds({ growth: [8, 8, 8, 8] }).includes('flat in snapshots'));
    const growing = { outstanding: 8, floors: [1, 3, 5, 7], level: 8 };
    assert.equal(level(growing), 'leak');
    assert.equal(level({ ...growing, growth: [8, 8, 8, 8] }), 'unclear');
  });

  it('is raised by names that several threads opened, by ended targets, and by nothing else that is early', () => {
    const repeated = { name: 'x', count: 2, surplus: 3, threads: 2 };
    assert.equal(level({ repeated }), 'unclear');
    assert.equal(level({ deadTargets: 8 }), 'steady');
    assert.equal(level({ deadTargets: 8, floors: [0, 2, 4, 6] }), 'leak');
  });

  it('is raised by the end of the program where siblings are closed, and not for a full cache', () => {
    const forgotten = {
      outstanding: 2,
      opened: 8,
      closed: 6,
      longestLife: 3,
      overdue: 2,
      records: 40,
      floors: [0, 0, 0, 1],
      level: 2,
    };
    assert.equal(level({ ...forgotten, programEnded: false }), 'suspicious');
    assert.equal(level({ ...forgotten, programEnded: true }), 'leak');
    assert.ok(kinds({ ...forgotten, programEnded: true }).includes('program ended'));
    const cache = { ...forgotten, programEnded: true, floors: [2, 2, 2, 2] };
    assert.ok(!kinds(cache).includes('program ended'));
    assert.notEqual(level(cache), 'leak');
    assert.ok(!kinds({ programEnded: true }).includes('program ended'));
    assert.ok(!kinds({ ...forgotten, programEnded: true, overdue: 0 }).includes('program ended'));
  });

  it('is gone when the handle is not in the table any more', () => {
    assert.equal(level({ listed: 0, floors: [0, 0, 0, 6] }), 'steady');
  });

  it('says every reason in words, whatever the numbers are', () => {
    const number = fc.nat(1000);
    fc.assert(
      fc.property(
        fc.record({
          outstanding: fc.integer({ min: 1, max: 1000 }),
          opened: number,
          closed: number,
          overdue: number,
          longestLife: number,
          records: number,
          floors: fc.option(fc.array(number, { minLength: 4, maxLength: 4 })),
          level: number,
          growth: fc.array(number, { maxLength: 6 }),
          listed: fc.option(number),
          repeated: fc.option(
            fc.record({ name: fc.string(), count: number, surplus: number, threads: number }),
          ),
          deadTargets: number,
          programEnded: fc.boolean(),
          unexplainedCloses: number,
        }),
        (evidence) => {
          const { score, reasons } = judge(evidence);
          assert.ok(score >= 0 && score <= 100);
          for (const { kind, points } of reasons) {
            assert.notEqual(points, 0);
            assert.match(tellReason(kind, evidence), /\S/);
            assert.doesNotMatch(tellReason(kind, evidence), /undefined|NaN/);
          }
        },
      ),
    );
  });
});

describe('what a log cannot see', () => {
  const WHOLE: BlindSpots = {
    log: {
      source: 'kernel ring',
      slots: 4096,
      lost: 0,
      recorded: 100,
      orderIsKnown: true,
      maximumDepth: 16,
    },
    records: 100,
    opens: 60,
    closes: 40,
    firstSequence: 1,
    orphanedCloses: 0,
    replacedOpens: 0,
    unrecorded: [],
    handles: 20,
    unlisted: 0,
    outstanding: 20,
    tableFits: true,
    cutStacks: 0,
    emptyStacks: 0,
  };
  const told = (spots: Partial<BlindSpots>): string =>
    tellBlindSpots({ ...WHOLE, ...spots }).join('\n');

  it('is nothing but where it begins, for a log that is whole', () => {
    assert.equal(told({}), 'The log is whole: 100 records since tracing was enabled.');
  });

  it('names the record at which a ring wrapped', () => {
    const log = { ...WHOLE.log, lost: 5312, recorded: 9408 };
    assert.match(
      told({ log, records: 4096, firstSequence: 5313 }),
      /The ring of 4096 slots wrapped: 5312 records of 9408 were overwritten, and the log begins at record 5313\./,
    );
  });

  it('counts handles without a record by type, and says why, as far as the log reaches', () => {
    const unrecorded = ['A', 'B', 'C', 'D', 'E', 'F'].map((type) => ({ type, count: 1 }));
    assert.match(
      told({ unrecorded }),
      /6 of 20 open handles have no open on record \(A 1, B 1, C 1, D 1, E 1 and 1 other type\): they were opened before tracing was enabled/,
    );
    const log = { ...WHOLE.log, lost: 1, recorded: 101 };
    assert.match(told({ unrecorded, log }), /opened before the log begins/);
  });

  it('says what is not known of a dump: the order, the beginning, the table', () => {
    const log = { ...WHOLE.log, lost: null, recorded: null, slots: null, orderIsKnown: false };
    const text = told({ log, unrecorded: null, unlisted: null, closes: 0 });
    assert.match(text, /does not say when tracing was enabled/);
    assert.match(text, /There is no handle table to compare with/);
    assert.match(text, /No close is on record/);
    assert.match(
      text,
      /The order of the records is not known, and nothing in them shows it; newest first is assumed/,
    );
  });

  it('counts lost opens, closes without a record, cut and missing stacks', () => {
    const text = told({
      orphanedCloses: 1,
      replacedOpens: 2,
      cutStacks: 30,
      emptyStacks: 1,
      unlisted: 3,
    });
    assert.match(text, /1 close on record belongs to an open that is not: no site counts it\./);
    assert.match(text, /2 handles were closed without a record/);
    assert.match(text, /30 of 100 stacks have 16 frames, the most the log holds/);
    assert.match(text, /1 record has no stack and belongs to no site\./);
    assert.match(
      text,
      /3 of 20 outstanding opens have no handle in the handle table: they were closed without a record\./,
    );
    assert.match(told({ unlisted: 19, tableFits: false }), /do not belong together/);
  });
});

describe('suppressions', () => {
  const SITE: SuppressibleSite = {
    key: '5f2c91ab00000000',
    frames: ['ntdll!ntcreateevent', 'app!cache::load', 'app!main'],
    types: ['Event'],
    names: ['\\Device\\a.log', '\\Device\\b.log'],
  };
  const cases: readonly (readonly [pattern: string, holds: boolean])[] = [
    ['app!Cache*', true],
    ['app!Other*', false],
    ['openedBy:Cache::Load', true],
    ['type:event', true],
    ['type:Key', false],
    ['type:none', false],
    ['name:*.log', true],
    ['name:a.log', false],
    ['name~"\\.log$"', true],
    ['site:5f2c91ab', true],
    ['type:Event -app!Cache*', false],
    ['type:Key or app!main', true],
  ];
  for (const [pattern, holds] of cases) {
    it(`${pattern} ${holds ? 'covers' : 'does not cover'} a cache of events`, () => {
      const parsed = parseSuppression(pattern);
      assert.ok(parsed.ok);
      assert.equal(suppresses(parsed.value, SITE), holds);
    });
  }

  it('do not take what sites do not have, and point at it', () => {
    const parsed = parseSuppression('type:Key count>2');
    assert.ok(!parsed.ok);
    assert.equal(parsed.problem.column, 10);
    assert.ok(!parseSuppression('').ok);
    assert.ok(!parseSuppression('group:site').ok);
    assert.ok(!parseSuppression('foo:bar').ok);
  });
});

describe('the history of sites', () => {
  const snapshot = (name: string, target: string, keys: readonly string[]): NamedSnapshot => ({
    name,
    origin: { target, kind: 'simulated', processId: 8, image: 'a.exe' },
    table: { columns: columnsOf([]), names: null, generation: null },
    sites: {
      of: Uint32Array.from(keys, (key) => ['', 'a', 'b'].indexOf(key)),
      list: ['', 'a', 'b'].map((key) => ({ key, label: key, owner: 'own' })),
    },
    records: 1,
    lost: 0,
    family: 'kernel',
    unlisted: null,
    userUnlisted: null,
    user: null,
  });

  it('is taken from the snapshots of the same process and target', () => {
    const named = [
      snapshot('one', 'x.dmp', ['a', 'a', 'b']),
      snapshot('other', 'y.dmp', ['a']),
      snapshot('two', 'x.dmp', ['', 'a']),
      { ...snapshot('untraced', 'x.dmp', ['a']), sites: null },
    ];
    const history = historyOf(named, { target: 'x.dmp', processId: 8 }, 'kernel');
    assert.deepEqual(
      history.snapshots.map(({ name }) => name),
      ['one', 'two'],
    );
    assert.deepEqual(growthOf(history, 'a'), [2, 1]);
    assert.deepEqual(growthOf(history, 'b'), [1, 0]);
    assert.deepEqual(historyOf(named, { target: 'x.dmp', processId: 9 }, 'kernel').snapshots, []);
  });
});

describe('the call that closes', () => {
  const frames = (called: string, displacement = 0n): ReturnType<typeof frame>[] => [
    frame('ntdll!NtOpenKeyEx'),
    { ...frame(called), displacement },
    frame('app!Read'),
  ];

  it('is named for calls whose counterpart is certain', () => {
    assert.deepEqual(fixHint(frames('KERNELBASE!RegOpenKeyExW'), 2), {
      opening: 'KERNELBASE!RegOpenKeyExW',
      closing: 'RegCloseKey',
    });
    assert.equal(fixHint(frames('WS2_32!socket'), 2)?.closing, 'closesocket');
    assert.equal(fixHint(frames('KERNEL32!CreateThreadStub'), 2)?.closing, 'CloseHandle');
  });

  it('is not guessed for what a library opens for itself, or where an export is far away', () => {
    assert.equal(fixHint(frames('combase!CoInitializeEx'), 2), null);
    assert.equal(fixHint(frames('KERNELBASE!RegOpenKeyExW', 0x9000n), 2), null);
    assert.equal(fixHint(frames('KERNELBASE!RegOpenKeyExW'), 0), null);
  });
});
