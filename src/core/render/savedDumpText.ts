/** What is said about a dump that was written. */

import type { SavedDump, WrittenDump } from '../target/writtenDump';
import { escapeText } from './escapeText';

/** The answer of `.dump`: the first two lines are those of the real command. */
export function savedDumpText(dump: SavedDump): string {
  return [
    `Creating ${escapeText(dump.path)} - mini user dump`,
    'Dump successfully written',
    `${dumpCounts(dump)}: ${dump.bytes} bytes`,
    ...dump.leftOut.map((sentence) => `Not in it: ${escapeText(sentence)}`),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

/** For example `200 handles, 948 traces, 23 modules, 5 threads`. */
export function dumpCounts({ handles, traces, modules, threads }: WrittenDump): string {
  return [
    counted(handles, 'handle'),
    counted(traces, 'trace'),
    counted(modules, 'module'),
    counted(threads, 'thread'),
  ].join(', ');
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
