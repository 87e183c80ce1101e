/** Members of a structure as lines: name, value, note. */

/** One member. */
export interface MemberLine {
  readonly name: string;
  readonly value: string;
  /** Said behind the value; empty for nothing. */
  readonly note: string;
}

/** Width of the names at least. */
const NAME_WIDTH = 8;

/** One line a member, names as wide as the widest; indented by four blanks. */
export function memberLines(lines: readonly MemberLine[]): string {
  const width = Math.max(NAME_WIDTH, ...lines.map(({ name }) => name.length));
  return lines
    .map(({ name, value, note }) =>
      `    ${name.padEnd(width)}  ${value}${note === '' ? '' : `  ${note}`}`.trimEnd().concat('\n'),
    )
    .join('');
}
