/** Help of one command, built from its description. */

import type { Command } from './command';
import type { Mode } from './defineCommand';

/** What `-?` prints: the debugger's own text where it is known, else the description. */
export function commandHelp(command: Command, mode: Mode): readonly string[] {
  return command.helpText(mode) ?? describeCommand(command, mode);
}

/** What `.help <command>` prints: forms, arguments, switches, examples, and what was not checked against Windows. */
export function describeCommand(command: Command, mode: Mode): readonly string[] {
  const applies = (part: { readonly mode?: Mode }): boolean => (part.mode ?? mode) === mode;
  const lines = [...command.usage(mode), `  ${command.summary}`];
  if (command.aliases.length > 0) {
    lines.push(`  Also: ${command.aliases.join(', ')}`);
  }
  lines.push(...table([...command.arguments(mode), ...command.switches.filter(applies)]));
  const examples = command.examples.filter(applies);
  if (examples.length > 0) {
    lines.push('  Examples:');
    lines.push(...table(examples.map(({ line, shows }) => ({ name: line, description: shows }))));
  }
  lines.push(...command.notes.map((note) => `  ${note}`));
  return lines;
}

function table(
  rows: readonly { readonly name: string; readonly description: string }[],
): readonly string[] {
  const width = Math.max(0, ...rows.map((row) => row.name.length));
  return rows.map((row) => `    ${row.name.padEnd(width)}  ${row.description}`);
}
