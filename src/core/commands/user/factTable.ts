/** Tables of facts about USER handles that commands print: columns with headings, rows of plain values, notes. */

import type { CommandContext } from '../command';
import { headerOf } from '../defineCommand';
import type { ResultHeader } from '../results';

/** A cell: text, a number that its column formats, or nothing. */
export type FactCell = string | number | null;

/** A column of a table. */
export interface FactColumn {
  /** Name in JSON. */
  readonly key: string;
  readonly heading: string;
  /** How numbers are written in text: `byte` two hexadecimal digits, `hex` as many as needed, `count` decimal. */
  readonly format: 'text' | 'byte' | 'hex' | 'count';
}

/** Which table it is. */
export type FactTopic =
  'type-history' | 'types' | 'flags' | 'other-names' | 'structures' | 'layouts' | 'handle-types';

/** A table of facts. */
export interface FactTable {
  readonly topic: FactTopic;
  /** One line; what the table is about. */
  readonly title: string;
  readonly columns: readonly FactColumn[];
  /** One cell per column. */
  readonly rows: readonly (readonly FactCell[])[];
  /** Said below the table, a sentence each. */
  readonly notes: readonly string[];
}

/** Answer of the commands that print facts rather than a target's state: `!dhe -t`, `!dhe -f`, `!du -l`, `!dso`, `!dsi -g`. */
export interface FactTableResult extends ResultHeader, FactTable {
  readonly kind: 'userFacts';
}

/** A table as an answer. */
export function factsOf(context: CommandContext, table: FactTable): FactTableResult {
  return { ...headerOf(context), kind: 'userFacts', ...table };
}

/** A column of text. */
export function textColumn(key: string, heading: string): FactColumn {
  return { key, heading, format: 'text' };
}

/** A column of numbers. */
export function numberColumn(
  key: string,
  heading: string,
  format: 'byte' | 'hex' | 'count',
): FactColumn {
  return { key, heading, format };
}
