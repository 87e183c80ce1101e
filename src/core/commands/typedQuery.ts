/** A query as the argument of a command: mistakes point at the character in the line that was typed. */

import { parseQuery } from '../analysis/query/queryParser';
import type { Query, QueryProblem } from '../analysis/query/querySyntax';
import { fail, type Result } from '../util/result';
import type { Problem } from '../util/problem';
import type { CommandContext } from './command';
import type { KnownSwitch } from './leadingSwitches';

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

/** A switch behind the query would be read as a word that must not occur: says where it belongs. Null without one. */
export function lateSwitch(
  context: CommandContext,
  command: string,
  typed: TypedText,
  known: readonly KnownSwitch[],
): Problem | null {
  const unquoted = typed.text.replace(/"[^"]*"?/g, (quoted) => '"'.repeat(quoted.length));
  for (const { 0: found, index } of unquoted.matchAll(/(?<=\s|^)-[a-z]+(?=\s|$)/gi)) {
    const name = found.toLowerCase();
    if (known.some((each) => each.name === name)) {
      return {
        code: 'usage',
        message: `Switches stand in front: ${command} ${name} …`,
        hint: `To leave out what has the word in it, write not ${name.slice(1)}.`,
        typed: { text: context.text, at: typed.at + index, length: name.length },
      };
    }
  }
  return null;
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
