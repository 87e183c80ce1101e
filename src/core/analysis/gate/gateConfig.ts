/** What the gate fails on: the settings of `handle-lens check`, from a file and from the command line. */

import { fail, ok, type Failure, type Result } from '../../util/result';
import { nearestName } from '../../util/nearestName';
import { everyName, typeNamed } from '../../windows/user/userTypeNames';
import { USER_TYPES } from '../../windows/user/userTypes';
import { familyType } from '../traces/handleFamily';

/** Kinds of findings that can fail a check. Budgets fail whenever one is given. */
export type GateRule = 'leak' | 'badref' | 'growth';

/** All of them. */
export const GATE_RULES: readonly GateRule[] = ['leak', 'badref', 'growth'];

/** From which verdict on a leak site becomes a finding. */
export type LeakThreshold = 'leak' | 'suspicious';

/** Settings of a check. */
export interface GateConfig {
  /** Null: `leak` and `badref`, as far as the target has traces. */
  readonly failOn: readonly GateRule[] | null;
  readonly leakLevel: LeakThreshold;
  /**
   * Most open handles by type, letter case ignored; `total` is the whole table. `USER:` in front stands for USER handles:
   * `USER:Menu`, `USER:total`.
   */
  readonly budgets: ReadonlyMap<string, number>;
  /** Path of the baseline file; null without one. */
  readonly baseline: string | null;
  /** Patterns of leak sites that are not wanted (docs/leaks.md). */
  readonly suppress: readonly string[];
  /** Modules that are the program's own, and that are not, whatever their folders say. */
  readonly ownModules: readonly string[];
  readonly systemModules: readonly string[];
}

/** Nothing but what is always checked. */
export const DEFAULT_GATE: GateConfig = {
  failOn: null,
  leakLevel: 'leak',
  budgets: new Map(),
  baseline: null,
  suppress: [],
  ownModules: [],
  systemModules: [],
};

/** The budget of a whole table. */
export const TOTAL = 'total';

/** Members of the file; `$schema` is for editors. */
const MEMBERS = [
  '$schema',
  'failOn',
  'leakLevel',
  'budgets',
  'baseline',
  'suppress',
  'ownModules',
  'systemModules',
] as const;

/** Reads the content of a configuration file. The problem names the member that is wrong. */
export function parseGateConfig(value: unknown): Result<GateConfig> {
  if (!isObject(value)) {
    return wrong('The file', 'an object with members such as "budgets" and "failOn"');
  }
  for (const name of Object.keys(value)) {
    if (!MEMBERS.some((member) => member === name)) {
      const nearest = nearestName(name, MEMBERS);
      return fail({
        code: 'gate-config',
        message: `"${name}" is not a setting.`,
        hint:
          nearest === null
            ? `The settings are ${MEMBERS.slice(1).join(', ')}.`
            : `Did you mean "${nearest}"?`,
      });
    }
  }
  const failOn = rulesIn(value['failOn']);
  const budgets = budgetsIn(value['budgets']);
  const leakLevel = value['leakLevel'] ?? DEFAULT_GATE.leakLevel;
  const baseline = value['baseline'] ?? null;
  if (!failOn.ok) {
    return failOn;
  }
  if (!budgets.ok) {
    return budgets;
  }
  if (leakLevel !== 'leak' && leakLevel !== 'suspicious') {
    return wrong('"leakLevel"', '"leak" or "suspicious"');
  }
  if (baseline !== null && (typeof baseline !== 'string' || baseline === '')) {
    return wrong('"baseline"', 'the path of a file');
  }
  const lists: string[][] = [];
  for (const name of ['suppress', 'ownModules', 'systemModules'] as const) {
    const list = value[name] ?? [];
    if (!isTexts(list)) {
      return wrong(`"${name}"`, 'a list of patterns, each a text');
    }
    lists.push(list);
  }
  const [suppress = [], ownModules = [], systemModules = []] = lists;
  return ok({
    failOn: failOn.value,
    leakLevel,
    budgets: budgets.value,
    baseline,
    suppress,
    ownModules,
    systemModules,
  });
}

/** Reads `Event=100` or `USER:Menu=50`; `total=5000` and `USER:total=5000` are for the whole table. */
export function parseBudget(text: string): Result<readonly [string, number]> {
  const [, type, count] = /^\s*(.+?)\s*=\s*(\d{1,9})\s*$/.exec(text) ?? [];
  if (type === undefined || count === undefined) {
    return fail({
      code: 'usage',
      message: `"${text}" is not a budget.`,
      hint: 'Write a type and the most handles of it, such as Event=100 or USER:Menu=50, or total=5000 for all handles.',
    });
  }
  const known = knownBudget(type);
  return known.ok ? ok([type, Number(count)]) : fail({ ...known.problem, code: 'usage' });
}

/** USER types are the same on all machines: a name that none has is a mistake. */
function knownBudget(text: string): Result<void> {
  const { family, type } = familyType(text);
  if (family !== 'USER' || type.toLowerCase() === TOTAL || typeNamed(type) !== null) {
    return ok(undefined);
  }
  const nearest = nearestName(type, USER_TYPES.flatMap(everyName));
  return fail({
    code: 'gate-config',
    message: `No USER object has the type "${type}".`,
    hint:
      nearest === null
        ? 'handle-lens open sample:user-menu-leak -c "!dhe -t" lists the types.'
        : `Did you mean "USER:${nearest}"?`,
  });
}

/** Reads the name of a rule. */
export function parseRule(text: string): Result<GateRule> {
  const rule = GATE_RULES.find((each) => each === text.trim().toLowerCase());
  if (rule !== undefined) {
    return ok(rule);
  }
  const nearest = nearestName(text, GATE_RULES);
  return fail({
    code: 'usage',
    message: `"${text}" is not something a check can fail on.`,
    hint: nearest === null ? `Choose from ${GATE_RULES.join(', ')}.` : `Did you mean ${nearest}?`,
  });
}

function rulesIn(value: unknown): Result<readonly GateRule[] | null> {
  if (value === undefined) {
    return ok(null);
  }
  if (!isTexts(value)) {
    return wrong('"failOn"', `a list of ${GATE_RULES.join(', ')}`);
  }
  const rules: GateRule[] = [];
  for (const text of value) {
    const rule = parseRule(text);
    if (!rule.ok) {
      return rule;
    }
    rules.push(rule.value);
  }
  return ok(rules);
}

function budgetsIn(value: unknown): Result<ReadonlyMap<string, number>> {
  const budgets = new Map<string, number>();
  if (value === undefined) {
    return ok(budgets);
  }
  if (!isObject(value)) {
    return wrong('"budgets"', 'an object such as {"Event": 100}');
  }
  for (const [type, most] of Object.entries(value)) {
    if (typeof most !== 'number' || !Number.isInteger(most) || most < 0) {
      return wrong(`The budget of "${type}"`, 'a whole number, 0 or more');
    }
    const known = knownBudget(type);
    if (!known.ok) {
      return known;
    }
    budgets.set(type, most);
  }
  return ok(budgets);
}

function wrong(what: string, wanted: string): Failure {
  return fail({ code: 'gate-config', message: `${what} should be ${wanted}.` });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
