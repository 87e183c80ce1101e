/** Reads a query: what the user typed in a filter box, the console or a gate's configuration. */

import { fail, ok, type Result } from '../../util/result';
import { checkTerm } from './queryChecks';
import { GROUP_WORDS, QUERY_FIELDS, queryField, SORT_WORDS } from './queryFields';
import { tokenizeQuery, type QueryToken, type TermToken } from './queryLexer';
import {
  queryProblem,
  type Query,
  type QueryGroup,
  type QueryNode,
  type QueryProblem,
  type QuerySort,
} from './querySyntax';

/** Deepest nesting of parentheses. */
const MAXIMUM_DEPTH = 50;

/** Reads a query. The problem points at the character that is wrong; an empty text is the query for everything. */
export function parseQuery(text: string): Result<Query, QueryProblem> {
  const tokens = tokenizeQuery(text);
  return tokens.ok ? new Parser(tokens.value, text.length).run() : tokens;
}

type Parsed = Result<QueryNode | null, QueryProblem>;

class Parser {
  private next = 0;
  private depth = 0;
  private group: QueryGroup | null = null;
  private sort: QuerySort | null = null;

  constructor(
    private readonly tokens: readonly QueryToken[],
    /** Where the query ends. */
    private readonly end: number,
  ) {}

  run(): Result<Query, QueryProblem> {
    if (this.tokens.length === 0) {
      return ok({ where: null, group: null, sort: null });
    }
    const where = this.anyOf();
    if (!where.ok) {
      return where;
    }
    const rest = this.tokens[this.next];
    return rest === undefined
      ? ok({ where: where.value, group: this.group, sort: this.sort })
      : fail(
          queryProblem(rest.at, 1, {
            code: 'query-parenthesis',
            message: 'This parenthesis closes nothing.',
            hint: 'Take it away, or open one before it. To look for the character, put it in quotes.',
          }),
        );
  }

  private anyOf(): Parsed {
    const parts: QueryNode[] = [];
    for (;;) {
      const part = this.allOf();
      if (!part.ok) {
        return part;
      }
      const or = this.tokens[this.next];
      const more = or?.kind === 'or';
      if (part.value !== null) {
        parts.push(part.value);
      } else if (more || parts.length > 0) {
        return fail(this.missingOperand(or?.kind === 'or' ? or.at : this.end));
      }
      if (!more) {
        return ok(joined('or', parts));
      }
      this.next++;
    }
  }

  private allOf(): Parsed {
    const parts: QueryNode[] = [];
    for (let count = 0; ; count++) {
      const token = this.tokens[this.next];
      const ends = token === undefined || token.kind === 'or' || token.kind === 'close';
      if (ends && count > 0) {
        return ok(joined('and', parts));
      }
      if (token === undefined || token.kind === 'or' || token.kind === 'close') {
        return fail(this.missingOperand(token?.at ?? this.end));
      }
      const part = this.part();
      if (!part.ok) {
        return part;
      }
      if (part.value !== null) {
        parts.push(part.value);
      }
      if (this.tokens[this.next]?.kind === 'and') {
        this.next++;
        const after = this.tokens[this.next];
        if (after === undefined || after.kind === 'or' || after.kind === 'close') {
          return fail(this.missingOperand(after?.at ?? this.end));
        }
      }
    }
  }

  private part(): Parsed {
    let negations = 0;
    let token = this.tokens[this.next];
    for (; token?.kind === 'not'; token = this.tokens[this.next]) {
      negations++;
      this.next++;
      if (negations > MAXIMUM_DEPTH) {
        return fail(tooDeep(token.at, 'Negations'));
      }
    }
    if (
      token === undefined ||
      token.kind === 'and' ||
      token.kind === 'or' ||
      token.kind === 'close'
    ) {
      return fail(this.missingOperand(token?.at ?? this.end));
    }
    this.next++;
    const inner =
      token.kind === 'open' ? this.nested(token.at) : this.term(token as TermToken, negations);
    if (!inner.ok || inner.value === null) {
      return inner;
    }
    let node: QueryNode = inner.value;
    for (; negations > 0; negations--) {
      node = { kind: 'not', part: node };
    }
    return ok(node);
  }

