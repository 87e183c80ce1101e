/** What following the handles of a function found, in sentences, with the path in words. */

import type { RelatedPlace, ScriptProblem, Span } from '../language/syntax';
import type { Decision, Event, Opening, Path } from './paths';

/** How a handle is lost. */
export type LeakEnd =
  /** The function returns; `isProgram` when the program ends with it. */
  | { readonly kind: 'return'; readonly isProgram: boolean }
  | { readonly kind: 'scope' }
  | { readonly kind: 'overwritten' }
  | { readonly kind: 'discarded' };

/** Decisions that are told of one path. */
const MOST_TOLD = 4;

/** Collects problems: of each handle that is opened somewhere, one leak; of each close, one problem. */
export class FlowFindings {
  private readonly found = new Map<string, ScriptProblem>();

  /** `lineOf` gives the line of an offset of the text, from 1. */
  constructor(
    private readonly lineOf: (offset: number) => number,
    private readonly text: string,
  ) {}

  get problems(): readonly ScriptProblem[] {
    return [...this.found.values()];
  }

  /** A handle that is open where nobody can close it any more. */
  leak(name: string, opened: Opening, path: Path, lost: LeakEnd & { readonly at: Span }): void {
    const what = this.endWords(lost);
    const way = this.way(path, opened);
    const message =
      lost.kind === 'discarded'
        ? `The handle that ${opened.by} returns is thrown away here and stays open. Keep it in a variable and close it with ${opened.closedBy}.`
        : `The handle in "${name}", opened here by ${opened.by}, is still open when ${what}${way}. Close it with ${opened.closedBy} before.`;
    const isLast = lost.kind === 'return' && lost.isProgram;
    const related: RelatedPlace[] = [
      ...this.places(path, opened),
      ...(lost.kind === 'discarded'
        ? []
        : [{ start: lost.at.start, end: lost.at.end, message: `"${name}" is still open here.` }]),
    ];
    this.add(`leak:${opened.start}:${name}`, {
      code: isLast ? 'open-at-end' : 'handle-leak',
      severity: isLast ? 'hint' : 'warning',
      message,
      start: opened.start,
      end: opened.end,
      ...(related.length === 0 ? {} : { related }),
      ...this.closeBefore(name, opened, lost),
    });
  }

  /** A handle that is closed a second time, or used after its close. */
  afterClose(
    name: string,
    call: { readonly by: string; readonly closes: boolean } & Span,
    closed: Event,
    path: Path,
  ): void {
    const line = this.lineOf(closed.start);
    const way = this.way(path, closed);
    const message = call.closes
      ? `"${name}" is closed a second time here: it was closed in line ${line}${way}. The value may stand for another object by then; remove one close, or set the variable to NULL after the first.`
      : `${call.by} is given "${name}", which was closed in line ${line}${way}. Use it before it is closed.`;
    this.add(`close:${call.start}:${name}`, {
      code: call.closes ? 'double-close' : 'use-after-close',
      severity: 'warning',
      message,
      start: call.start,
      end: call.end,
      related: [
        { start: closed.start, end: closed.end, message: `"${name}" is closed here first.` },
        ...this.places(path, closed),
      ],
    });
  }

  /** The close that is missing in front of a `return` which is not the only statement behind a condition. */
  private closeBefore(
    name: string,
    { closedBy }: Opening,
    lost: LeakEnd & { readonly at: Span },
  ): Pick<ScriptProblem, 'fix'> {
    const { start } = lost.at;
    const before = this.text.slice(0, start);
    const indent = /[ \t]*$/.exec(before)?.[0] ?? '';
    const isAlone = /[;{}]\s*$/.test(before) && before.endsWith(`\n${indent}`);
    if (lost.kind !== 'return' || !this.text.startsWith('return', start) || !isAlone) {
      return {};
    }
    const text = `${closedBy}(${name});\n${indent}`;
    const title = `Close "${name}" with ${closedBy} before this return (line ${this.lineOf(start)})`;
    return { fix: { title, text, start, end: start, isCertain: false } };
  }

  private add(key: string, problem: ScriptProblem): void {
    const known = this.found.get(key);
    // A leak within the program tells more than one at its end; of equal ones the first path is the shortest.
    if (known === undefined || (known.severity === 'hint' && problem.severity === 'warning')) {
      this.found.set(key, problem);
    }
  }

  private endWords(lost: LeakEnd & { readonly at: Span }): string {
    const line = this.lineOf(lost.kind === 'scope' ? lost.at.end - 1 : lost.at.start);
    switch (lost.kind) {
      case 'return':
        return lost.isProgram
          ? `the program ends in line ${line}`
          : `the function returns in line ${line}`;
      case 'scope':
        return `its block ends in line ${line}`;
      case 'overwritten':
        return `another value is stored in the variable in line ${line}`;
      case 'discarded':
        return '';
    }
  }

  /** ` (line 8: "x == NULL" holds; …)`. */
  private way(path: Path, from: Event): string {
    const told = decisionsBehind(path, from);
    if (told.length === 0) {
      return '';
    }
    const words = told.slice(-MOST_TOLD).map((each) => this.decisionWords(each));
    const more = told.length > MOST_TOLD ? '…; ' : '';
    return `, on the path where ${more}${words.join('; ')}`;
  }

  private decisionWords({ text, holds, isLoop, start }: Decision): string {
    const line = this.lineOf(start);
    const condition = text.trim();
    if (isLoop) {
      return `the loop in line ${line} ${holds ? 'goes round' : 'ends'}`;
    }
    return `"${condition}" ${holds ? 'holds' : 'does not hold'} (line ${line})`;
  }

  private places(path: Path, from: Event): readonly RelatedPlace[] {
    return decisionsBehind(path, from)
      .slice(-MOST_TOLD)
      .map(({ start, end, holds, isLoop }) => ({
        start,
        end,
        message: isLoop
          ? holds
            ? 'The loop goes round here.'
            : 'The loop ends here.'
          : holds
            ? 'This holds on the path.'
            : 'This does not hold on the path.',
      }));
  }
}

/** The decisions that were made after something happened. */
function decisionsBehind({ decisions }: Path, from: Event): readonly Decision[] {
  return decisions.slice(from.decisions);
}
