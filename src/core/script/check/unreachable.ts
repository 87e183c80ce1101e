/** Finds statements that nothing leads to: behind `return`, `break`, `continue`, `goto`, loops without end, and calls that end the program. */

import type { Block, Expression, ScriptProblem, Statement } from '../language/syntax';

/** Calls that do not come back. */
const ENDINGS = new Set(['ExitProcess', 'ExitThread']);

/** What nothing leads to in the body of a function: one problem for each row of such statements. */
export function unreachableCode(body: Block): readonly ScriptProblem[] {
  const problems: ScriptProblem[] = [];
  visitList(body.statements, problems);
  return problems;
}

function visitList(statements: readonly Statement[], problems: ScriptProblem[]): void {
  let after: Statement | null = null;
  for (const [index, statement] of statements.entries()) {
    if (statement.kind === 'label') {
      after = null;
    }
    if (after !== null && statement.kind !== 'empty') {
      const rest = statements.slice(index);
      const label = rest.findIndex(({ kind }) => kind === 'label');
      const last = rest[label === -1 ? rest.length - 1 : label - 1] ?? statement;
      problems.push({
        code: 'unreachable-code',
        severity: 'hint',
        message: `Nothing leads here: ${wordsOf(after)} does not go on to the next statement.`,
        start: statement.start,
        end: last.end,
      });
      if (label === -1) {
        return;
      }
      after = null;
    }
    visitInside(statement, problems);
    if (!goesOn(statement)) {
      after = statement;
    }
  }
}

function visitInside(statement: Statement, problems: ScriptProblem[]): void {
  switch (statement.kind) {
    case 'block':
      visitList(statement.statements, problems);
      break;
    case 'if':
      visitInside(statement.then, problems);
      if (statement.otherwise !== null) {
        visitInside(statement.otherwise, problems);
      }
      break;
    case 'while':
    case 'do':
    case 'for':
      visitInside(statement.body, problems);
      break;
    case 'switch':
      statement.cases.forEach((each) => visitList(each.statements, problems));
      break;
    default:
      break;
  }
}

/** True when the next statement can be reached through this one. */
export function goesOn(statement: Statement): boolean {
  switch (statement.kind) {
    case 'return':
    case 'break':
    case 'continue':
    case 'goto':
      return false;
    case 'block':
      return listGoesOn(statement.statements);
    case 'if':
      return statement.otherwise === null || goesOn(statement.then) || goesOn(statement.otherwise);
    case 'while':
      return !isAlways(statement.condition) || leaves(statement.body);
    case 'do':
      return !isAlways(statement.condition) || leaves(statement.body);
    case 'for':
      return (
        (statement.condition !== null && !isAlways(statement.condition)) || leaves(statement.body)
      );
    case 'expression':
      return !isEnding(statement.expression);
    default:
      return true;
  }
}

function listGoesOn(statements: readonly Statement[]): boolean {
  let reached = true;
  for (const statement of statements) {
    reached = statement.kind === 'label' || (reached && goesOn(statement));
  }
  return reached;
}

/** True for a call that ends the thread or the program. */
export function isEnding(expression: Expression): boolean {
  return expression.kind === 'call' && ENDINGS.has(expression.callee.name);
}

/** `while (1)`, `while (TRUE)`. */
export function isAlways(condition: Expression): boolean {
  return (
    (condition.kind === 'number' && condition.value !== 0) ||
    (condition.kind === 'name' && condition.name === 'TRUE')
  );
}

/** True when a `break` in the body of a loop leads out of that loop, or a `goto` leads anywhere. */
function leaves(statement: Statement): boolean {
  switch (statement.kind) {
    case 'break':
    case 'goto':
      return true;
    case 'block':
      return statement.statements.some(leaves);
    case 'if':
      return (
        leaves(statement.then) || (statement.otherwise !== null && leaves(statement.otherwise))
      );
    case 'switch':
      return statement.cases.some((each) => each.statements.some(leavesLoopFromSwitch));
    case 'while':
    case 'do':
    case 'for':
      return jumpsAway(statement.body);
    default:
      return false;
  }
}

/** In a switch, `break` ends the switch only. */
function leavesLoopFromSwitch(statement: Statement): boolean {
  return statement.kind !== 'break' && jumpsAway(statement);
}

/** True when a `goto` stands anywhere inside. */
function jumpsAway(statement: Statement): boolean {
  switch (statement.kind) {
    case 'goto':
      return true;
    case 'block':
      return statement.statements.some(jumpsAway);
    case 'if':
      return (
        jumpsAway(statement.then) ||
        (statement.otherwise !== null && jumpsAway(statement.otherwise))
      );
    case 'while':
    case 'do':
    case 'for':
      return jumpsAway(statement.body);
    case 'switch':
      return statement.cases.some((each) => each.statements.some(jumpsAway));
    default:
      return false;
  }
}

function wordsOf(statement: Statement): string {
  switch (statement.kind) {
    case 'return':
    case 'break':
    case 'continue':
    case 'goto':
      return `"${statement.kind}"`;
    case 'while':
    case 'do':
    case 'for':
      return 'the loop without end in front of it';
    case 'expression':
      return statement.expression.kind === 'call'
        ? statement.expression.callee.name
        : 'the statement in front of it';
    default:
      return 'what stands in front of it';
  }
}