  private nested(at: number): Parsed {
    if (this.depth === MAXIMUM_DEPTH) {
      return fail(tooDeep(at, 'Parentheses'));
    }
    this.depth++;
    const inner = this.anyOf();
    this.depth--;
    if (inner.ok && this.tokens[this.next]?.kind !== 'close') {
      return fail(
        queryProblem(at, 1, {
          code: 'query-parenthesis',
          message: 'The parenthesis that opens here is not closed.',
          hint: 'Add a ) at the end of what belongs together.',
        }),
      );
    }
    this.next++;
    return inner;
  }

  /** A condition, or null for a directive. */
  private term(token: TermToken, negations: number): Parsed {
    const { at, field, values } = token;
    if (field === null) {
      return ok({ kind: 'text', values, at });
    }
    const name = field.name.toLowerCase();
    if (name === 'group' || name === 'sort') {
      return this.directive(token, name, negations);
    }
    const known = queryField(name);
    if (known === undefined) {
      return fail(
        queryProblem(at, field.name.length, {
          code: 'query-field',
          message: `There is no field '${field.name}'.`,
          hint: `Fields are ${QUERY_FIELDS.map((each) => each.name).join(', ')}, group and sort. To look for the text, put it in quotes.`,
        }),
      );
    }
    if (!known.operators.includes(field.operator)) {
      return fail(
        queryProblem(field.operatorAt, field.operator.length, {
          code: 'query-operator',
          message: `'${known.name}' cannot be compared with '${field.operator}'.`,
          hint: `It takes ${known.operators.join(' ')}; for example ${known.examples.join(', ')}.`,
        }),
      );
    }
    const term = {
      kind: 'field',
      field: known.name,
      operator: field.operator,
      values,
      at,
    } as const;
    const problem = checkTerm(known, term);
    return problem === null ? ok(term) : fail(problem);
  }

  private directive(token: TermToken, name: 'group' | 'sort', negations: number): Parsed {
    const { field, values, at } = token;
    const [value] = values;
    const words: readonly string[] = name === 'group' ? GROUP_WORDS : SORT_WORDS;
    const word = words.find((each) => each.toLowerCase() === value?.text.toLowerCase());
    const misplaced = this.depth > 0 || negations > 0;
    if (misplaced || word === undefined || values.length > 1 || field?.operator !== ':') {
      return fail(
        queryProblem(
          misplaced ? at : (value?.at ?? at),
          misplaced ? name.length : (value?.text.length ?? 1),
          {
            code: 'query-directive',
            message: misplaced
              ? `'${name}:' chooses the view; it cannot stand in parentheses or be negated.`
              : `'${name}:' does not take this.`,
            hint: `Write ${name}: and one of ${words.join(', ')}.`,
          },
        ),
      );
    }
    if (name === 'group') {
      this.group = word as QueryGroup;
    } else {
      this.sort = word as QuerySort;
    }
    return ok(null);
  }

  private missingOperand(at: number): QueryProblem {
    return queryProblem(at, 1, {
      code: 'query-operand',
      message: at >= this.end ? 'Something is missing at the end.' : 'Something is missing here.',
      hint: 'and, or, not and parentheses need a condition. To look for the word, put it in quotes: "or".',
    });
  }
}

function tooDeep(at: number, what: string): QueryProblem {
  return queryProblem(at, 1, {
    code: 'query-depth',
    message: `${what} are nested more than ${MAXIMUM_DEPTH} deep.`,
    hint: 'Write the query with fewer of them.',
  });
}

function joined(kind: 'and' | 'or', parts: readonly QueryNode[]): QueryNode | null {
  const [only] = parts;
  return only === undefined ? null : parts.length === 1 ? only : { kind, parts };
}
