/** Short words behind access masks: what the rights amount to. */

import { InlayHintKind, type InlayHint } from 'vscode-languageserver';
import { accessOf } from '../core/log/handleStory';
import type { LogHandle, LogKernelHandle } from '../core/log/logEvents';
import { accessNames } from '../core/windows/accessLabels';
import { specificRights } from '../core/windows/accessRights';
import { objectTypeFacts } from '../core/windows/objectTypes';
import { hex0x } from '../core/util/hex';
import type { LogFile } from './logFile';

/** A hint names rights up to this many characters. */
const MAX_LABEL = 48;

/** The hints of the lines `first` to `last`, both included. */
export function inlayHints(file: LogFile, first: number, last: number): InlayHint[] {
  const hints: InlayHint[] = [];
  for (const section of file.log.sections) {
    if (section.lines.last < first || section.lines.first > last) {
      continue;
    }
    for (const event of section.events) {
      if (event.kind === 'handle' || event.kind === 'kernelHandle') {
        const line = event.kind === 'handle' ? event.accessLine : event.lines.first;
        const hint =
          line === undefined || line < first || line > last ? null : accessHint(file, event, line);
        if (hint !== null) {
          hints.push(hint);
        }
      }
    }
  }
  return hints;
}

function accessHint(
  file: LogFile,
  record: LogHandle | LogKernelHandle,
  line: number,
): InlayHint | null {
  const access = accessOf(record);
  const token = file.tokens(line).find(({ kind }) => kind === 'access');
  const label = access === null ? null : hintLabel(record, access.mask, access.names);
  if (access === null || token === undefined || label === null) {
    return null;
  }
  return {
    position: { line, character: token.end },
    label,
    kind: InlayHintKind.Type,
    paddingLeft: true,
    tooltip: `${hex0x(access.mask)}: ${access.names.join(', ') || 'no right with a name'}`,
  };
}

/** Null when the lines below the mask say the same already. */
function hintLabel(
  record: LogHandle | LogKernelHandle,
  mask: number,
  names: readonly string[],
): string | null {
  if (record.type !== undefined && isFullAccess(record.type, mask)) {
    return 'full access';
  }
  return saysTheSame(record, names) ? null : shortList(mask, names);
}

/** True when a mask holds every right of a type that has rights of its own, in this or an older Windows. */
function isFullAccess(type: string, mask: number): boolean {
  return (
    specificRights(type).length > 0 &&
    (mask === objectTypeFacts(type, false).mapping.all ||
      mask === objectTypeFacts(type, true).mapping.all)
  );
}

function saysTheSame(record: LogHandle | LogKernelHandle, names: readonly string[]): boolean {
  if (record.kind === 'kernelHandle' || record.specificRights === undefined) {
    return false;
  }
  const printed = new Set([...(record.standardRights ?? []), ...record.specificRights]);
  return names.every((name) => printed.has(name));
}

/** As many names as fit, rights of the type first; then how many more. */
function shortList(mask: number, names: readonly string[]): string | null {
  const standard = accessNames(null, mask).length;
  const ordered = [...names.slice(standard), ...names.slice(0, standard)];
  let label = '';
  for (const [index, name] of ordered.entries()) {
    const longer = label === '' ? name : `${label}, ${name}`;
    if (label !== '' && longer.length > MAX_LABEL) {
      return `${label} +${ordered.length - index}`;
    }
    label = longer;
  }
  return label === '' ? null : label;
}
