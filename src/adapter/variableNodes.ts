/** Makes variables: the one place that knows their shape. */

import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Container, VariableStore } from './variableStore';

/** What a variable can have besides name and value. */
export interface VariableOptions {
  /** What "Copy as Expression" and "Add to Watch" use. */
  readonly evaluateName?: string;
  readonly type?: string;
  /** An address whose bytes can be read. */
  readonly memoryReference?: string | undefined;
  /** Children. */
  readonly container?: Container | null;
  /** The value is found out only when somebody asks: the container then has exactly one child that carries it. */
  readonly lazy?: boolean;
}

/** A variable. */
export function variable(
  store: VariableStore,
  name: string,
  value: string,
  options: VariableOptions = {},
): DebugProtocol.Variable {
  const { evaluateName, type, memoryReference, container, lazy } = options;
  return {
    name,
    value,
    ...store.expandable(container ?? null),
    ...(evaluateName === undefined ? {} : { evaluateName }),
    ...(type === undefined ? {} : { type }),
    ...(memoryReference === undefined ? {} : { memoryReference }),
    presentationHint: { attributes: ['readOnly'], ...(lazy === true ? { lazy: true } : {}) },
  };
}

/** A count as the client wants numbers. */
export function countText(value: number, inHex: boolean): string {
  return inHex ? `0x${value.toString(16)}` : String(value);
}

/** `1 handle`, `2 handles`. */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${count} ${count === 1 ? singular : plural}`;
}
