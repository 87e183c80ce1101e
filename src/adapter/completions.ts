/** Completions of the debug console. */

import type { DebugProtocol } from '@vscode/debugprotocol';
import { complete, type CompletionItem } from '../core/commands/completion';
import type { CancellationToken } from '../core/util/cancellation';
import type { Examination } from './examination';

/** Characters after which clients ask for completions. */
export const TRIGGER_CHARACTERS: readonly string[] = ['!', '-', ' ', '.', ':', '=', '|'];

/** Where in what text completions are wanted. */
export interface CompletionPlace {
  /** All text typed so far; may have several lines. */
  readonly text: string;
  /** Line of the cursor within the text, from 0. */
  readonly line: number;
  /** Column of the cursor within its line, from 0. */
  readonly column: number;
  /** 1 if the client counts columns from 1, else 0. */
  readonly firstColumn: 0 | 1;
}

/** Kinds of our items in the words of the protocol, which decide about icons. */
const TYPES: Readonly<Record<CompletionItem['kind'], DebugProtocol.CompletionItemType>> = {
  command: 'function',
  switch: 'keyword',
  handle: 'value',
  type: 'class',
  process: 'module',
  sample: 'file',
  field: 'property',
  value: 'enum',
  snapshot: 'reference',
};

/** Completions at a place, best first. Only the cursor's line is looked at. */
export async function completionsAt(
  examination: Examination,
  place: CompletionPlace,
  token: CancellationToken,
): Promise<readonly DebugProtocol.CompletionItem[]> {
  const before = place.text.split('\n').slice(0, place.line);
  const lineStart = before.reduce((sum, each) => sum + each.length + 1, 0);
  const line = place.text.slice(lineStart).split('\n', 1)[0] ?? '';
  const cursor = Math.min(place.column, line.length);
  const items = await complete(examination.interpreter, line, cursor, token);
  return items.map((item, index) => ({
    label: item.label,
    text: item.insert,
    start: lineStart + item.start + place.firstColumn,
    // Clients replace the text before the cursor only.
    length: Math.max(0, Math.min(item.length, cursor - item.start)),
    type: TYPES[item.kind],
    sortText: String(index).padStart(5, '0'),
    ...(item.detail === '' ? {} : { detail: item.detail }),
  }));
}
