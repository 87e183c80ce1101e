/** The check of a handle step by step, with the last error it ends in (user-handles.md 4.3). */

import { hexAddress, hexPadded } from '../util/hex';
import { FLAG_DESTROY, FLAG_INDESTROY, flagsText } from '../windows/user/userFlags';
import {
  handleIndex,
  handleUniq,
  is16BitForm,
  type ValidationStep,
} from '../windows/user/userHandleValue';
import { errorWhenRefused, type UserError } from '../windows/user/userLimits';
import { unknownTypeText, valueOf, type UserType } from '../windows/user/userTypes';
import type { UserHandleTable } from './userTable';
import { uniqMatches } from './verdict';

/** How a step went: `info` steps cannot fail; steps after a failure are not reached. */
export type StepOutcome = 'pass' | 'fail' | 'info' | 'unknown';

/** One step of the check. */
export interface ExplainedStep {
  readonly step: ValidationStep;
  readonly outcome: StepOutcome;
  /** One line with the values that decided. */
  readonly text: string;
}

/** The whole check. */
export interface ExplainedValidation {
  /** Steps in Windows' order, up to the first that fails. */
  readonly steps: readonly ExplainedStep[];
  /** The last error of a call that was given the handle; null when it passes or its entry is not in memory. */
  readonly error: UserError | null;
}

/** Goes through the check as Windows does for a call that wants `wanted`, null for any type. */
export function explainValidation(
  table: UserHandleTable,
  handle: number,
  wanted: UserType | null = null,
): ExplainedValidation {
  const steps: ExplainedStep[] = [];
  for (const next of [nullStep, boundsStep, entryStep, uniqStep, typeStep, flagsStep, objectStep]) {
    const step = next(table, handle >>> 0, wanted);
    steps.push(step);
    if (step.outcome === 'fail' || step.outcome === 'unknown') {
      break;
    }
  }
  const failed = steps.at(-1)?.outcome === 'fail';
  return { steps, error: failed ? errorWhenRefused(wanted?.id ?? null) : null };
}

type Step = (table: UserHandleTable, handle: number, wanted: UserType | null) => ExplainedStep;

const nullStep: Step = (_table, handle) =>
  step('null', handle !== 0, `handle ${hexPadded(handle, 8)} is ${handle === 0 ? '' : 'not '}0`);

const boundsStep: Step = (table, handle) => {
  const index = handleIndex(handle);
  const inside = index < table.entries;
  return step(
    'bounds',
    inside,
    `index ${hexPadded(index, 4)} is ${inside ? 'below' : 'not below'} cHandleEntries ${hexPadded(table.entries, 4)}`,
  );
};

const entryStep: Step = (table, handle) => {
  const { pointerSize, entrySize } = table.profile;
  const index = handleIndex(handle);
  const at = hexAddress(table.entryAddress(index), pointerSize);
  const readable = table.columns.isReadable(index);
  return {
    step: 'entry',
    outcome: readable ? 'info' : 'unknown',
    text: `entry = ${hexAddress(table.aheList, pointerSize)} + ${hexPadded(index, 4)} * ${entrySize.toString(16)} = ${at}${readable ? '' : ', which is not in memory'}`,
  };
};

const uniqStep: Step = (table, handle) => {
  const uniq = hexPadded(table.columns.uniq[handleIndex(handle)] ?? 0, 4);
  const high = hexPadded(handleUniq(handle), 4);
  const matches = uniqMatches(table, handle);
  if (matches && is16BitForm(handle)) {
    return step(
      'uniq',
      true,
      `high word ${high} is the 16-bit form: wUniq ${uniq} is not compared`,
    );
  }
  return step(
    'uniq',
    matches,
    `high word ${high} ${matches ? 'equals' : 'differs from'} wUniq ${uniq}`,
  );
};

const typeStep: Step = (table, handle, wanted) => {
  const index = handleIndex(handle);
  const value = table.columns.type[index] ?? 0;
  const name = table.type(index)?.name;
  const text = `bType ${hexPadded(value, 2)} is ${name ?? unknownTypeText(value)}`;
  if (table.isFree(index)) {
    return step('type', false, text);
  }
  const fits = wanted === null || value === valueOf(table.profile, wanted.id);
  return step(
    'type',
    fits,
    `${text}; wanted ${wanted === null ? 'any type but Free' : wanted.name}`,
  );
};

const flagsStep: Step = (table, handle) => {
  const flags = table.columns.flags[handleIndex(handle)] ?? 0;
  const refused = table.place.viewpoint === 'user' ? FLAG_DESTROY | FLAG_INDESTROY : FLAG_DESTROY;
  const also = table.place.viewpoint === 'user' ? 'neither 01 nor 02' : 'no 01';
  const passes = (flags & refused) === 0;
  return step(
    'flags',
    passes,
    `bFlags ${hexPadded(flags, 2)} (${flagsText(flags)}) ${passes ? `has ${also}` : 'says that the object is to be destroyed'}`,
  );
};

const objectStep: Step = (table, handle) => {
  const index = handleIndex(handle);
  const phead = table.phead(index);
  if (table.profile.owner === 'entry-id') {
    return info(`object at offset ${phead.toString(16)} of its desktop heap`);
  }
  const at = hexAddress(phead, table.profile.pointerSize);
  return info(
    table.place.viewpoint === 'user'
      ? `object at kernel address ${at}; a process subtracts the delta of the heap`
      : `object at ${at}`,
  );
};

function info(text: string): ExplainedStep {
  return { step: 'object', outcome: 'info', text };
}

function step(name: ValidationStep, passes: boolean, text: string): ExplainedStep {
  return { step: name, outcome: passes ? 'pass' : 'fail', text };
}
