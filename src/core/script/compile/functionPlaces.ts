/** Checks what the machine says about functions of the script against the functions. */

import type { MachineBlock } from '../language/syntax';
import type { CompileContext } from './context';
import { countCalls, type DraftFunction } from './layout';
import type { FunctionSetting } from './machineSettings';

/**
 * Reports places of functions that the script does not have, lists of calls that are too short or too long, and symbols that two functions
 * of a module would share.
 */
export function checkFunctionPlaces(
  {
    context,
    functions,
    machine,
  }: {
    readonly context: CompileContext;
    readonly functions: readonly DraftFunction[];
    readonly machine: MachineBlock | null;
  },
  settings: readonly FunctionSetting[],
): void {
  const symbolOf = ({ symbol: { name } }: DraftFunction): string =>
    settings.find((each) => each.function === name)?.symbol ?? name;
  for (const { function: name, symbol, calls } of settings) {
    const at = machine?.settings.find(
      (each) => each.name.name === 'function' && each.values[0]?.text === name,
    );
    const span = { ...(at?.values[0] ?? { start: 0, end: 1 }), name };
    const found = functions.find(({ symbol }) => symbol.name === name);
    if (found === undefined) {
      const names = functions.map(({ symbol }) => symbol.name);
      context.unknown(span, 'function', names);
    } else if (calls !== null && found.info !== null) {
      const made = countCalls(context.emitter.code, found.info.pc, found.info.endPc);
      if (made !== calls.length) {
        context.report(
          span,
          'wrong-calls',
          `"${name}" makes ${made} ${made === 1 ? 'call' : 'calls'}, and "calls" lists ${calls.length} places: list the place of each call, in their order.`,
        );
      }
    }
    const twin = functions.find(
      (each) =>
        symbol !== null &&
        each !== found &&
        each.module === found?.module &&
        symbolOf(each) === symbol,
    );
    if (twin !== undefined) {
      context.report(
        span,
        'double-symbol',
        `"${name}" and "${twin.symbol.name}" are both called "${symbol}" in their module, so that stacks could not tell them apart: give one of them another symbol.`,
      );
    }
  }
}
