/** Cuts a line into commands: `;` separates, quotation marks protect, `*` and `$$` start comments. */

/** One command of a line. */
export interface CommandPart {
  /** The command, surrounding blanks removed; never empty. */
  readonly text: string;
  /** Offset of the text in the line. */
  readonly start: number;
}

/**
 * The commands of a line. `*` at the start of a command makes the rest of the line a comment; `$$` comments out one
 * command up to its `;`. Semicolons inside double quotation marks do not separate; a missing closing mark protects the
 * rest of the line.
 */
export function splitCommandLine(line: string): readonly CommandPart[] {
  const parts: CommandPart[] = [];
  for (const piece of splitAtSemicolons(line)) {
    const text = piece.text.trim();
    if (text.startsWith('*')) {
      break;
    }
    if (text !== '' && !text.startsWith('$$')) {
      parts.push({ text, start: piece.start + piece.text.indexOf(text) });
    }
  }
  return parts;
}

/** Offset at which the command around `cursor` starts: after the last separating `;` before it, and after blanks. */
export function commandStartAt(line: string, cursor: number): number {
  const pieces = splitAtSemicolons(line.slice(0, cursor));
  const last = pieces.at(-1);
  if (last === undefined) {
    return 0;
  }
  return last.start + (last.text.length - last.text.trimStart().length);
}

/** Pieces between separating semicolons, blanks and empty pieces kept. */
function splitAtSemicolons(line: string): readonly CommandPart[] {
  const pieces: CommandPart[] = [];
  let start = 0;
  let quoted = false;
  for (let index = 0; index < line.length; index++) {
    const character = line[index];
    if (character === '"') {
      quoted = !quoted;
    } else if (character === ';' && !quoted) {
      pieces.push({ text: line.slice(start, index), start });
      start = index + 1;
    }
  }
  pieces.push({ text: line.slice(start), start });
  return pieces;
}
