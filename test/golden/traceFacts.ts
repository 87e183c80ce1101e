/** Takes the facts (not the wording) out of `!htrace` transcripts. */

import { handleValue, address } from '../../src/core/model/identifiers';
import type { HandleTrace } from '../../src/core/model/handleTrace';

/** Records, newest first, and the symbols of their frames. */
export interface TraceFactsOfText {
  readonly traces: readonly HandleTrace[];
  readonly symbols: Readonly<Record<string, string>>;
}

const HEADING = /^Handle (?:= )?(0x[0-9a-f]+) - ([A-Z ]+?):?$/i;
const IDS = /^Thread ID = (0x[0-9a-f]+), Process ID = (0x[0-9a-f]+)$/i;
const FRAME = /^0x([0-9a-f]+): (.*?)\+(0x[0-9a-f]+)$/i;

/** Facts of every record in a text. */
export function traceFacts(text: string): TraceFactsOfText {
  const symbols: Record<string, string> = {};
  const traces: {
    -readonly [Key in keyof HandleTrace]: Key extends 'stack'
      ? HandleTrace['stack'][number][]
      : HandleTrace[Key];
  }[] = [];
  for (const line of text.split('\n')) {
    const heading = HEADING.exec(line);
    const ids = IDS.exec(line);
    const frame = FRAME.exec(line);
    const last = traces.at(-1);
    if (heading !== null) {
      traces.push({
        row: 0,
        handle: handleValue(BigInt(heading[1] ?? 0)),
        operation: operationOf(heading[2] ?? ''),
        processId: 0,
        threadId: 0,
        stack: [],
      });
    } else if (ids !== null && last !== undefined) {
      last.threadId = Number(ids[1]);
      last.processId = Number(ids[2]);
    } else if (frame !== null && last !== undefined) {
      const where = BigInt(`0x${frame[1] ?? '0'}`);
      last.stack.push(address(where));
      if (frame[2] !== '') {
        symbols[where.toString(16)] = `${frame[2] ?? ''}+${frame[3] ?? ''}`;
      }
    }
  }
  return { traces, symbols };
}

function operationOf(label: string): HandleTrace['operation'] {
  return label === 'OPEN' ? 'open' : label === 'CLOSE' ? 'close' : 'badref';
}
