/** Everything that a script and its machine consist of, as plain data that can be compared. */

import { Journal } from '../../src/core/simulator/machine/journal';
import { ObjectList } from '../../src/core/simulator/machine/objectList';
import { StackTable } from '../../src/core/simulator/machine/stackTable';
import { UserArena } from '../../src/core/simulator/user/userArena';
import type { ScriptSession } from '../../src/core/script/debug/scriptSession';

/** Fields that say when something changed, which differs with the way on which a moment was reached. */
const ABOUT_CHANGES = new Set([
  'born',
  'told',
  'toldCounts',
  'toldFacts',
  'change',
  'changeEpoch',
  'kept',
  'generation',
]);

/**
 * Walks over all objects that the machine and the program's state lead to, however deep, and writes down each one's fields. Objects are
 * numbered in the order in which the walk meets them, so that two equal machines give equal texts.
 */
export function wholeState({ engine }: ScriptSession): readonly string[] {
  const { machine } = engine.context;
  const numbers = new Map<object, number>();
  const open: object[] = [];
  const constant = new Set<object>([engine, engine.context, engine.program, engine.modules]);
  [machine.profile, machine.memory, machine.services, engine.context.modules].forEach((each) =>
    constant.add(each),
  );
  machine.constantParts().forEach((each) => constant.add(each));
  const name = (value: unknown): string => {
    if (typeof value === 'bigint') {
      return `${value}n`;
    }
    if (typeof value !== 'object' || value === null) {
      return typeof value === 'function' ? 'function' : JSON.stringify(value) + typeof value;
    }
    if (constant.has(value) || value instanceof Journal || value instanceof StackTable) {
      return 'constant';
    }
    const known = numbers.get(value) ?? numbers.size;
    if (known === numbers.size) {
      numbers.set(value, known);
      open.push(value);
    }
    return `#${known}`;
  };
  name(machine);
  name(engine.state);
  const lines: string[] = [];
  for (let object = open.shift(); object !== undefined; object = open.shift()) {
    lines.push(`${object.constructor.name} ${contents(object, name)}`);
  }
  return lines;
}

function contents(object: object, name: (value: unknown) => string): string {
  if (object instanceof ObjectList) {
    const { length, hole, count, slots } = object;
    return `${length} ${hole} ${count} ${slots.slice(0, length).map(name).join(' ')}`;
  }
  if (object instanceof UserArena) {
    return Buffer.from(object.bytes).toString('base64');
  }
  if (ArrayBuffer.isView(object)) {
    return Buffer.from(object.buffer, object.byteOffset, object.byteLength).toString('base64');
  }
  if (object instanceof Map) {
    const entries = [...object].map(([key, value]) => [key as unknown, value as unknown] as const);
    const hasPlainKeys = entries.every(([key]) => ['string', 'number'].includes(typeof key));
    const sorted = hasPlainKeys
      ? entries.sort(([left], [right]) => (String(left) < String(right) ? -1 : 1))
      : entries;
    return sorted.map(([key, value]) => `${name(key)}=${name(value)}`).join(' ');
  }
  if (Array.isArray(object)) {
    return Array.from(object, name).join(' ');
  }
  return Object.entries(object)
    .filter(([key]) => !ABOUT_CHANGES.has(key))
    .map(([key, value]) => `${key}=${name(value)}`)
    .join(' ');
}
