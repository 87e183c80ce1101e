/** Text of what commands say about a program with source. */

import type { BreakpointsResult, ProgramValuesResult, TimelineResult } from '../commands/results';
import type { ProgramBreakpoint, ProgramVariable } from '../target/program';
import { assertNever } from '../util/assertNever';
import { escapeText } from './escapeText';

/** A result about a program. */
export type ProgramResult = ProgramValuesResult | BreakpointsResult | TimelineResult;

/** True for results about a program. */
export function isProgramResult(
  result: { readonly kind: string } | ProgramResult,
): result is ProgramResult {
  return ['programValues', 'breakpoints', 'timeline'].includes(result.kind);
}

/** A result about a program in one line. */
export function programLine(result: ProgramResult): string {
  const lines = programLines(result);
  return lines.length === 1 ? (lines[0] ?? '') : `${lines.length} lines`;
}

/** All lines of a result about a program. */
export function programLines(result: ProgramResult): readonly string[] {
  switch (result.kind) {
    case 'programValues':
      return result.variables.length === 0
        ? ['There are no local variables here.']
        : result.variables.map(variableLine);
    case 'breakpoints':
      return result.breakpoints.length === 0
        ? ['There are no breakpoints. bp sets one.']
        : result.breakpoints.map(
            ({ number, breakpoint, isTyped }) =>
              `${number.toString().padStart(2)} ${escapeText(describeBreakpoint(breakpoint))}${isTyped ? '' : '  (editor)'}`,
          );
    case 'timeline': {
      const { operations, recorded, position, furthest } = result.moment;
      return [`Operation ${operations} of ${recorded}, instruction ${position} of ${furthest}.`];
    }
    default:
      return assertNever(result);
  }
}

/** `h = 0x7c Event (auto reset, signalled) "go"`. */
export function variableLine({ name, text, refersTo }: ProgramVariable): string {
  return escapeText(`${name} = ${refersTo === null ? text : `${text} ${refersTo}`}`);
}

/** A breakpoint in words. */
export function describeBreakpoint(breakpoint: ProgramBreakpoint): string {
  const { condition, hits, message } = breakpoint;
  const more = [
    condition === undefined || condition === '' ? '' : ` when ${condition}`,
    hits === undefined || hits === '' ? '' : ` at hit ${hits}`,
    message === undefined || message === '' ? '' : ` prints "${message}"`,
  ].join('');
  return `${placeWords(breakpoint)}${more}`;
}

function placeWords(breakpoint: ProgramBreakpoint): string {
  switch (breakpoint.kind) {
    case 'line':
      return `${breakpoint.path}:${breakpoint.line}`;
    case 'function':
      return breakpoint.name;
    case 'invalidHandle':
      return 'invalid handle';
    case 'handle': {
      const { subject, operations } = breakpoint;
      const what =
        subject.kind === 'name'
          ? `handles to "${subject.name}"`
          : `${subject.family === 'USER' ? 'USER ' : ''}${
              subject.kind === 'value'
                ? `handle ${subject.value.toString(16)}${subject.processId === undefined ? '' : ` of process ${subject.processId.toString(16)}`}`
                : `handles of type ${subject.type}`
            }`;
      return `${operations.join(', ')} of ${what}`;
    }
    default:
      return assertNever(breakpoint);
  }
}
