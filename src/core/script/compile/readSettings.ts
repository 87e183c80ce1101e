/** Reads settings of the block `machine { }` by their descriptions; what is wrong is reported and left out. */

import { nearestName } from '../../util/nearestName';
import type { ScriptProblem, Setting, SettingValue, Span } from '../language/syntax';
import type { SettingDescription } from './settingTables';

/** Told of what is wrong. */
export type Report = (problem: ScriptProblem) => void;

/** What was read, by field; settings that take several values give arrays, blocks objects that say what they describe in `of`. */
export type ReadSettings = Record<string, unknown>;

/** Largest address of 64 bits. */
const LARGEST_ADDRESS = 0xffff_ffff_ffff_ffffn;
/** A number that says all of its digits. */
const WHOLE_NUMBER = /^(?:0x[0-9a-f]+|\d+)$/i;

/** Reads the settings of one block. */
export function readSettings(
  settings: readonly Setting[],
  known: readonly SettingDescription[],
  report: Report,
): ReadSettings {
  const read: ReadSettings = {};
  for (const setting of settings) {
    const description = describe(setting, known, report);
    if (description === null || !checkValues(setting, description, report)) {
      continue;
    }
    const field = description.field ?? description.name;
    const values = setting.values.map((value) => valueOf(value, description));
    const [first] = values;
    if (description.settings !== undefined) {
      const block = readSettings(setting.settings ?? [], description.settings, report);
      read[field] = [...listOf(read[field]), { ...block, of: first }];
    } else {
      read[field] = description.many === true ? [...listOf(read[field]), ...values] : first;
    }
  }
  return read;
}

/** A problem of a setting. */
export function settingProblem(span: Span, code: string, message: string): ScriptProblem {
  return { code, severity: 'error', message, start: span.start, end: span.end };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

function valueOf(value: SettingValue, { takes }: SettingDescription): unknown {
  switch (takes) {
    case 'number':
      return value.number;
    case 'address':
      return `0x${BigInt(value.text).toString(16)}`;
    case 'session':
      return value.kind === 'number' ? value.number : 'none';
    case 'tracing':
      return value.kind === 'number' ? value.number : value.text === 'on' ? 0 : null;
    default:
      return value.text;
  }
}

function describe(
  { name }: Setting,
  known: readonly SettingDescription[],
  report: Report,
): SettingDescription | null {
  const found = known.find((each) => each.name === name.name);
  if (found === undefined) {
    const names = known.map((each) => each.name);
    const near = nearestName(name.name, names);
    report({
      ...settingProblem(
        name,
        'unknown-setting',
        `There is no setting "${name.name}". ${near === null ? `The settings are ${names.join(', ')}.` : `Did you mean "${near}"?`}`,
      ),
      ...(near === null ? {} : { replacement: near }),
    });
  }
  return found ?? null;
}

/** True when a setting has a value, and all are of the right kind. */
function checkValues(setting: Setting, description: SettingDescription, report: Report): boolean {
  if (setting.values.length === 0) {
    report(
      settingProblem(
        setting.name,
        'missing-value',
        `"${setting.name.name}" needs a value: ${description.summary}`,
      ),
    );
    return false;
  }
  const values = description.many === true ? setting.values : setting.values.slice(0, 1);
  return values.every((value) => checkValue(setting, value, description, report));
}

function checkValue(
  setting: Setting,
  value: SettingValue,
  description: SettingDescription,
  report: Report,
): boolean {
  const { takes, words } = description;
  if (!fits(value, takes)) {
    report(
      settingProblem(
        value,
        'wrong-value',
        `"${setting.name.name}" takes ${describeKind(takes)}. ${description.summary}`,
      ),
    );
    return false;
  }
  if (words !== undefined && value.kind !== 'number' && !words.includes(value.text)) {
    const near = nearestName(value.text, words);
    report({
      ...settingProblem(
        value,
        'wrong-value',
        `"${value.text}" is no value of "${setting.name.name}". It can be ${words.join(', ')}.`,
      ),
      ...(near === null ? {} : { replacement: value.kind === 'text' ? `"${near}"` : near }),
    });
    return false;
  }
  const isId = setting.name.name === 'pid' || setting.name.name === 'tid';
  if (isId && (value.number % 4 !== 0 || value.number <= 0)) {
    report(settingProblem(value, 'wrong-id', 'Process and thread ids are multiples of 4 above 0.'));
    return false;
  }
  return true;
}

function fits(value: SettingValue, takes: SettingDescription['takes']): boolean {
  switch (takes) {
    case 'tracing':
      return value.kind !== 'text';
    case 'session':
      return value.kind === 'number' || (value.kind === 'word' && value.text === 'none');
    case 'address':
      return (
        value.kind === 'number' &&
        WHOLE_NUMBER.test(value.text) &&
        BigInt(value.text) <= LARGEST_ADDRESS
      );
    default:
      return value.kind === takes;
  }
}

function describeKind(takes: SettingDescription['takes']): string {
  switch (takes) {
    case 'number':
      return 'a number';
    case 'word':
      return 'a word without quotes';
    case 'tracing':
      return '"on", "off" or a number';
    case 'address':
      return 'an address of at most 64 bits, for example 0x7ffe0c3e0000';
    case 'session':
      return 'a number or "none"';
    default:
      return 'a text in quotes';
  }
}
