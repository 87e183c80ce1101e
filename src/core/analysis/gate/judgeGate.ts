/** Judges the facts about a target: what is a finding, and whether the check fails. */

import { NO_ACTOR } from '../../model/handleTrace';
import type { ResolvedAddress } from '../../model/stackFrame';
import type { LeakSite } from '../leaks/siteReport';
import type { Baseline } from './baseline';
import { FAMILY_WORDS } from '../traces/familyWords';
import {
  budgetFindings,
  growthFindings,
  uncheckedCounts,
  type AskedFor,
  type Unavailable,
} from './countRules';
import type { GateConfig, GateRule } from './gateConfig';
import type { BadPlace, GateFacts, GateSite } from './gateFacts';

/** What a finding is about. */
export type FindingRule = GateRule | 'budget' | 'death' | 'unchecked';

/** How a finding stands to the baseline; `unknown` without one. */
export type BaselineState = 'new' | 'grown' | 'unchanged' | 'unknown';

/** A stack that belongs to a finding. */
export interface FindingStack {
  /** What happened there, such as `opened by thread 1fe4`. */
  readonly title: string;
  /** Innermost first. */
  readonly frames: readonly ResolvedAddress[];
}

/** One finding. */
export interface Finding {
  readonly rule: FindingRule;
  /** Fails the check; others are only reported. */
  readonly fails: boolean;
  /** Stays the same from run to run: site, place or type. */
  readonly fingerprint: string;
  /** One line. */
  readonly title: string;
  /** Sentences that explain it. */
  readonly details: readonly string[];
  /** How many handles or uses it is about. */
  readonly count: number;
  /** What the count may be at most or was in the baseline; null when there is no such number. */
  readonly limit: number | null;
  readonly state: BaselineState;
  /** The frame to blame; null when there is none. */
  readonly frame: ResolvedAddress | null;
  readonly stacks: readonly FindingStack[];
}

/** The answer of a check. */
export interface GateVerdict {
  readonly passed: boolean;
  /** Those that fail the check first. */
  readonly findings: readonly Finding[];
  /** Rules that were checked, `budget` included when there is one. */
  readonly checked: readonly FindingRule[];
  /** Findings that the baseline accepts. */
  readonly accepted: number;
  /** What does not fail the check and is worth a look, a sentence or two each. */
  readonly hints: readonly string[];
}

/** Suspicious places that are named. */
const MOST_SUSPECTS = 5;

/** Judges. What was asked for and cannot be checked is a finding. */
export function judgeGate(
  facts: GateFacts,
  config: GateConfig,
  baseline: Baseline | null,
  why: Unavailable,
): GateVerdict {
  const wanted = config.failOn ?? defaultRules(facts);
  // What is open when a program dies in its middle is no leak.
  const rules = facts.death === null ? wanted : wanted.filter((rule) => rule !== 'leak');
  const findings = [
    ...deaths(facts),
    ...(rules.includes('leak') ? leaks(facts, config, baseline) : []),
    ...(rules.includes('badref') ? badReferences(facts, baseline) : []),
    ...(rules.includes('growth') ? growthFindings(facts, baseline) : []),
    ...budgetFindings(facts, config),
    ...unchecked(facts, { config, rules, baseline, why }),
  ];
  findings.sort((a, b) => Number(b.fails) - Number(a.fails));
  return {
    passed: !findings.some(({ fails }) => fails),
    findings,
    checked: [...rules, ...(config.budgets.size > 0 ? (['budget'] as const) : [])],
    accepted: findings.filter(({ state }) => state === 'unchanged').length,
    hints: [...facts.leftOut, ...(rules.includes('leak') ? suspects(facts, config) : [])],
  };
}

/** Sites that are suspicious, where that is not enough to fail: they must not pass unseen. */
function suspects({ sites }: GateFacts, { leakLevel }: GateConfig): readonly string[] {
  const found = (sites ?? []).filter(({ site }) => site.level === 'suspicious');
  if (leakLevel === 'suspicious' || found.length === 0) {
    return [];
  }
  const named = found.slice(0, MOST_SUSPECTS).map(({ site: { label, outstanding, opened } }) => {
    return `${label} (${outstanding} of ${opened} still open)`;
  });
  const more = found.length > named.length ? ` and ${found.length - named.length} more` : '';
  const [places, them] =
    found.length === 1 ? ['1 place is', 'it'] : [`${found.length} places are`, 'them'];
  return [
    `${places} suspicious and not counted as ${found.length === 1 ? 'a leak' : 'leaks'}: ${named.join(', ')}${more}. --leak-level suspicious, or "leakLevel" in the settings, fails on ${them}; !sites says why.`,
  ];
}

function defaultRules(facts: GateFacts): readonly GateRule[] {
  return facts.sites === null ? [] : ['leak', 'badref'];
}

/** A program that was run for the check and died. */
function deaths({ death }: GateFacts): readonly Finding[] {
  if (death === null) {
    return [];
  }
  const { title, description, frames } = death;
  return [
    {
      rule: 'death',
      fails: true,
      fingerprint: 'death',
      title,
      details: [
        description,
        'Leaks were not looked for: what is open in the middle of a program may be closed later.',
      ],
      count: 0,
      limit: null,
      state: 'unknown',
      frame: frames[0] ?? null,
      stacks: frames.length === 0 ? [] : [{ title: 'stack', frames }],
    },
  ];
}

