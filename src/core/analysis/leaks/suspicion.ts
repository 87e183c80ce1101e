/** How much a site looks like a leak, and why (docs/leaks.md explains the points). */

/** What speaks for or against a leak. */
export type ReasonKind =
  | 'grows in snapshots'
  | 'flat in snapshots'
  | 'grows in the log'
  | 'flat in the log'
  | 'siblings closed elsewhere'
  | 'older than its peers'
  | 'program ended'
  | 'never closed'
  | 'same name'
  | 'dead target'
  | 'many'
  | 'opened once'
  | 'in use'
  | 'may replace others'
  | 'not in the table';

/** One reason; {@link tellReason} says it in words. */
export interface SuspicionReason {
  readonly kind: ReasonKind;
  /** What it adds to the score; negative when it speaks for a handle that is kept on purpose. */
  readonly points: number;
}

/** From what is most likely a leak to what is most likely kept on purpose. */
export type SuspicionLevel = 'leak' | 'suspicious' | 'unclear' | 'steady';

/** The verdict on a site. */
export interface Suspicion {
  /** 0 to 100. */
  readonly score: number;
  readonly level: SuspicionLevel;
  /** Heaviest first, those that speak for a leak before those against. */
  readonly reasons: readonly SuspicionReason[];
}

/** A name that several handles of a site have. */
export interface RepeatedName {
  readonly name: string;
  /** Handles of the site with this name, at least 2. */
  readonly count: number;
  /** Handles beyond the first of each name, over all names. */
  readonly surplus: number;
  /** Threads that opened handles of this name. */
  readonly threads: number;
}

/** What is known about a site. */
export interface SiteEvidence {
  readonly outstanding: number;
  readonly opened: number;
  readonly closed: number;
  /** Outstanding opens older than the longest-lived closed sibling. */
  readonly overdue: number;
  /** Life of the longest-lived closed sibling, in records. */
  readonly longestLife: number;
  /** Records of the log. */
  readonly records: number;
  /**
   * Fewest open handles in each quarter of the log, oldest first; null when not known. Handles opened before the log
   * begins count where their closes give them away.
   */
  readonly floors: readonly number[] | null;
  /** Open handles at the end of the log, counted like {@link floors}. */
  readonly level: number;
  /** Outstanding opens at each snapshot, oldest first, and now. */
  readonly growth: readonly number[];
  /** Closes of handles opened before the log begins, at places that close nothing else on record. */
  readonly unexplainedCloses: number;
  /** Outstanding opens that are in the handle table; null without a table or when it does not fit the log. */
  readonly listed: number | null;
  /** Null when no name that tells an object apart repeats, or names were not read. */
  readonly repeated: RepeatedName | null;
  /** Handles to processes and threads that have ended. */
  readonly deadTargets: number;
  /** The program has ended by itself. */
  readonly programEnded: boolean;
}

const LEAK_FROM = 60;
const SUSPICIOUS_FROM = 30;
const UNCLEAR_FROM = 10;
/** The end of the log may be that much above the quietest moment of its first half: what is open for a while. */
const FLAT = 1.5;
/** Where so many times more siblings are closed than not, closing is the rule. */
const MOSTLY = 10;
/** Handles that may be more at the end of the log than at its start by chance: what is in use for a while. */
const FEW = 4;
/** So many rises need three moments: more than chance. */
const RISES = 2;

