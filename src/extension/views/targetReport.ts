/** What a target is, in Markdown: where it comes from, what could not be read, what it holds. Knows nothing of VS Code. */

import type { TargetAnswer } from '../../protocol/dapExtensions';
import { escapeMarkdown } from './handleTooltip';

/** A document with a heading, the facts, the problems with what to do about each, and the parts of the target. */
export function targetReport(target: TargetAnswer): string {
  return [
    `# ${escapeMarkdown(target.title)}`,
    '',
    escapeMarkdown(target.description),
    '',
    `- Architecture: ${escapeMarkdown(target.architecture)}`,
    `- Windows: ${target.windows === null ? 'not recorded' : escapeMarkdown(target.windows)}`,
    `- Handles: ${target.capabilities.handles ? 'yes' : 'not in this target'}`,
    `- Handle traces: ${target.capabilities.traces ? 'yes' : 'not in this target'}`,
    `- Memory: ${target.capabilities.memory ? 'yes' : 'not in this target'}`,
    '',
    '## Problems',
    '',
    ...problemLines(target.problems),
    '',
    ...partLines(target.parts),
  ].join('\n');
}

function problemLines(problems: TargetAnswer['problems']): readonly string[] {
  return problems.length === 0
    ? ['Everything could be read.']
    : problems.map(({ message, where, hint }) => {
        const place = where === null ? '' : ` (${escapeMarkdown(where)})`;
        const next = hint === null ? '' : ` ${escapeMarkdown(hint)}`;
        return `- ${escapeMarkdown(message)}${place}${next}`;
      });
}

function partLines(parts: TargetAnswer['parts']): readonly string[] {
  return parts.length === 0
    ? []
    : [
        '## Parts',
        '',
        '| Part | Bytes | Note |',
        '|---|---|---|',
        ...parts.map(
          ({ name, size, note }) =>
            `| ${escapeMarkdown(name)} | ${size === null ? '' : String(size)} | ${escapeMarkdown(note)} |`,
        ),
        '',
      ];
}
