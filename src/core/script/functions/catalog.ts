/** All functions that scripts can call, by name. */

import { HANDLES } from './handles';
import type { BuiltIn } from './builtIn';
import { JOBS } from './jobs';
import { NATIVE } from './native';
import { POOLS_AND_STATIONS } from './pools';
import { PROCESSES } from './processes';
import { RUNTIME } from './runtime';
import { SYSTEM_CODE } from './systemCode';
import { STORAGE } from './storage';
import { SYNCHRONIZATION } from './synchronization';
import { CLASS_FUNCTIONS } from './user/classes';
import { DESKTOP_FUNCTIONS } from './user/desktops';
import { EXCHANGE_FUNCTIONS } from './user/exchange';
import { INPUT_FUNCTIONS } from './user/input';
import { RESOURCE_FUNCTIONS } from './user/resources';
import { WINDOW_FUNCTIONS } from './user/windows';

/** In the order of their numbers in compiled scripts. */
export const BUILT_INS: readonly BuiltIn[] = [
  ...HANDLES,
  ...SYNCHRONIZATION,
  ...STORAGE,
  ...PROCESSES,
  ...JOBS,
  ...POOLS_AND_STATIONS,
  ...NATIVE,
  ...RUNTIME,
  ...SYSTEM_CODE,
  ...WINDOW_FUNCTIONS,
  ...RESOURCE_FUNCTIONS,
  ...CLASS_FUNCTIONS,
  ...DESKTOP_FUNCTIONS,
  ...EXCHANGE_FUNCTIONS,
  ...INPUT_FUNCTIONS,
];

const NUMBERS: ReadonlyMap<string, number> = numbered();

/** Number of a function by its name, with or without the W of Unicode functions; undefined when there is none. */
export function builtInNumber(name: string): number | undefined {
  return NUMBERS.get(name);
}

/** A function by its name. */
export function builtInNamed(name: string): BuiltIn | undefined {
  return BUILT_INS[NUMBERS.get(name) ?? -1];
}

/** All names that can be called. */
export function builtInNames(): readonly string[] {
  return [...NUMBERS.keys()];
}

/** `CreateEvent` is `CreateEventW`, and `CreateMutexA` exists where the table has it. */
function numbered(): ReadonlyMap<string, number> {
  const numbers = new Map(BUILT_INS.map(({ name }, number) => [name, number]));
  BUILT_INS.forEach(({ name }, number) => {
    const plain = name.slice(0, -1);
    if (/^[A-Z].*[a-z]W$/.test(name) && !numbers.has(plain)) {
      numbers.set(plain, number);
    }
  });
  numbers.set('ZwClose', numbers.get('NtClose') ?? 0);
  return numbers;
}
