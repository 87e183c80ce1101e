/** What a target is, as text: where it comes from, what could not be read, what it holds. Knows nothing of VS Code. */

import type { TargetAnswer } from '../../protocol/dapExtensions';
import { l10n } from '../l10n';
import { visibleText } from './handleTooltip';

/** The facts, the problems with what to do about each, and the parts of the target. Each stays on its line. */
export function targetReport(target: TargetAnswer): string {
  const { capabilities, problems, parts } = target;
  const has = (isThere: boolean): string =>
    isThere ? l10n.t('yes') : l10n.t('not in this target');
  return [
    visibleText(target.title),
    visibleText(target.description),
    '',
    ...columns([
      [l10n.t('Architecture:'), visibleText(target.architecture)],
      [l10n.t('Windows:'), visibleText(target.windows ?? l10n.t('not recorded'))],
      [l10n.t('Handles:'), has(capabilities.handles)],
      [l10n.t('Handle traces:'), has(capabilities.traces)],
      [l10n.t('Memory:'), has(capabilities.memory)],
    ]),
    '',
    l10n.t('Problems'),
    ...(problems.length === 0
      ? [`  ${l10n.t('Everything could be read.')}`]
      : problems.map(problemLine)),
    ...(parts.length === 0 ? [] : ['', l10n.t('Parts'), ...parts.map(partLine)]),
    '',
  ].join('\n');
}

/** Two columns; the first is as wide as its longest text and two blanks. */
function columns(rows: readonly (readonly [label: string, text: string])[]): readonly string[] {
  const width = Math.max(...rows.map(([label]) => label.length)) + 2;
  return rows.map(([label, text]) => `${label.padEnd(width)}${text}`);
}

function problemLine({ message, where, hint }: TargetAnswer['problems'][number]): string {
  const place = where === null ? '' : ` (${where})`;
  return `  ${visibleText(`${message}${place}${hint === null ? '' : ` ${hint}`}`)}`;
}

function partLine({ name, size, note }: TargetAnswer['parts'][number]): string {
  const bytes = size === null ? '' : `, ${l10n.t('{0} bytes', size)}`;
  return `  ${visibleText(`${name}${bytes}${note === '' ? '' : `: ${note}`}`)}`;
}
