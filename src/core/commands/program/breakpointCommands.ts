/** `bp`, `bh`, `bl` and `bc`: where a program with source stops. */

import { familyType } from '../../analysis/traces/handleFamily';
import type { TraceOperation } from '../../model/handleTrace';
import type { HandleSubject, ProgramAccess, ProgramBreakpoint } from '../../target/program';
import { fail, ok, type Result } from '../../util/result';
import type { Command, CommandContext } from '../command';
import { defineCommand, errorResult, headerOf, usageFailure } from '../defineCommand';
import type { CommandResult } from '../results';
import { typeNamed } from '../../windows/user/userTypeNames';
import { userTypeNamed } from '../user/userTypeNamed';
import { BP_FORMS, parseBreakpoint, parseNumbers } from './breakpointPlace';
import { programOf } from './programOf';

/** Breakpoints that were typed, as opposed to those of an editor. */
const TYPED = 'typed';
const BH_FORMS = [
  'bh Handle',
  'bh Type',
  'bh USER:Type',
  'bh "Name"',
  'bh -open|-close|-bad Handle',
];

/** What takes numbers of breakpoints says of them. */
const NUMBERS = 'Numbers of breakpoints in bl, in decimal: 0, 0 2 or 0-2.';

/** The command `bp`. */
export const breakpointCommand: Command = defineCommand({
  name: 'bp',
  aliases: ['bu'],
  summary: 'Stops the program at a function or a line.',
  forms: BP_FORMS,
  arguments: [
    {
      name: 'Place',
      description:
        'A function of the script or of Windows (CloseHandle), or a line of a file (orders.hsim:12; :12 is a line of the script itself).',
      completes: 'none',
    },
    {
      name: 'Passes',
      description: 'How often the program must come by before it stops, 1 for the first time.',
      completes: 'number',
    },
  ],
  switches: [
    {
      name: '/w',
      description: 'Stops only when a condition holds: an expression of the script in quotes.',
    },
  ],
  examples: [
    { line: 'bp CloseHandle', shows: 'stops in front of every call of CloseHandle' },
    { line: 'bp /w "i == 3" :12', shows: 'stops on line 12 while i is 3' },
    { line: 'bp CloseHandle 5', shows: 'stops in front of the fifth call and all behind it' },
  ],
  notes: ['Command strings, as in bp main "k; g", are not carried out.'],
  run: setBreakpoint,
});

async function setBreakpoint(
  context: CommandContext,
  argumentText: string,
): Promise<CommandResult> {
  const program = programOf(context);
  if (!program.ok) {
    return errorResult(context, program.problem);
  }
  const parsed = await parseBreakpoint(argumentText, program.value, context);
  return parsed.ok
    ? add(context, program.value, parsed.value)
    : errorResult(context, parsed.problem);
}

/** The command `bh`. */
export const handleBreakpointCommand: Command = defineCommand({
  name: 'bh',
  summary:
    'Stops the program when a handle is opened, closed or badly referenced; USER handles: created, destroyed.',
  forms: BH_FORMS,
  arguments: [
    {
      name: 'Handle',
      description:
        'The value of a handle or USER handle in hexadecimal, an object type (USER:Menu for one of USER objects), or the end of an object name in quotes.',
      completes: 'anyType',
    },
  ],
  switches: [
    { name: '-open', description: 'Only when it is opened.' },
    { name: '-close', description: 'Only when it is closed.' },
    { name: '-bad', description: 'Only when it is used although it is not open.' },
  ],
  examples: [
    { line: 'bh 7c', shows: 'stops at every operation on handle 7c' },
    { line: 'bh -close Event', shows: 'stops whenever a handle to an event is closed' },
    { line: 'bh -open USER:Menu', shows: 'stops whenever a menu is created' },
  ],
  notes: ['This command is of Handle Lens: the real debugger has no such thing.'],
  run: setHandleBreakpoint,
});

const SWITCHES: Readonly<Record<string, TraceOperation>> = {
  '-open': 'open',
  '-close': 'close',
  '-bad': 'badref',
};

function setHandleBreakpoint(context: CommandContext, argumentText: string): CommandResult {
  const program = programOf(context);
  if (!program.ok) {
    return errorResult(context, program.problem);
  }
  const parsed = parseHandleBreakpoint(argumentText);
  return parsed.ok
    ? add(context, program.value, parsed.value)
    : errorResult(context, parsed.problem);
}

/** Reads what follows `bh`: switches, then a handle value, a type, or a name in quotes. */
export function parseHandleBreakpoint(text: string): Result<ProgramBreakpoint> {
  const operations: TraceOperation[] = [];
  let rest = text;
  for (let word = /^(-\w+)\s*/.exec(rest); word !== null; word = /^(-\w+)\s*/.exec(rest)) {
    const operation = SWITCHES[word[1] ?? ''];
    if (operation === undefined) {
      return usageFailure(`bh has no switch ${word[1] ?? ''}.`, BH_FORMS);
    }
    operations.push(operation);
    rest = rest.slice(word[0].length);
  }
  const subject = parseSubject(rest);
  return subject.ok
    ? ok({
        kind: 'handle',
        subject: subject.value,
        operations: operations.length === 0 ? ['open', 'close', 'badref'] : operations,
      })
    : subject;
}

