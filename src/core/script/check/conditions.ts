/** Splits paths at conditions: what a comparison with NULL or with an error code says of a handle, and what was decided before. */

import type { Expression } from '../language/syntax';
import { withVerdict, type Evaluated, type FlowValue, type HandleValues } from './handleValues';
import { decided, withDecision, withHandle, type Path } from './paths';
import { isAlways } from './unreachable';

/** The paths on which a condition holds, and those on which it does not. */
export interface Branches {
  readonly holds: readonly Path[];
  readonly fails: readonly Path[];
}

/** Characters of a condition that are told. */
const LONGEST_TEXT = 60;

/** Decides conditions on paths. */
export class Conditions {
  constructor(
    private readonly values: HandleValues,
    private readonly text: string,
  ) {}

  /** Both ways on from a condition; one of them is empty where it is known. */
  branch(condition: Expression, path: Path, isLoop = false): Branches {
    if (condition.kind === 'unary' && condition.operator === '!') {
      const { holds, fails } = this.branch(condition.operand, path, isLoop);
      return { holds: fails, fails: holds };
    }
    if (
      condition.kind === 'binary' &&
      (condition.operator === '&&' || condition.operator === '||')
    ) {
      return this.both(condition.operator, condition.left, condition.right, path);
    }
    if (isAlways(condition)) {
      return { holds: [path], fails: [] };
    }
    if (condition.kind === 'binary') {
      return this.comparison(condition, path, isLoop);
    }
    const given = this.values.evaluate(condition, path);
    return this.tested(condition, given, { isLoop, test: given.value, isNonZero: true });
  }

  private both(operator: '&&' | '||', left: Expression, right: Expression, path: Path): Branches {
    const first = this.branch(left, path);
    const open = operator === '&&' ? first.holds : first.fails;
    const second = open.map((each) => this.branch(right, each));
    const holds = second.flatMap((each) => each.holds);
    const fails = second.flatMap((each) => each.fails);
    return operator === '&&'
      ? { holds, fails: [...first.fails, ...fails] }
      : { holds: [...first.holds, ...holds], fails };
  }

  private comparison(
    condition: Extract<Expression, { kind: 'binary' }>,
    path: Path,
    isLoop: boolean,
  ): Branches {
    const left = this.values.evaluate(condition.left, path);
    const right = this.values.evaluate(condition.right, left.path);
    const { operator } = condition;
    const [test, number, tested] =
      left.value.kind === 'number'
        ? [right.value, left.value, condition.right]
        : [left.value, right.value, condition.left];
    if (number.kind !== 'number' || (operator !== '==' && operator !== '!=')) {
      const isSign =
        number.kind === 'number' && number.value === 0 && ['<', '>='].includes(operator);
      return this.tested(condition, right, {
        isLoop,
        test: isSign ? test : { kind: 'other' },
        isNonZero: operator === '<',
        variable: isSign ? nameOf(tested) : null,
      });
    }
    const isFailure = number.value === 0 || number.value === -1;
    return this.tested(condition, right, {
      isLoop,
      test: isFailure ? test : { kind: 'other' },
      isNonZero: operator === '!=',
      variable: isFailure ? nameOf(tested) : null,
    });
  }

  /**
   * Both ways on from a test of a value: `isNonZero` when the condition holds for values other than 0 (or than
   * INVALID_HANDLE_VALUE).
   */
  private tested(
    condition: Expression,
    { path }: Evaluated,
    test: {
      readonly isLoop: boolean;
      readonly test: FlowValue;
      readonly isNonZero: boolean;
      readonly variable?: string | null;
    },
  ): Branches {
    const text = this.textOf(condition);
    const known = test.isLoop || hasCall(condition) ? undefined : decided(path, text);
    const place = { text, isLoop: test.isLoop, start: condition.start, end: condition.end };
    const nonZero = withDecision(path, { ...place, holds: test.isNonZero });
    const zero = withDecision(path, { ...place, holds: !test.isNonZero });
    const { failed, worked } = this.outcomes(
      test.test,
      test.variable ?? nameOf(condition),
      nonZero,
      zero,
    );
    const [holds, fails] = test.isNonZero ? [worked, failed] : [failed, worked];
    return {
      holds: known === false ? [] : [holds],
      fails: known === true ? [] : [fails],
    };
  }

  /** The paths for values other than zero and for zero, without the handles that were not opened there. */
  private outcomes(
    value: FlowValue,
    variable: string | null,
    nonZero: Path,
    zero: Path,
  ): { readonly worked: Path; readonly failed: Path } {
    if (value.kind === 'handle') {
      const state = zero.handles.get(value.name);
      return {
        worked: nonZero,
        failed: state?.kind === 'open' ? withHandle(zero, value.name, { kind: 'unknown' }) : zero,
      };
    }
    const verdict = value.kind === 'verdict' ? '?' : variable;
    const prepare = (path: Path): Path =>
      value.kind === 'verdict' ? withVerdict(path, value, '?') : path;
    const without = (path: Path, isZero: boolean): Path => {
      let after = path;
      for (const [name, state] of path.handles) {
        const isTold = state.kind === 'open' && state.verdict?.variable === verdict;
        if (isTold && state.verdict.zeroIsSuccess !== isZero) {
          after = withHandle(after, name, { kind: 'unknown' });
        }
      }
      return after;
    };
    return verdict === null
      ? { worked: nonZero, failed: zero }
      : { worked: without(prepare(nonZero), false), failed: without(prepare(zero), true) };
  }

  private textOf({ start, end }: Expression): string {
    const text = this.text.slice(start, end).replace(/\s+/g, ' ');
    return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT - 1)}…` : text;
  }
}

function nameOf(expression: Expression): string | null {
  return expression.kind === 'name' ? expression.name : null;
}

/** Conditions with calls are decided anew each time. */
function hasCall(expression: Expression): boolean {
  switch (expression.kind) {
    case 'call':
    case 'assignment':
    case 'postfix':
      return true;
    case 'unary':
      return hasCall(expression.operand);
    case 'binary':
      return hasCall(expression.left) || hasCall(expression.right);
    default:
      return false;
  }
}
