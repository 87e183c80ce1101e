/** Writes a query as text that is read back as the same query. */

import { assertNever } from '../../util/assertNever';
import type { Query, QueryFieldName, QueryNode, QueryValue } from './querySyntax';

/** The text of a query, in one line. */
export function printQuery(query: Query): string {
  const words: string[] = [];
  if (query.where !== null) {
    words.push(printNode(query.where));
  }
  if (query.group !== null) {
    words.push(`group:${query.group}`);
  }
  if (query.sort !== null) {
    words.push(`sort:${query.sort}`);
  }
  return query.where?.kind === 'or' && words.length > 1
    ? [`(${words[0] ?? ''})`, ...words.slice(1)].join(' ')
    : words.join(' ');
}

/** A term that asks for exactly this text in a field, for queries made by a click. */
export function exactTerm(field: QueryFieldName, text: string): string {
  const isPlain = /^[A-Za-z0-9_\\.!+]+$/.test(text) && text.toLowerCase() !== 'none';
  return `${field}=${isPlain ? text : quote(text)}`;
}

function printNode(node: QueryNode): string {
  switch (node.kind) {
    case 'and':
      return node.parts.map(printPart).join(' ');
    case 'or':
      return node.parts
        .map((part) => (part.kind === 'or' ? `(${printNode(part)})` : printNode(part)))
        .join(' or ');
    case 'not':
      return `-${printPart(node.part)}`;
    case 'text':
      return printValues(node.values);
    case 'field':
      return `${node.field}${node.operator}${printValues(node.values)}`;
    default:
      return assertNever(node);
  }
}

function printPart(node: QueryNode): string {
  return node.kind === 'and' || node.kind === 'or' ? `(${printNode(node)})` : printNode(node);
}

function printValues(values: readonly QueryValue[]): string {
  return values.map((value) => (value.quoted ? quote(value.text) : value.text)).join('|');
}

function quote(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
