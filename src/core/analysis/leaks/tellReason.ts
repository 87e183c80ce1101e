/** The reasons of a verdict in words, without a full stop. */

import { highsOf, risesOf, type ReasonKind, type SiteEvidence } from './suspicion';

/** One reason in words. */
export function tellReason(kind: ReasonKind, evidence: SiteEvidence): string {
  return TEXTS[kind](evidence);
}

const TEXTS: Readonly<Record<ReasonKind, (evidence: SiteEvidence) => string>> = {
  'grows in snapshots': ({ growth }) =>
    `it grew ${risesOf(growth) === 1 ? 'once' : `${risesOf(growth)} times`}: ${growth.join(', ')} at the snapshots and now`,
  'flat in snapshots': ({ growth }) =>
    `it did not grow: ${growth.join(', ')} at the snapshots and now`,
  'grows in the log': ({ floors }) =>
    `${highsOf(floors ?? []) === 3 ? 'it grows all the time' : 'it still grows'}: never fewer than ${quarters(floors)}`,
  'flat in the log': ({ floors }) => `it does not grow: never fewer than ${quarters(floors)}`,
  'siblings closed elsewhere': ({ closed, opened, outstanding }) =>
    `${closed} of ${opened} opened here were closed, ${outstanding === 1 ? 'this one was' : `these ${outstanding} were`} not`,
  'older than its peers': ({ outstanding, overdue, longestLife }) =>
    `${outstanding === 1 ? 'it is' : overdue === outstanding ? 'all are' : `${overdue} are`} older than any closed sibling became (${records(longestLife)})`,
  'program ended': ({ outstanding }) =>
    `the program has ended without closing ${outstanding === 1 ? 'it' : 'them'}`,
  'never closed': () => 'none of the handles opened here was ever closed',
  'same name': ({ repeated }) => {
    if (repeated === null) {
      return '';
    }
    const { name, count, surplus, threads } = repeated;
    const others = surplus - (count - 1);
    return `${name} is open ${count} times${threads > 1 ? `, by ${threads} threads` : ''}${others > 0 ? `; ${others} more repeat other names` : ''}`;
  },
  'dead target': ({ deadTargets, outstanding }) =>
    deadTargets === outstanding
      ? `${outstanding === 1 ? 'it refers to a process or thread' : 'all refer to processes or threads'} that ended`
      : `${deadTargets} refer to processes or threads that ended`,
  many: ({ outstanding }) => `${outstanding} are open`,
  'opened once': () => 'it was opened only once',
  'in use': ({ outstanding, longestLife }) =>
    `${outstanding === 1 ? 'it is' : 'all are'} younger than closed siblings became (${records(longestLife)}): probably still in use`,
  'may replace others': ({ unexplainedCloses }) =>
    `the log has ${unexplainedCloses} ${unexplainedCloses === 1 ? 'close' : 'closes'} of handles opened before it begins, which may have come from here`,
  'not in the table': () => 'it is not in the handle table: closed without a record',
};

function quarters(floors: readonly number[] | null): string {
  return `${(floors ?? []).join(', ')} open in the quarters of the log`;
}

function records(count: number): string {
  return `${count} ${count === 1 ? 'record' : 'records'}`;
}
