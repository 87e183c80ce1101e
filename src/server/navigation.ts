/** From a handle value to the record that opened it, and to every place that speaks of it. */

import type { Location, Position } from 'vscode-languageserver';
import { findOpener } from '../core/log/handleStory';
import type { HandleEntry } from '../core/log/handleIndex';
import type { LogFile } from './logFile';

/** The record that opened the handle; without traces its block; null where nothing is known. */
export function definitionAt(file: LogFile, position: Position): Location | null {
  const entry = entryAt(file, position);
  if (entry === null) {
    return null;
  }
  const opener = findOpener(entry, position.line)?.record;
  const block =
    entry.blocks.findLast(({ record }) => record.lines.first <= position.line) ?? entry.blocks[0];
  const target = opener ?? block?.record;
  return target === undefined ? null : file.location(target.lines.first, 'handle');
}

/** Every block, record, command and error of the handle in the order of the log. */
export function referencesAt(
  file: LogFile,
  position: Position,
  includeDeclaration: boolean,
): Location[] {
  const entry = entryAt(file, position);
  if (entry === null) {
    return [];
  }
  const opener = includeDeclaration ? null : findOpener(entry, position.line);
  const records = [...entry.blocks, ...entry.traces.filter((trace) => trace !== opener)];
  const lines = [
    ...records.map(({ record }) => record.lines.first),
    ...entry.errors.map(({ lines: { first } }) => first),
  ];
  const mentions = entry.mentions.map(({ line, start, end }) => ({
    uri: file.uri,
    range: { start: { line, character: start }, end: { line, character: end } },
  }));
  return [...lines.map((line) => file.location(line, 'handle')), ...mentions].sort(
    (a, b) =>
      a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character,
  );
}

function entryAt(file: LogFile, { line, character }: Position): HandleEntry | null {
  const token = file.tokenAt(line, character);
  return token?.kind === 'handle' ? file.entryAt(line, token.value) : null;
}
