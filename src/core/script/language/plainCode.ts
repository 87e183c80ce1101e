/** A script without its comments and texts. */

const TEXTS =
  /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"(?:\\[^\n]|[^"\\\n])*"?|'(?:\\[^\n]|[^'\\\n])*'?/g;

/** Where a comment begins that nothing closes; -1 when there is none. */
export function unclosedComment(text: string): number {
  const last = [...text.matchAll(TEXTS)].at(-1);
  return last?.[0].startsWith('/*') === true && !/^\/\*[\s\S]*\*\/$/.test(last[0])
    ? last.index
    : -1;
}

/** Blanks stand for comments and texts; offsets and line ends stay. */
export function plainCode(text: string): string {
  return text.replace(TEXTS, (found) => found.replace(/[^\n]/g, ' '));
}
