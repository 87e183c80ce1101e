/** Finds types of a query that no handle of a table has, and what was probably meant. */

import { nearestName } from '../../util/nearestName';
import type { HandleTable } from '../handleTable';
import type { CancellationToken } from '../../util/cancellation';
import type { FieldTerm, Query, QueryNode } from './querySyntax';

/** What {@link unknownTypes} says of tables; nothing is read for a query without types. */
export async function unknownTypesIn(
  query: Query,
  tables: readonly HandleTable[],
  token: CancellationToken,
): Promise<readonly string[]> {
  if (query.where === null || typeTerms(query.where).length === 0) {
    return [];
  }
  const types = new Set<string>();
  for (const table of tables) {
    for (const type of (await table.columns(token)).summarise().byType.keys()) {
      types.add(type);
    }
  }
  return unknownTypes(query, [...types]);
}

/** A sentence for each whole type name in a query that is none of `types`, with its column; wildcards and patterns name none. */
export function unknownTypes({ where }: Query, types: readonly string[]): readonly string[] {
  const known = new Set(['none', ...types.map((type) => type.toLowerCase())]);
  return (where === null ? [] : typeTerms(where)).flatMap(({ values }) =>
    values
      .filter(({ text }) => !/[*?]/.test(text) && !known.has(text.toLowerCase()))
      .map(({ text, at }) => {
        const nearest = nearestName(text, types);
        const meant = nearest === null ? '' : ` Did you mean ${nearest}?`;
        return `Column ${at + 1}: no handle here has the type '${text}'.${meant}`;
      }),
  );
}

function typeTerms(node: QueryNode): readonly FieldTerm[] {
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.parts.flatMap(typeTerms);
    case 'not':
      return typeTerms(node.part);
    case 'field':
      return node.field === 'type' && [':', '=', '!='].includes(node.operator) ? [node] : [];
    default:
      return [];
  }
}
