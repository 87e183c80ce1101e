/** Hit counts of breakpoints, which are the same however often the program is gone through. */

/** `5`, `== 5`, `>= 5`, `> 5`, `< 5`, `<= 5`, `% 5`. */
const HIT_COUNT = /^\s*(==?|>=?|<=?|%)?\s*(\d+)\s*$/;

/** Why a text is no hit count; null when it is one, or empty. */
export function hitCountProblem(hits: string | undefined): string | null {
  const text = hits?.trim() ?? '';
  if (text === '') {
    return null;
  }
  const [, operator, digits] = HIT_COUNT.exec(text) ?? [];
  return digits === undefined || (operator === '%' && Number(digits) === 0)
    ? `"${text}" is no hit count. Write 5 for the fifth time, >= 5 for all from then on, or % 5 for every fifth.`
    : null;
}

/** True when a breakpoint that was passed so often stops; also when no number of times is asked for. */
export function meetsHits(hits: string | undefined, passed: number): boolean {
  const match = HIT_COUNT.exec(hits ?? '');
  if (match === null) {
    return true;
  }
  const [, operator = '==', digits = '1'] = match;
  const wanted = Number(digits);
  switch (operator) {
    case '>=':
      return passed >= wanted;
    case '>':
      return passed > wanted;
    case '<=':
      return passed <= wanted;
    case '<':
      return passed < wanted;
    case '%':
      return wanted > 0 && passed % wanted === 0;
    default:
      return passed === wanted;
  }
}

/** Where on the time line the program came by a breakpoint, so that each place keeps its number when it is passed again. */
export class Passes {
  /** Ascending. */
  private readonly positions: number[] = [];

  /** Notes that the program comes by at a position, perhaps again, and answers the how many-th time that is, from 1. */
  note(position: number): number {
    const index = this.indexOf(position);
    if (this.positions[index] !== position) {
      this.positions.splice(index, 0, position);
    }
    return index + 1;
  }

  /** The how many-th time a position was; null when the program did not come by there since the breakpoint was set. */
  numberAt(position: number): number | null {
    const index = this.indexOf(position);
    return this.positions[index] === position ? index + 1 : null;
  }

  /** The program takes another way from a position on. */
  forgetAfter(position: number): void {
    this.positions.length = this.indexOf(position + 1);
  }

  /** Index of the first position that is not before one. */
  private indexOf(position: number): number {
    const { positions } = this;
    // Almost always the program comes by later than ever before.
    let low = (positions.at(-1) ?? -1) < position ? positions.length : 0;
    let high = positions.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((positions[middle] ?? 0) < position) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