/** A handle value, a type, or a name in quotes. */
function parseSubject(text: string): Result<HandleSubject> {
  const quoted = /^"(.+)"$/.exec(text);
  if (quoted !== null) {
    return ok({ kind: 'name', name: quoted[1] ?? '' });
  }
  const value = /^(?:0x)?([0-9a-f]{1,8})$/i.exec(text);
  if (value !== null) {
    return ok({ kind: 'value', value: Number.parseInt(value[1] ?? '', 16), family: null });
  }
  const { family, type } = familyType(text);
  if (family === 'USER' || (family === null && typeNamed(type) !== null)) {
    const known = userTypeNamed(type);
    return known.ok ? ok({ kind: 'type', type, family }) : known;
  }
  return /^[A-Za-z][\w ]*$/.test(type)
    ? ok({ kind: 'type', type, family })
    : fail({
        code: 'usage',
        message: text === '' ? 'bh needs a handle.' : `'${text}' is no handle, type or name.`,
        hint: `Usage: ${BH_FORMS.join(' | ')}`,
      });
}

/** Sets a breakpoint beside those that were typed before. */
function add(
  context: CommandContext,
  program: ProgramAccess,
  breakpoint: ProgramBreakpoint,
): CommandResult {
  const typed = typedBreakpoints(program);
  const state = program.setBreakpoints(TYPED, [...typed, breakpoint]).at(-1);
  if (state?.isVerified === false) {
    program.setBreakpoints(TYPED, typed);
    return errorResult(context, {
      code: 'no-place',
      message: state.message ?? 'The program cannot stop there.',
      hint: 'Name a function, or a line as File:Line.',
    });
  }
  return listed(context, program);
}

function typedBreakpoints(program: ProgramAccess): readonly ProgramBreakpoint[] {
  return program.breakpoints().flatMap(([group, each]) => (group === TYPED ? [each] : []));
}

/** The command `bl`. */
export const listBreakpointsCommand: Command = defineCommand({
  name: 'bl',
  summary: 'Lists the breakpoints, those of the editor among them.',
  forms: ['bl', 'bl Numbers'],
  arguments: [{ name: 'Numbers', description: NUMBERS, completes: 'number' }],
  run: (context, argumentText) => {
    const program = programOf(context);
    if (!program.ok) {
      return errorResult(context, program.problem);
    }
    const chosen = parseNumbers(argumentText, numbered(program.value).length);
    return chosen.ok
      ? listed(context, program.value, chosen.value)
      : errorResult(context, chosen.problem);
  },
});

/** `only`: numbers of those that are listed; none stands for all. */
function listed(
  context: CommandContext,
  program: ProgramAccess,
  only: readonly number[] = [],
): CommandResult {
  return {
    ...headerOf(context),
    kind: 'breakpoints',
    breakpoints: numbered(program)
      .map(([group, breakpoint], number) => ({ number, breakpoint, isTyped: group === TYPED }))
      .filter(({ number }) => only.length === 0 || only.includes(number)),
  };
}

/** What `bl` lists: places and handles. Whether exceptions stop is a setting, not a breakpoint. */
function numbered(program: ProgramAccess): ReturnType<ProgramAccess['breakpoints']> {
  return program.breakpoints().filter(([, { kind }]) => kind !== 'invalidHandle');
}

/** The command `bc`. */
export const clearBreakpointCommand: Command = defineCommand({
  name: 'bc',
  summary: 'Removes breakpoints that were typed.',
  forms: ['bc Numbers', 'bc *'],
  arguments: [{ name: 'Numbers', description: NUMBERS, completes: 'number' }],
  run: clearBreakpoint,
});

function clearBreakpoint(context: CommandContext, argumentText: string): CommandResult {
  const program = programOf(context);
  if (!program.ok) {
    return errorResult(context, program.problem);
  }
  if (argumentText === '*') {
    program.value.setBreakpoints(TYPED, []);
    return listed(context, program.value);
  }
  if (argumentText === '') {
    return errorResult(context, {
      code: 'no-breakpoint',
      message: 'bc needs a number.',
      hint: 'bl lists them with their numbers; bc * removes all.',
    });
  }
  const all = numbered(program.value);
  const chosen = parseNumbers(argumentText, all.length);
  if (!chosen.ok) {
    return errorResult(context, chosen.problem);
  }
  const foreign = chosen.value.find((number) => all[number]?.[0] !== TYPED);
  if (foreign !== undefined) {
    return errorResult(context, {
      code: 'not-typed',
      message: `Breakpoint ${foreign} was set in the editor.`,
      hint: 'Remove it there.',
    });
  }
  const wanted = new Set(chosen.value.map((number) => all[number]?.[1]));
  program.value.setBreakpoints(
    TYPED,
    typedBreakpoints(program.value).filter((each) => !wanted.has(each)),
  );
  return listed(context, program.value);
}