/** What each kind of reason is worth; null where it does not apply. */
const RULES: Readonly<Record<ReasonKind, (evidence: SiteEvidence) => number | null>> = {
  'grows in snapshots': ({ growth }) => {
    const rises = risesOf(growth);
    return rises === 0 ? null : rises >= RISES ? 45 : 10 * rises;
  },
  'flat in snapshots': ({ growth }) =>
    growth.length > RISES && risesOf(growth) === 0 ? -45 : null,
  'grows in the log': ({ floors, outstanding }) =>
    floors !== null && outstanding > 1 && growsAtTheEnd(floors)
      ? Math.min(
          (floors.at(-1) ?? 0) - (floors[0] ?? 0) < FEW ? 15 : 35,
          [0, 15, 25, 35][highsOf(floors)] ?? 0,
        )
      : null,
  'flat in the log': ({ floors, level, growth }) =>
    floors !== null && growth.length <= RISES && isFlat(floors, level) ? -30 : null,
  'siblings closed elsewhere': ({ closed, overdue, outstanding }) => {
    if (closed === 0 || overdue === 0) {
      return null;
    }
    const isRule = overdue * 2 >= outstanding;
    return isRule && closed >= MOSTLY * outstanding
      ? 30
      : isRule && closed >= outstanding
        ? 20
        : 10;
  },
  'older than its peers': ({ closed, overdue, outstanding }) =>
    closed === 0 || overdue === 0 ? null : overdue * 2 >= outstanding ? 10 : 5,
  // A cache that is full early is kept until the end; a path that was forgotten goes on to lose handles.
  'program ended': ({ programEnded, closed, overdue, outstanding, floors, level }) =>
    programEnded &&
    closed >= outstanding &&
    overdue * 2 >= outstanding &&
    (floors === null || !isFlat(floors, level))
      ? 30
      : null,
  'never closed': ({ closed, outstanding, floors }) =>
    closed === 0 && outstanding >= 3 && floors !== null && highsOf(floors) >= 2 ? 20 : null,
  'same name': ({ repeated, floors }) => {
    if (repeated === null) {
      return null;
    }
    // A race loses few handles, often early: they do not grow, but nothing else explains them.
    const isRace = repeated.threads > 1 && (floors === null || !growsAtTheEnd(floors));
    return isRace ? 40 : 10;
  },
  'dead target': ({ deadTargets }) => (deadTargets > 0 ? 30 : null),
  many: ({ outstanding }) =>
    outstanding < 2 ? null : Math.min(15, Math.floor(3 * Math.log2(outstanding))),
  'opened once': ({ opened, outstanding }) => (opened === 1 && outstanding === 1 ? -30 : null),
  'in use': ({ closed, overdue, longestLife, records }) =>
    closed > 0 && overdue === 0 && longestLife * 2 < records ? -30 : null,
  'may replace others': ({ closed, outstanding, unexplainedCloses }) =>
    closed === 0 && outstanding <= unexplainedCloses ? -25 : null,
  'not in the table': ({ listed }) => (listed === 0 ? -40 : null),
};

/** Adds the reasons up. */
export function judge(evidence: SiteEvidence): Suspicion {
  const reasons: SuspicionReason[] = [];
  let sum = 0;
  for (const [kind, rule] of Object.entries(RULES)) {
    const points = rule(evidence);
    if (points !== null) {
      reasons.push({ kind: kind as ReasonKind, points });
      sum += points;
    }
  }
  const score = Math.max(0, Math.min(100, sum));
  return { score, level: levelOf(score), reasons: reasons.sort((a, b) => b.points - a.points) };
}

function levelOf(score: number): SuspicionLevel {
  if (score >= LEAK_FROM) {
    return 'leak';
  }
  if (score >= SUSPICIOUS_FROM) {
    return 'suspicious';
  }
  return score >= UNCLEAR_FROM ? 'unclear' : 'steady';
}

/** How often a number rose from one to the next. */
export function risesOf(numbers: readonly number[]): number {
  return numbers.filter((number, at) => at > 0 && number > (numbers[at - 1] ?? 0)).length;
}

/** How often a number was higher than all before it: a fall and a rise back are no growth. */
export function highsOf(numbers: readonly number[]): number {
  return numbers.filter((number, at) => at > 0 && number > Math.max(...numbers.slice(0, at)))
    .length;
}

function growsAtTheEnd(floors: readonly number[]): boolean {
  return (floors.at(-1) ?? 0) > Math.max(...floors.slice(0, -1));
}

/** Nothing was added since the second quarter, also not at the very end. */
function isFlat(
  [first = 0, second = 0, third = 0, last = 0]: readonly number[],
  level: number,
): boolean {
  const highest = Math.max(first, second);
  return third <= highest && last <= highest && level <= Math.max(1, Math.ceil(highest * FLAT));
}
