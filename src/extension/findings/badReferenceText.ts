/** Bad references of a running target as the text of a debugger's log, with the line of each. Knows nothing of VS Code. */

import { NO_ACTOR } from '../../core/model/handleTrace';
import type { SourcePlace } from '../../core/model/stackFrame';
import type { TraceRow } from '../../protocol/dapExtensions';
import { l10n } from '../l10n';
import { frameLabel, namedFrame } from '../views/rowTexts';

/** One bad reference in the text. */
export interface BadReferencePlace {
  /** Line of its heading, from 0. */
  readonly line: number;
  readonly message: string;
  /** The source line to blame, where the target tells it. */
  readonly source: SourcePlace | null;
}

/** A text and what is to be said about its lines. */
export interface BadReferenceText {
  readonly text: string;
  readonly places: readonly BadReferencePlace[];
}

const DASHES = '-'.repeat(38);

/** Writes records as `!htrace` prints them, newest first; those of USER handles behind the others. */
export function badReferenceText(
  rows: readonly TraceRow[],
  userRows: readonly TraceRow[] = [],
): BadReferenceText {
  const lines: string[] = [];
  const places: BadReferencePlace[] = [];
  for (const row of [...rows, ...userRows]) {
    lines.push(DASHES);
    const source = namedFrame(row.stack)?.source ?? null;
    const message = userRows.includes(row) ? userMessageOf(row) : messageOf(row);
    places.push({ line: lines.length, message, source });
    lines.push(`Handle = ${row.handle} - *** BAD REFERENCE ***`);
    if (row.threadId !== NO_ACTOR) {
      lines.push(`Thread ID = ${hex(row.threadId)}, Process ID = ${hex(row.processId)}`);
    }
    lines.push('', ...row.stack.map((frame) => `${frame.address}: ${frameLabel(frame)}`));
  }
  return { text: `${[...lines, DASHES].join('\n')}\n`, places };
}

/** Who used which value, and why that was wrong where it is known. */
function messageOf({ handle, stack, explanation }: TraceRow): string {
  const blamed = namedFrame(stack);
  const head =
    blamed === undefined
      ? l10n.t('Handle {0} was used or closed while it was not open.', handle)
      : l10n.t(
          'Handle {0} was used or closed while it was not open, by {1}.',
          handle,
          frameLabel(blamed),
        );
  return explanation === undefined ? head : `${head} ${explanation}`;
}

/** The same of a USER handle, which can be refused while its object exists: of another type, cut to 16 bits. */
function userMessageOf({ handle, stack, explanation }: TraceRow): string {
  const blamed = namedFrame(stack);
  const head =
    blamed === undefined
      ? l10n.t('USER handle {0} was refused.', handle)
      : l10n.t('USER handle {0} was refused; {1} used it.', handle, frameLabel(blamed));
  return explanation === undefined ? head : `${head} ${explanation}`;
}

function hex(number: number): string {
  return `0x${number.toString(16)}`;
}
