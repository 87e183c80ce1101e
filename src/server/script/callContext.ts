/** The call around a place of a script: which function, and which argument is being written. */

/** A call that is not closed yet at an offset. */
export interface CallContext {
  readonly name: string;
  /** Number of the argument, from 0. */
  readonly argument: number;
}

/** Characters in front of the place that are looked through. */
const FARTHEST = 4000;

/** The innermost call around an offset of a text without comments and strings; null when there is none. */
export function callAround(code: string, offset: number): CallContext | null {
  let depth = 0;
  let argument = 0;
  for (let at = offset - 1; at >= Math.max(0, offset - FARTHEST); at--) {
    switch (code[at]) {
      case ')':
      case ']':
        depth++;
        break;
      case '(':
      case '[': {
        if (depth > 0) {
          depth--;
          break;
        }
        const name = /([A-Za-z_]\w*)\s*$/.exec(code.slice(Math.max(0, at - 100), at))?.[1];
        if (code[at] === '(' && name !== undefined && !KEYWORDS.has(name)) {
          return { name, argument };
        }
        argument = 0;
        break;
      }
      case ',':
        argument += depth === 0 ? 1 : 0;
        break;
      case ';':
      case '{':
      case '}':
        return null;
      default:
        break;
    }
  }
  return null;
}

const KEYWORDS = new Set(['if', 'while', 'for', 'switch', 'return', 'sizeof']);
