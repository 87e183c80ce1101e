/** Reads the arguments of `handle-lens check`. */

import {
  parseBudget,
  parseRule,
  type GateRule,
  type LeakThreshold,
} from '../../core/analysis/gate/gateConfig';
import { GATE_FORMATS, type GateFormat } from '../../core/render/gate/gateWords';
import { siteRules, type SiteRules } from '../siteRules';
import { nearestName } from '../../core/util/nearestName';
import { fail, ok, type Result } from '../../core/util/result';

/** What the user asked for; members that are null or empty leave it to the configuration file. */
export interface CheckArguments {
  readonly kind: 'check';
  readonly target: string;
  readonly sites: SiteRules;
  readonly baseline: string | null;
  readonly writeBaseline: string | null;
  readonly failOn: readonly GateRule[];
  readonly leakLevel: LeakThreshold | null;
  readonly budgets: readonly (readonly [string, number])[];
  readonly format: GateFormat;
  /** Where the report goes; null prints it. */
  readonly output: string | null;
}

/** Options of `check` by their names, as often as they were given. */
export type CheckOptionValues = ReadonlyMap<string, readonly string[]>;

/** Names of the options that take a value. */
export const CHECK_OPTIONS = [
  '--baseline',
  '--write-baseline',
  '--budget',
  '--fail-on',
  '--leak-level',
  '--format',
  '--output',
] as const;

/** Reads the words and options after `check`. */
export function parseCheck(
  words: readonly string[],
  options: CheckOptionValues,
): Result<CheckArguments> {
  const [target, extra] = words;
  if (target === undefined) {
    return usage(
      '"handle-lens check" needs a target.',
      'Give the path of a dump or log: handle-lens check app.dmp --budget Event=100',
    );
  }
  if (extra !== undefined) {
    return usage(
      `"handle-lens check" takes one target; "${extra}" is one too many.`,
      'Put a path that holds blanks into quotation marks.',
    );
  }
  const last = (name: string): string | null => options.get(name)?.at(-1) ?? null;
  const budgets = collect(options.get('--budget') ?? [], parseBudget);
  if (!budgets.ok) {
    return budgets;
  }
  // A list in one value is welcome: --fail-on leak,badref.
  const rules = (options.get('--fail-on') ?? []).flatMap((value) => value.split(','));
  const failOn = collect(rules, parseRule);
  if (!failOn.ok) {
    return failOn;
  }
  const format = oneOf('--format', last('--format') ?? 'text', GATE_FORMATS);
  if (!format.ok) {
    return format;
  }
  const leakLevel = last('--leak-level');
  const level =
    leakLevel === null
      ? ok(null)
      : oneOf('--leak-level', leakLevel, ['leak', 'suspicious'] as const);
  if (!level.ok) {
    return level;
  }
  return ok({
    kind: 'check',
    target,
    sites: siteRules((name) => options.get(name) ?? []),
    baseline: last('--baseline'),
    writeBaseline: last('--write-baseline'),
    failOn: failOn.value,
    leakLevel: level.value,
    budgets: budgets.value,
    format: format.value,
    output: last('--output'),
  });
}

function collect<T>(
  texts: readonly string[],
  parse: (text: string) => Result<T>,
): Result<readonly T[]> {
  const values: T[] = [];
  for (const text of texts) {
    const value = parse(text);
    if (!value.ok) {
      return value;
    }
    values.push(value.value);
  }
  return ok(values);
}

function oneOf<T extends string>(option: string, text: string, choices: readonly T[]): Result<T> {
  const choice = choices.find((each) => each === text.toLowerCase());
  if (choice !== undefined) {
    return ok(choice);
  }
  const nearest = nearestName(text, choices);
  return usage(
    `${option} cannot be "${text}".`,
    nearest === null ? `Choose from ${choices.join(', ')}.` : `Did you mean ${nearest}?`,
  );
}

function usage(message: string, hint: string): Result<never> {
  return fail({ code: 'usage', message, hint });
}
