/** A script without its comments and texts. */

const TEXTS =
  /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"(?:\\[^\n]|[^"\\\n])*"?|'(?:\\[^\n]|[^'\\\n])*'?/g;

/** Blanks stand for comments and texts; offsets and line ends stay. */
export function plainCode(text: string): string {
  return text.replace(TEXTS, (found) => found.replace(/[^\n]/g, ' '));
}
