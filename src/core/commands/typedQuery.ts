/** A query as the argument of a command: mistakes point at the character in the line that was typed. */

import { parseQuery } from '../analysis/query/queryParser';
import type { Query, QueryProblem } from '../analysis/query/querySyntax';
import { fail, type Result } from '../util/result';
import type { Problem } from '../util/problem';
import type { CommandContext } from './command';

/** A text within the command: what was typed, and where it starts there. */
export interface TypedText {
  readonly text: string;
  /** Units from the start of the command. */
  readonly at: number;
}

/** The part of a command's arguments from `offset` on. */
export function typedText(
  context: CommandContext,
  argumentText: string,
  offset: number,
): TypedText {
  return {
    text: argumentText.slice(offset),
    at: context.text.length - argumentText.length + offset,
  };
}

/** Reads a query. */
export function readTypedQuery(context: CommandContext, typed: TypedText): Result<Query> {
  const query = parseQuery(typed.text);
  return query.ok ? query : fail(typedProblem(context, typed, query.problem));
}

/** A problem of a query as one of the command it was typed in. */
export function typedProblem(
  context: CommandContext,
  typed: TypedText,
  { column, length, ...problem }: QueryProblem,
): Problem {
  const at = typed.at + column - 1;
  return {
    ...problem,
    where: `column ${at + 1}`,
    typed: { text: context.text, at, length },
  };
}
