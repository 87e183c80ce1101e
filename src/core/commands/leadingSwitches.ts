/** Switches in front of a free text such as a query, in which words may begin with a dash too. */

import { nearestName } from '../util/nearestName';
import { fail, ok, type Result } from '../util/result';

/** A switch that a command knows. */
export interface KnownSwitch {
  /** With its dash, lower case: `-n`. */
  readonly name: string;
  /** What follows it, for messages, such as `a number`; null when nothing does. */
  readonly takes: string | null;
}

/** What was found. */
export interface LeadingSwitches {
  /** Values by switch; empty for switches that take none. */
  readonly values: ReadonlyMap<string, string>;
  /** What follows the switches. */
  readonly rest: string;
  /** Where that starts in the text. */
  readonly restAt: number;
}

const SWITCH = /(-[a-z?]+)(?=\s|$)/iy;
const VALUE = /\s+("([^"]*)"|\S+)/y;
const BLANKS = /\s*/y;

/**
 * Reads switches up to the first word that is none. Fails for an unknown one, for one without its value and for one that
 * comes twice; `-type:File` is no switch but a condition.
 */
export function leadingSwitches(
  command: string,
  text: string,
  known: readonly KnownSwitch[],
): Result<LeadingSwitches> {
  const values = new Map<string, string>();
  let at = 0;
  for (;;) {
    at = matchAt(BLANKS, text, at)?.end ?? at;
    const found = matchAt(SWITCH, text, at);
    if (found === null) {
      return ok({ values, rest: text.slice(at), restAt: at });
    }
    const typed = found.groups[1] ?? '';
    const spec = known.find(({ name }) => name === typed.toLowerCase());
    if (spec === undefined) {
      return fail(unknownSwitch(command, typed, known));
    }
    if (values.has(spec.name)) {
      return fail({
        code: 'usage',
        message: `${command} has ${spec.name} twice.`,
        hint: 'Leave one out.',
      });
    }
    at = found.end;
    if (spec.takes === null) {
      values.set(spec.name, '');
      continue;
    }
    const value = matchAt(VALUE, text, at);
    if (value === null) {
      return fail({
        code: 'usage',
        message: `${spec.name} needs ${spec.takes} after it.`,
        hint: `Type ${command} -? for the forms.`,
      });
    }
    values.set(spec.name, value.groups[2] ?? value.groups[1] ?? '');
    at = value.end;
  }
}

function unknownSwitch(
  command: string,
  typed: string,
  known: readonly KnownSwitch[],
): { readonly code: string; readonly message: string; readonly hint: string } {
  const nearest = nearestName(
    typed,
    known.map(({ name }) => name),
  );
  return {
    code: 'unknown-switch',
    message: `${command} has no switch '${typed}'.`,
    hint:
      nearest === null
        ? `It has ${known.map(({ name }) => name).join(', ')}. To leave out what has a word in it, write not ${typed.slice(1)}.`
        : `Did you mean ${command} ${nearest}?`,
  };
}

function matchAt(
  pattern: RegExp,
  text: string,
  at: number,
): { readonly groups: RegExpExecArray; readonly end: number } | null {
  pattern.lastIndex = at;
  const groups = pattern.exec(text);
  return groups === null ? null : { groups, end: pattern.lastIndex };
}

/** A count that is typed as people count, decimal, `0x` in front for hexadecimal; 1 to 2^32-1. */
export function countSwitch(name: string, text: string): Result<number> {
  const value = /^(?:0n)?\d{1,10}$|^0x[0-9a-f]{1,8}$/i.test(text)
    ? Number(text.replace(/^0n/i, ''))
    : Number.NaN;
  return value >= 1 && value <= 0xffff_ffff
    ? ok(value)
    : fail({
        code: 'usage',
        message: `${name} takes a number from 1, not '${text}'.`,
        hint: `It is decimal here, as the list numbers its lines: ${name} 20.`,
      });
}