function leaks(
  { sites }: GateFacts,
  { leakLevel }: GateConfig,
  baseline: Baseline | null,
): readonly Finding[] {
  const isLeak = ({ level }: LeakSite): boolean =>
    level === 'leak' || (level === 'suspicious' && leakLevel === 'suspicious');
  const found = (sites ?? []).filter(({ site }) => isLeak(site));
  const now = totals(sites ?? []);
  return found.map(({ fingerprint, site }): Finding => {
    const { label, outstanding, opened, closed, family } = site;
    const known = compareWith(baseline, 'sites', { fingerprint, count: now.get(fingerprint) ?? 0 });
    const kind = family === 'USER' ? 'USER ' : '';
    const types = site.types.map(({ type, count }) => `${count} ${kind}${type}`).join(', ');
    return {
      rule: 'leak',
      fails: known.state !== 'unchanged',
      fingerprint,
      title: `${label} leaks ${types === '' ? `${outstanding} ${kind}handles` : `${types} ${outstanding === 1 ? 'handle' : 'handles'}`}`,
      details: [
        `Opened ${opened}, closed ${closed} here, ${outstanding} left open.`,
        ...site.reasons.filter(({ points }) => points > 0).map(({ text }) => sentence(text)),
        ...site.closers.slice(0, 1).map((closer) => `Siblings are closed at ${closer.label}.`),
        ...known.words,
      ],
      count: outstanding,
      limit: known.limit,
      state: known.state,
      frame: site.frames[0] ?? null,
      stacks: [
        {
          title: `opened${byThread(site.lastOpen.threadId)}`,
          frames: site.frames,
        },
      ],
    };
  });
}

function badReferences(facts: GateFacts, baseline: Baseline | null): readonly Finding[] {
  return (facts.badReferences ?? []).map((bad): Finding => {
    const known = compareWith(baseline, 'badReferences', bad);
    return {
      rule: 'badref',
      fails: known.state !== 'unchanged',
      fingerprint: bad.fingerprint,
      title: `${bad.label} ${verbOf(bad)}`,
      details: [bad.story.reference.text, ...known.words],
      count: bad.count,
      limit: known.limit,
      state: known.state,
      frame: bad.story.record.place,
      stacks: storyStacks(bad),
    };
  });
}

function verbOf({ kind, family, count, story }: BadPlace): string {
  const times = count === 1 ? '' : ` ${count} times`;
  const isUser = family === 'USER';
  switch (kind) {
    case 'closed twice':
      return isUser
        ? `destroys a USER object that is destroyed already${times}`
        : `closes a handle that is closed already${times}`;
    case 'used after close':
      return isUser
        ? `uses a USER handle after its object was destroyed${times}`
        : `uses a handle after it was closed${times}`;
    default:
      return `uses a bad ${isUser ? 'USER ' : ''}handle${times} (${story.reference.title})`;
  }
}

function storyStacks({ story, family }: BadPlace): readonly FindingStack[] {
  const stacks: FindingStack[] = [];
  const add = (title: string, record: BadPlace['story']['opened']): void => {
    if (record !== null) {
      stacks.push({ title: `${title}${byThread(record.trace.threadId)}`, frames: record.frames });
    }
  };
  add('used', story.record);
  const { closed, opened } = FAMILY_WORDS[family];
  add(closed, story.closed);
  add(opened, story.opened);
  return stacks;
}

/** Empty where the record does not tell the thread. */
function byThread(id: number): string {
  return id === NO_ACTOR ? '' : ` by thread ${(id >>> 0).toString(16)}`;
}

/** What was asked for and cannot be checked: it must not pass in silence. */
function unchecked(facts: GateFacts, given: AskedFor): readonly Finding[] {
  const { config, rules, baseline, why } = given;
  const missing: string[] = [];
  if (facts.sites === null && rules.some((rule) => rule !== 'growth')) {
    missing.push(`Leaks and bad references cannot be checked. ${why.traces ?? ''}`.trim());
  }
  if (rules.includes('growth') && baseline === null) {
    missing.push('Growth cannot be checked without a baseline: give one with --baseline FILE.');
  }
  if (rules.length === 0 && config.budgets.size === 0 && facts.death === null) {
    missing.push(
      `There is nothing to check: the target has no traces, and no budget is given. ${why.traces ?? ''}`.trim(),
    );
  }
  missing.push(...uncheckedCounts(facts, given));
  return missing.map((text) => ({
    rule: 'unchecked',
    fails: true,
    fingerprint: `unchecked:${text.slice(0, 20)}`,
    title: text,
    details: [],
    count: 0,
    limit: null,
    state: 'unknown',
    frame: null,
    stacks: [],
  }));
}

/** Outstanding opens by fingerprint. */
function totals(sites: readonly GateSite[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { fingerprint, site } of sites) {
    counts.set(fingerprint, (counts.get(fingerprint) ?? 0) + site.outstanding);
  }
  return counts;
}

function compareWith(
  baseline: Baseline | null,
  list: 'sites' | 'badReferences',
  { fingerprint, count }: { readonly fingerprint: string; readonly count: number },
): {
  readonly state: BaselineState;
  readonly limit: number | null;
  readonly words: readonly string[];
} {
  if (baseline === null) {
    return { state: 'unknown', limit: null, words: [] };
  }
  const known = baseline[list]?.find((place) => place.key === fingerprint);
  if (known === undefined) {
    return { state: 'new', limit: 0, words: ['It is not in the baseline.'] };
  }
  return count > known.count
    ? { state: 'grown', limit: known.count, words: [`The baseline has ${known.count}.`] }
    : { state: 'unchanged', limit: known.count, words: ['The baseline accepts it.'] };
}

function sentence(text: string): string {
  const first = text.slice(0, 1).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}
