/** The variables of a stopped script, and expressions about them. */

import type { ProgramValue, ProgramVariable } from '../../target/program';
import type { Problem } from '../../util/problem';
import { fail, ok, type Result } from '../../util/result';
import type { ProgramNames } from '../compile/programNames';
import { allConstants } from '../functions/constants';
import { DWORD } from '../language/typeNames';
import type { Engine } from '../run/engine';
import type { ScriptThread } from '../run/engineState';
import type { Value, VariableInfo } from '../run/program';
import type { FramePlace } from './framePlaces';
import {
  changesSomething,
  compileSnippet,
  parseExpression,
  runSnippet,
  visibleVariables,
  type Snippet,
  type SnippetPlace,
} from './snippet';
import { describeValue, partsOf, type TypedValue } from './values';

/** Conditions are evaluated on every way through a moment, forwards and backwards, and the program must stay the same. */
const CHANGING_CONDITION: Problem = {
  code: 'side-effects',
  message:
    'It would change the program each time: conditions compare (i == 3) and do not assign or call what changes something.',
};

/** Compiled conditions that are kept. */
const MOST_SNIPPETS = 200;

/** Reads and evaluates in one program. */
export class ProgramValues {
  private readonly snippets = new Map<string, Result<Snippet>>();

  constructor(
    private readonly engine: Engine,
    private readonly names: ProgramNames,
  ) {}

  /** Variables of a function that exist where it is, inner ones first. */
  locals(place: FramePlace): readonly ProgramVariable[] {
    const visible = [...visibleVariables(this.engine.program, place)].reverse();
    const seen = new Set<string>();
    return visible.flatMap((variable) => {
      if (seen.has(variable.name)) {
        return [];
      }
      seen.add(variable.name);
      return [this.variable(variable, place.thread, 'local', place.base)];
    });
  }

  globals(thread: ScriptThread): readonly ProgramVariable[] {
    return this.engine.program.globals.map((variable) =>
      this.variable(variable, thread, 'global', 0),
    );
  }

  /** `6 ERROR_INVALID_HANDLE`. */
  lastError(thread: ScriptThread): ProgramValue {
    const { lastError } = thread;
    const name = allConstants().find(
      ({ value, groups }) => value === lastError && groups.includes('error'),
    )?.name;
    const value = describeValue(this.engine, thread, {
      type: DWORD,
      value: lastError,
      length: 0,
      expression: 'GetLastError()',
    });
    return { ...value, text: name === undefined ? value.text : `${value.text} ${name}` };
  }

  parts(expression: string, place: FramePlace): readonly ProgramVariable[] {
    const typed = this.typed(expression, place);
    return typed.ok ? partsOf(this.engine, place.thread, typed.value) : [];
  }

  /** True when evaluating a text may change something. */
  changes(text: string, place: FramePlace): boolean {
    const snippet = this.compile(text, place);
    return snippet.ok && snippet.value.hasSideEffects;
  }

  evaluate(text: string, place: FramePlace, sideEffects: boolean): Result<ProgramValue> {
    if (!sideEffects && this.changes(text, place)) {
      return fail({
        code: 'side-effects',
        message: 'This would change the program.',
        hint: 'Type it into the debug console.',
      });
    }
    const typed = this.typed(text, place);
    return typed.ok ? ok(describeValue(this.engine, place.thread, typed.value)) : typed;
  }

  /** Whether a condition holds. */
  holds(condition: string, place: FramePlace): Result<boolean> {
    const snippet = this.compile(condition, place);
    if (!snippet.ok || snippet.value.hasSideEffects) {
      return snippet.ok ? fail(CHANGING_CONDITION) : snippet;
    }
    const value = runSnippet(this.engine, snippet.value, place);
    return value.ok ? ok(value.value !== 0) : value;
  }

  /** Why a text can be no condition at a place of the program; null when it can. `place` null: it may be anywhere. */
  conditionProblem(
    condition: string,
    place: Pick<SnippetPlace, 'function' | 'pc'> | null,
  ): Problem | null {
    if (place === null) {
      const expression = parseExpression(condition);
      const changes = expression.ok && changesSomething(expression.value.expression);
      return expression.ok ? (changes ? CHANGING_CONDITION : null) : expression.problem;
    }
    const snippet = this.compile(condition, place);
    const changes = snippet.ok && snippet.value.hasSideEffects;
    return snippet.ok ? (changes ? CHANGING_CONDITION : null) : snippet.problem;
  }

  /** Replaces `{expression}` in a message by its value. */
  format(message: string, place: FramePlace): string {
    return message.replace(/\{([^{}]+)\}/g, (_, expression: string) => {
      const value = this.evaluate(expression, place, false);
      return value.ok ? wordsOf(value.value) : `{${expression}: ${value.problem.message}}`;
    });
  }

  /** True for what can be compiled here. */
  understands(text: string, place: FramePlace): boolean {
    return this.compile(text, place).ok;
  }

  private compile(text: string, place: Pick<SnippetPlace, 'function' | 'pc'>): Result<Snippet> {
    const key = `${place.function}:${place.pc}:${text}`;
    const known = this.snippets.get(key);
    if (known !== undefined) {
      return known;
    }
    const made = compileSnippet(text, this.engine, this.names, place);
    if (this.snippets.size >= MOST_SNIPPETS) {
      this.snippets.clear();
    }
    this.snippets.set(key, made);
    return made;
  }

  private typed(text: string, place: FramePlace): Result<TypedValue> {
    const snippet = this.compile(text, place);
    if (!snippet.ok) {
      return snippet;
    }
    const value = runSnippet(this.engine, snippet.value, place);
    if (!value.ok) {
      return value;
    }
    const { type, array } = snippet.value;
    return ok(
      array === null
        ? { type, value: value.value, length: 0, expression: text }
        : { ...array, value: value.value, expression: text },
    );
  }

  private variable(
    variable: VariableInfo,
    thread: ScriptThread,
    kind: 'local' | 'global',
    base: number,
  ): ProgramVariable {
    const { engine } = this;
    const segment = kind === 'local' ? thread.segment : thread.process.globals;
    const place = engine.addressOf(segment, base + variable.offset);
    const isAddress = variable.length > 0 || variable.type.kind === 'struct';
    const value: Value = isAddress ? place : (engine.read(place) ?? 0);
    const { name, type, length } = variable;
    return { name, ...describeValue(engine, thread, { type, value, length, expression: name }) };
  }
}

/** A value with what it refers to, in one line. */
export function wordsOf({ text, refersTo }: ProgramValue): string {
  return refersTo === null ? text : `${text} ${refersTo}`;
}
