/** The rules of the gate that count handles: budgets, and growth against the baseline. */

import { KNOWN_TYPES } from '../../windows/objectTypeLists';
import { everyName, typeNamed } from '../../windows/user/userTypeNames';
import { familyType, type FamilyType, type HandleFamily } from '../traces/handleFamily';
import type { Baseline } from './baseline';
import { nearestName } from '../../util/nearestName';
import { TOTAL, type GateConfig, type GateRule } from './gateConfig';
import type { GateFacts, HandleCounts } from './gateFacts';
import type { Finding } from './judgeGate';

/** Why something cannot be checked, a sentence or two; null when it can. */
export interface Unavailable {
  readonly traces: string | null;
  /** Why the USER handles cannot be counted. */
  readonly user: string | null;
}

/** What a check was asked for. */
export interface AskedFor {
  readonly config: GateConfig;
  readonly rules: readonly GateRule[];
  readonly baseline: Baseline | null;
  readonly why: Unavailable;
}

/** What has grown since the baseline, most first; types and totals of both kinds of handles. */
export function growthFindings(facts: GateFacts, baseline: Baseline | null): readonly Finding[] {
  if (baseline === null) {
    return [];
  }
  const { user } = facts;
  return [
    ...(baseline.kernel === null ? [] : growth(facts, baseline.kernel, 'kernel')),
    ...(user === null || baseline.user === null ? [] : growth(user, baseline.user, 'USER')),
  ].sort((a, b) => b.count - (b.limit ?? 0) - (a.count - (a.limit ?? 0)));
}

function growth(
  { types, total }: HandleCounts,
  baseline: HandleCounts,
  family: HandleFamily,
): readonly Finding[] {
  const kind = family === 'USER' ? 'USER ' : '';
  const grown: Finding[] = [];
  for (const [type, count] of types) {
    const before = baseline.types.get(type) ?? 0;
    if (count > before) {
      grown.push({
        rule: 'growth',
        fails: true,
        fingerprint: `type:${family === 'USER' ? 'USER:' : ''}${type}`,
        title: `${kind}${type} handles grew from ${before} to ${count}`,
        details: [
          family === 'USER'
            ? `All USER handles of the process: ${baseline.total} before, ${total} now.`
            : `The whole table grew from ${baseline.total} to ${total} handles.`,
        ],
        count,
        limit: before,
        state: before === 0 ? 'new' : 'grown',
        frame: null,
        stacks: [],
      });
    }
  }
  return grown;
}

/** Budgets that are exceeded. */
export function budgetFindings(facts: GateFacts, config: GateConfig): readonly Finding[] {
  return [...config.budgets]
    .map(([name, most]) => ({ name, most, count: countFor(facts, familyType(name)) }))
    .filter(({ most, count }) => count > most)
    .map(({ name, most, count }): Finding => ({
      rule: 'budget',
      fails: true,
      fingerprint: `budget:${name}`,
      title: `${count} ${budgeted(familyType(name))} exceed the budget of ${most}`,
      details: [],
      count,
      limit: most,
      state: 'unknown',
      frame: null,
      stacks: [],
    }));
}

/** Open handles of a type, or of a whole table; none where they cannot be counted, which {@link uncheckedCounts} tells. */
function countFor(facts: GateFacts, { family, type }: FamilyType): number {
  const counts: HandleCounts | null = family === 'USER' ? facts.user : facts;
  const wanted = type.toLowerCase();
  if (counts === null || wanted === TOTAL) {
    return counts?.total ?? 0;
  }
  const known = family === 'USER' ? typeNamed(type) : null;
  const names = new Set(
    known === null ? [wanted] : everyName(known).map((name) => name.toLowerCase()),
  );
  let sum = 0;
  for (const [name, count] of counts.types) {
    sum += names.has(name.toLowerCase()) ? count : 0;
  }
  return sum;
}

/** `Event handles`, `USER Menu handles`, `open handles`, `USER handles`. */
function budgeted({ family, type }: FamilyType): string {
  const isTotal = type.toLowerCase() === TOTAL;
  return family === 'USER'
    ? `USER ${isTotal ? '' : `${type} `}handles`
    : `${isTotal ? 'open' : type} handles`;
}

/** Budgets and growth of handles that the target does not show, or the baseline does not have. */
export function uncheckedCounts(facts: GateFacts, given: AskedFor): readonly string[] {
  const { user, unlisted } = facts;
  const { config, rules, baseline, why } = given;
  const families = [...config.budgets.keys()].map((name) => familyType(name).family ?? 'kernel');
  const compared = rules.includes('growth') ? baseline : null;
  const missing: string[] = [];
  if (unlisted !== null && (families.includes('kernel') || (compared?.kernel ?? null) !== null)) {
    missing.push(`Kernel handles cannot be counted. ${unlisted}`);
  }
  if (user === null && families.includes('USER')) {
    missing.push(`Budgets of USER handles cannot be checked. ${why.user ?? ''}`.trim());
  }
  missing.push(...misspelled(facts, config));
  return compared === null ? missing : [...missing, ...incomparable(facts, compared, why)];
}

/** Budgets of kernel types that are neither here nor in any Windows version, and like one that is: they would always be met. */
function misspelled({ types }: GateFacts, { budgets }: GateConfig): readonly string[] {
  const known = new Set([...types.keys(), ...KNOWN_TYPES]);
  const lower = new Set([TOTAL, ...[...known].map((name) => name.toLowerCase())]);
  return [...budgets.keys()].flatMap((name) => {
    const { family, type } = familyType(name);
    const isKnown = family === 'USER' || lower.has(type.toLowerCase());
    const nearest = isKnown ? null : nearestName(type, known);
    return nearest === null
      ? []
      : [`No Windows version and no handle here has the type '${type}'. Did you mean ${nearest}?`];
  });
}

/** What the baseline does not have, and USER handles that the target does not show. */
function incomparable(
  { total, user, unlisted }: GateFacts,
  baseline: Baseline,
  why: Unavailable,
): readonly string[] {
  const missing: string[] = [];
  if (baseline.kernel === null && unlisted === null && total > 0) {
    missing.push(
      'Growth cannot be checked: the baseline has no counts of kernel handles, because its target did not list them. Write it anew with --write-baseline FILE.',
    );
  }
  if (baseline.kernel === null && unlisted !== null && (baseline.user ?? user) === null) {
    missing.push(
      'Growth cannot be checked: neither the baseline nor the target has counts of handles. What traces show is compared place by place with --fail-on leak.',
    );
  }
  if (user === null && baseline.user !== null) {
    missing.push(`USER handles cannot be compared with the baseline. ${why.user ?? ''}`.trim());
  }
  if (user !== null && user.total > 0 && baseline.user === null) {
    missing.push(
      'Growth of USER handles cannot be checked: the baseline has none. Write it anew with --write-baseline FILE.',
    );
  }
  return missing;
}
