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
import { programOf } from './programOf';

/** Breakpoints that were typed, as opposed to those of an editor. */
const TYPED = 'typed';
const BP_FORMS = ['bp Function', 'bp File:Line', 'bp :Line', 'bp /w "Condition" Place'];
const BH_FORMS = [
  'bh Handle',
  'bh Type',
  'bh USER:Type',
  'bh "Name"',
  'bh -open|-close|-bad Handle',
];

/** The command `bp`. */
export const breakpointCommand: Command = defineCommand({
  name: 'bp',
  summary: 'Stops the program at a function or a line.',
  forms: BP_FORMS,
  arguments: [
    {
      name: 'Place',
      description:
        'A function of the script or of Windows (CloseHandle), or a line of a file (orders.hsim:12; :12 is a line of the script itself).',
      completes: 'none',
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
  ],
  run: setBreakpoint,
});

function setBreakpoint(context: CommandContext, argumentText: string): CommandResult {
  const program = programOf(context);
  if (!program.ok) {
    return errorResult(context, program.problem);
  }
  const parsed = parsePlace(argumentText, program.value);
  return parsed.ok
    ? add(context, program.value, parsed.value)
    : errorResult(context, parsed.problem);
}

function parsePlace(text: string, program: ProgramAccess): Result<ProgramBreakpoint> {
  const match = /^(?:\/w\s+"([^"]*)"\s+)?(.+)$/.exec(text);
  const place = (match?.[2] ?? '').trim().replace(/^`|`$/g, '');
  if (match === null || place === '') {
    return usageFailure('bp needs a place.', BP_FORMS);
  }
  const condition = match[1] === undefined ? {} : { condition: match[1] };
  const line = /^(.*):(\d{1,7})$/.exec(place);
  if (line === null) {
    return ok({ kind: 'function', name: place, ...condition });
  }
  const path = line[1] === '' ? program.sources.at(-1)?.path : line[1];
  return ok({ kind: 'line', path: path ?? '', line: Number(line[2]), ...condition });
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
  forms: ['bl'],
  run: (context) => {
    const program = programOf(context);
    return program.ok ? listed(context, program.value) : errorResult(context, program.problem);
  },
});

function listed(context: CommandContext, program: ProgramAccess): CommandResult {
  return {
    ...headerOf(context),
    kind: 'breakpoints',
    breakpoints: numbered(program).map(([group, breakpoint]) => ({
      breakpoint,
      isTyped: group === TYPED,
    })),
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
  forms: ['bc Number', 'bc *'],
  arguments: [
    {
      name: 'Number',
      description: 'Number of the breakpoint in bl, in decimal.',
      completes: 'number',
    },
  ],
  run: clearBreakpoint,
});

function clearBreakpoint(context: CommandContext, argumentText: string): CommandResult {
  const program = programOf(context);
  if (!program.ok) {
    return errorResult(context, program.problem);
  }
  const all = numbered(program.value);
  if (argumentText === '*') {
    program.value.setBreakpoints(TYPED, []);
    return listed(context, program.value);
  }
  const chosen = /^\d{1,6}$/.test(argumentText) ? all[Number(argumentText)] : undefined;
  if (chosen === undefined) {
    return errorResult(context, {
      code: 'no-breakpoint',
      message:
        argumentText === '' ? 'bc needs a number.' : `There is no breakpoint ${argumentText}.`,
      hint: 'bl lists them with their numbers; bc * removes all.',
    });
  }
  if (chosen[0] !== TYPED) {
    return errorResult(context, {
      code: 'not-typed',
      message: `Breakpoint ${argumentText} was set in the editor.`,
      hint: 'Remove it there.',
    });
  }
  const [, wanted] = chosen;
  program.value.setBreakpoints(
    TYPED,
    typedBreakpoints(program.value).filter((each) => each !== wanted),
  );
  return listed(context, program.value);
}
