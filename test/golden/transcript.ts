/** Reads published debugger transcripts: prompts apart from output, documented damage taken out. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One command of a transcript and what the debugger answered. */
export interface Exchange {
  readonly command: string;
  readonly output: string;
}

const PROMPT = /^(?:\d+:\d+(?::\w+)?|\d+: kd|kd|lkd)> ?(.*)$/;

/** The text of a transcript; `kind` is its folder. */
export function readTranscript(folder: string, kind: string, name: string): string {
  return readFileSync(join(folder, 'transcripts', kind, `${name}.txt`), 'utf8');
}

/** Commands with their output, each output ending with a line feed. */
export function exchanges(transcript: string): readonly Exchange[] {
  const found: { command: string; lines: string[] }[] = [];
  for (const line of transcript.trimEnd().split('\n')) {
    const prompt = PROMPT.exec(line);
    if (prompt !== null) {
      found.push({ command: prompt[1] ?? '', lines: [] });
    } else {
      found.at(-1)?.lines.push(line);
    }
  }
  return found.map(({ command, lines }) => ({ command, output: `${lines.join('\n')}\n` }));
}

/** Runs of blanks and tabs become one blank: for pages that flattened the tabs. Leading blanks stay. */
export function flattened(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/(?<=\S)[ \t]+/g, ' ').trimEnd())
    .join('\n');
}

/** Without empty lines: for pages that added or dropped them. */
export function withoutBlankLines(text: string): string {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .join('\n');
}

/** Parts between the author's cuts (lines that only say that something was left out), in order. */
export function uncutParts(text: string, cut: RegExp): readonly string[] {
  const parts: string[][] = [[]];
  for (const line of text.split('\n')) {
    if (cut.test(line)) {
      parts.push([]);
    } else {
      parts.at(-1)?.push(line);
    }
  }
  return parts.map((lines) => lines.join('\n').trim()).filter((part) => part !== '');
}

/** The first part that does not follow the ones before it in `text`; null when all are there in order. No parts is an error. */
export function firstMissingPart(text: string, parts: readonly string[]): string | null {
  if (parts.length === 0) {
    throw new Error('The transcript has nothing to compare.');
  }
  let from = 0;
  for (const part of parts) {
    const at = text.indexOf(part, from);
    if (at === -1) {
      return part;
    }
    from = at + part.length;
  }
  return null;
}
