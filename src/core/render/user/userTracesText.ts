/** The text of `!utrace`, in the record frame of `!htrace`. */

import type {
  UserTraceDiffResult,
  UserTracesResult,
  UserTracingResult,
} from '../../commands/user/userResults';
import type { UserTrace, UserTraceOperation } from '../../target/userTraceStore';
import type { CancellationToken } from '../../util/cancellation';
import { hex0x, hexUpper } from '../../util/hex';
import { FramePrinter, prefixedHex } from '../framePrinter';
import { isHiddenFrame, SEPARATOR } from '../tracePrinter';
import { profileTypeText } from '../../windows/user/userTypeText';
import { tracePageRecords } from '../tracesText';

const LABELS: Readonly<Record<UserTraceOperation, string>> = {
  create: 'CREATE',
  destroy: 'DESTROY',
  owner: 'OWNER',
  badref: '*** BAD REFERENCE ***',
};

/** `bType` that stands for any type in a bad reference. */
const ANY_TYPE = 255;

/** The records, newest first, and how many were parsed and dumped. */
export async function* userTracePages(
  result: UserTracesResult,
  token: CancellationToken,
): AsyncGenerator<readonly string[], void, void> {
  yield* recordPages(result, token);
  const blank = result.rows.length === 0 ? '' : '\n';
  yield [
    `${blank}${SEPARATOR}Parsed 0x${hexUpper(result.parsed)} stack traces.\nDumped 0x${hexUpper(result.dumped)} stack traces.\n`,
  ];
}

/** The outstanding creations, newest first. */
export async function* userTraceDiffPages(
  result: UserTraceDiffResult,
  token: CancellationToken,
): AsyncGenerator<readonly string[], void, void> {
  const head = `USER handle tracing information snapshot successfully taken.\n${hex0x(result.newRecords)} new stack traces since the previous snapshot.\n${result.newRecords === 0 ? '' : 'Ignoring USER handles that were already destroyed...\n'}`;
  if (result.rows.length === 0) {
    yield [
      `${head}No outstanding USER handles created since the previous snapshot were detected.\n`,
    ];
    return;
  }
  yield [`${head}Outstanding USER handles created since the previous snapshot:\n`];
  yield* recordPages(result, token);
  yield [
    `${SEPARATOR}Displayed ${hex0x(result.rows.length)} stack traces for outstanding USER handles created since the previous snapshot.\n`,
  ];
}

/** `-enable`, `-snapshot` and `-disable`. */
export function userTracingText(result: UserTracingResult): string {
  const snapshot = 'USER handle tracing information snapshot successfully taken.\n';
  switch (result.action) {
    case 'enable':
      return `USER handle tracing enabled.\n${snapshot}`;
    case 'snapshot':
      return snapshot;
    case 'disable':
      return 'USER handle tracing disabled.\n';
  }
}

async function* recordPages(
  result: UserTracesResult | UserTraceDiffResult,
  token: CancellationToken,
): AsyncGenerator<readonly string[], void, void> {
  const printer = new UserTracePrinter(result);
  for await (const traces of tracePageRecords(result, token)) {
    yield traces.map((trace) => printer.record(trace));
  }
}

/** Prints records of one log. */
class UserTracePrinter {
  private readonly frames: FramePrinter;
  private readonly digits: number;

  constructor(private readonly result: UserTracesResult | UserTraceDiffResult) {
    this.digits = result.target.pointerSize * 2;
    this.frames = new FramePrinter(result.symbols, {
      digits: this.digits,
      displacementDigits: this.digits,
      upperCase: false,
    });
  }

  /** A record with its separator in front. Its addresses must have been prepared. */
  record(trace: UserTrace): string {
    const handle = prefixedHex(trace.handle, 8, false);
    let text = `${SEPARATOR}Handle = ${handle} - ${LABELS[trace.operation]}\n${this.typeLine(trace)}\n`;
    text += `Thread ID = ${this.id(trace.threadId)}, Process ID = ${this.id(trace.processId)}\n\n`;
    for (const frame of trace.stack) {
      if (frame === 0n) {
        break;
      }
      if (!isHiddenFrame(frame, this.result.target)) {
        text += this.frames.frame(frame);
      }
    }
    return text;
  }

  private typeLine(trace: UserTrace): string {
    if (trace.operation === 'badref') {
      return `Wanted Type = ${trace.type === ANY_TYPE ? 'any' : this.typeName(trace.type)}`;
    }
    const owner =
      trace.ownerProcessId === 0
        ? 'no owner'
        : `Owner Process ID = ${this.id(trace.ownerProcessId)}`;
    return `Type = ${this.typeName(trace.type)}, ${owner}`;
  }

  private typeName(type: number): string {
    return profileTypeText(this.result.profile, type);
  }

  private id(value: number): string {
    return prefixedHex(value, this.digits, false);
  }
}
