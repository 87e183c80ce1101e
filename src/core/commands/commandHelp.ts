/** Help of one command, built from its description. */

import type { Command } from './command';
import type { Mode } from './defineCommand';

/** What `-?` prints: the debugger's own text where it is known, else the description. */
export function commandHelp(command: Command, mode: Mode): readonly string[] {
  return command.helpText(mode) ?? describeCommand(command, mode);
}

/** What `.help <command>` prints: forms, arguments, switches and examples. */
export function describeCommand(command: Command, mode: Mode): readonly string[] {
  const lines = [...command.usage(mode), `  ${command.summary}`];
  if (command.aliases.length > 0) {
    lines.push(`  Also: ${command.aliases.join(', ')}`);
  }
  lines.push(...table(command.arguments(mode)), ...table(command.switches));
  if (command.examples.length > 0) {
    lines.push('  Examples:');
    const width = Math.max(...command.examples.map((example) => example.line.length));
    lines.push(...command.examples.map(({ line, shows }) => `    ${line.padEnd(width)}  ${shows}`));
  }
  return lines;
}

function table(
  rows: readonly { readonly name: string; readonly description: string }[],
): readonly string[] {
  const width = Math.max(0, ...rows.map((row) => row.name.length));
  return rows.map((row) => `    ${row.name.padEnd(width)}  ${row.description}`);
}
