/** What a target is, as text: where it comes from, what could not be read, what it holds. Knows nothing of VS Code. */

import type { TargetAnswer } from '../../protocol/dapExtensions';
import { visibleText } from './handleTooltip';

/** The facts, the problems with what to do about each, and the parts of the target. Each stays on its line. */
export function targetReport(target: TargetAnswer): string {
  const { capabilities, problems, parts } = target;
  const has = (isThere: boolean): string => (isThere ? 'yes' : 'not in this target');
  return [
    visibleText(target.title),
    visibleText(target.description),
    '',
    `Architecture:   ${visibleText(target.architecture)}`,
    `Windows:        ${visibleText(target.windows ?? 'not recorded')}`,
    `Handles:        ${has(capabilities.handles)}`,
    `Handle traces:  ${has(capabilities.traces)}`,
    `Memory:         ${has(capabilities.memory)}`,
    '',
    'Problems',
    ...(problems.length === 0 ? ['  Everything could be read.'] : problems.map(problemLine)),
    ...(parts.length === 0 ? [] : ['', 'Parts', ...parts.map(partLine)]),
    '',
  ].join('\n');
}

function problemLine({ message, where, hint }: TargetAnswer['problems'][number]): string {
  const place = where === null ? '' : ` (${where})`;
  return `  ${visibleText(`${message}${place}${hint === null ? '' : ` ${hint}`}`)}`;
}

function partLine({ name, size, note }: TargetAnswer['parts'][number]): string {
  const bytes = size === null ? '' : `, ${size} bytes`;
  return `  ${visibleText(`${name}${bytes}${note === '' ? '' : `: ${note}`}`)}`;
}
