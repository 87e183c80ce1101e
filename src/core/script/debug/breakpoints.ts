/** The breakpoints of a script: where they really are, how often they were passed, and whether they stop the run. */

import { nearestName } from '../../util/nearestName';
import type { TraceOperation } from '../../model/handleTrace';
import type { BreakpointState, HandleSubject, ProgramBreakpoint } from '../../target/program';
import { typeNamed } from '../../windows/user/userTypeNames';
import type { HandleOperation } from '../../simulator/machine/machine';
import type { UserOperation } from '../../simulator/user/userSession';
import { fullName } from '../../simulator/objectFacts';
import type { Engine } from '../run/engine';
import { functionPlace, placeOf, statementAtLine, type FoundPlace } from './breakpointPlaces';
import { hitCountProblem, Passes } from './hitCounts';
import type { ProgramValues } from './programValues';

/** A breakpoint in effect. */
export interface Installed {
  readonly breakpoint: ProgramBreakpoint;
  /** Statement it is at; -1 for those that are at none. */
  readonly statement: number;
  /** Function of Windows it is at; -1 for none. */
  readonly builtIn: number;
  /** Where the program came by and the condition held; noted where a number of times is asked for. */
  readonly passes: Passes;
}

/** What breakpoints call the operations on USER handles; null: none stops at it. */
const USER_OPERATIONS: Readonly<Record<UserOperation['operation'], TraceOperation | null>> = {
  create: 'open',
  destroy: 'close',
  owner: null,
  badref: 'badref',
};

function meetsUser(subject: HandleSubject, { handle, type }: UserOperation): boolean {
  switch (subject.kind) {
    case 'value':
      return subject.family !== 'kernel' && handle === subject.value;
    case 'type':
      return subject.family !== 'kernel' && type !== null && typeNamed(subject.type)?.id === type;
    case 'name':
      return false;
  }
}

/** All breakpoints, in groups that are replaced as a whole. */
export class BreakpointSet {
  private readonly groups = new Map<string, readonly Installed[]>();

  constructor(
    private readonly engine: Engine,
    private readonly values: ProgramValues,
    /** The type of what a badly referenced handle stood for last; null when it never did. */
    private readonly typeBefore: (event: HandleOperation) => string | null,
  ) {}

  /** Replaces a group. Breakpoints that were there before keep how often they were passed. */
  set(group: string, breakpoints: readonly ProgramBreakpoint[]): readonly BreakpointState[] {
    const earlier = this.groups.get(group) ?? [];
    const found = breakpoints.map((breakpoint) => this.install(breakpoint, earlier));
    const installed = found.flatMap(({ installed: each }) => (each === null ? [] : [each]));
    if (breakpoints.length === 0) {
      this.groups.delete(group);
    } else {
      this.groups.set(group, installed);
    }
    this.mark();
    return found.map(({ state }) => state);
  }

  /** Every breakpoint with its group. */
  all(): readonly (readonly [string, ProgramBreakpoint])[] {
    return [...this.groups].flatMap(([group, list]) =>
      list.map(({ breakpoint }) => [group, breakpoint] as const),
    );
  }

  atStatement(statement: number): readonly Installed[] {
    return this.matching((each) => each.statement === statement);
  }

  atCall(builtIn: number): readonly Installed[] {
    return this.matching((each) => each.builtIn === builtIn);
  }

  forInvalidHandles(): readonly Installed[] {
    return this.matching(({ breakpoint }) => breakpoint.kind === 'invalidHandle');
  }

  /** Breakpoints on handles that an operation meets. */
  forOperation(event: HandleOperation): readonly Installed[] {
    return this.matching(
      ({ breakpoint }) => breakpoint.kind === 'handle' && this.meets(breakpoint, event),
    );
  }

  /** For example `CLOSE of handle 7c (Event) in child.exe.` */
  describe(event: HandleOperation): string {
    const { operation, handle, object, table } = event;
    const before = object === null ? this.typeBefore(event) : null;
    const type = object?.type.name ?? (before === null ? null : `last ${before}`);
    const { owner } = table;
    const process = owner === null || owner === this.engine.home ? '' : ` in ${owner.image}`;
    return `${operation.toUpperCase()} of handle ${(handle >>> 0).toString(16)}${type === null ? '' : ` (${type})`}${process}.`;
  }

  /** The same for operations on USER handles. Their objects have no names that breakpoints could meet. */
  forUserOperation(event: UserOperation): readonly Installed[] {
    const operation = USER_OPERATIONS[event.operation];
    return this.matching(
      ({ breakpoint }) =>
        breakpoint.kind === 'handle' &&
        operation !== null &&
        breakpoint.operations.includes(operation) &&
        meetsUser(breakpoint.subject, event),
    );
  }

  /** The program takes another way from a position on: what it came by behind that counts no longer. */
  forgetAfter(position: number): void {
    this.matching(() => true).forEach(({ passes }) => passes.forgetAfter(position));
  }

  /** True when any breakpoint is about handles. */
  get watchesHandles(): boolean {
    return this.matching(({ breakpoint }) => breakpoint.kind === 'handle').length > 0;
  }

  private matching(test: (installed: Installed) => boolean): readonly Installed[] {
    return [...this.groups.values()].flat().filter(test);
  }

  private meets(
    { subject, operations }: Extract<ProgramBreakpoint, { kind: 'handle' }>,
    event: HandleOperation,
  ): boolean {
    const { operation, handle, object, table } = event;
    if (!operations.includes(operation)) {
      return false;
    }
    switch (subject.kind) {
      case 'value':
        return (
          subject.family !== 'USER' &&
          withoutTag(handle) === withoutTag(subject.value) &&
          (subject.processId === undefined || subject.processId === table.owner?.processId)
        );
      case 'type': {
        const type = object === null ? this.typeBefore(event) : object.type.name;
        return subject.family !== 'USER' && type?.toLowerCase() === subject.type.toLowerCase();
      }
      case 'name': {
        const name = object === null ? null : fullName(object, this.engine.context.machine.objects);
        return name?.toLowerCase().endsWith(subject.name.toLowerCase()) ?? false;
      }
    }
  }

  private install(
    breakpoint: ProgramBreakpoint,
    earlier: readonly Installed[],
  ): { readonly installed: Installed | null; readonly state: BreakpointState } {
    const known = earlier.find(
      (each) => JSON.stringify(each.breakpoint) === JSON.stringify(breakpoint),
    );
    const place = this.place(breakpoint);
    const problem = typeof place === 'string' ? place : this.wordsProblem(breakpoint, place);
    if (typeof place === 'string' || problem !== null) {
      return { installed: null, state: { isVerified: false, message: problem, place: null } };
    }
    const { statement, builtIn } = place;
    return {
      installed: { breakpoint, statement, builtIn, passes: known?.passes ?? new Passes() },
      state: {
        isVerified: true,
        message: null,
        place: statement === -1 ? null : placeOf(this.engine.program, statement),
      },
    };
  }

  /** Why a breakpoint's condition or hit count says nothing; null when both do. */
  private wordsProblem(
    { condition, hits }: ProgramBreakpoint,
    { statement }: { readonly statement: number },
  ): string | null {
    const at = this.engine.program.statements[statement];
    const problem =
      condition === undefined || condition.trim() === ''
        ? null
        : // The instruction behind the statement's own is the next one when the program stops there.
          this.values.conditionProblem(
            condition,
            at === undefined ? null : { function: at.function, pc: at.pc + 1 },
          );
    return problem === null
      ? hitCountProblem(hits)
      : `The condition "${condition}" cannot be used. ${problem.message}`;
  }

  /** Where a breakpoint is, or why it is nowhere. */
  private place(breakpoint: ProgramBreakpoint): FoundPlace | string {
    switch (breakpoint.kind) {
      case 'line': {
        const statement = statementAtLine(this.engine.program, breakpoint.path, breakpoint.line);
        return statement === -1
          ? 'There is no statement on this line or below it in this file.'
          : { statement, builtIn: -1 };
      }
      case 'function':
        return functionPlace(this.engine, breakpoint.name);
      case 'handle':
        return this.subjectProblem(breakpoint) ?? { statement: -1, builtIn: -1 };
      default:
        return { statement: -1, builtIn: -1 };
    }
  }

  /** Why a breakpoint on handles would never stop; null when it can. */
  private subjectProblem({
    subject,
    operations,
  }: Extract<ProgramBreakpoint, { kind: 'handle' }>): string | null {
    if (subject.kind === 'name' && operations.every((each) => each === 'badref')) {
      return 'A bad reference is a value and has no name: take the value (bh -bad 7c), or the type that it stood for last (bh -bad Event).';
    }
    if (subject.kind !== 'type' || subject.family === 'USER' || typeNamed(subject.type) !== null) {
      return null;
    }
    const types = this.engine.context.machine.objects.types.map(({ name }) => name);
    const wanted = subject.type.toLowerCase();
    if (types.some((type) => type.toLowerCase() === wanted)) {
      return null;
    }
    const near = nearestName(subject.type, types);
    return `This Windows has no object type "${subject.type}".${near === null ? '' : ` Did you mean "${near}"?`}`;
  }

  /** Tells the engine where it has to ask. */
  private mark(): void {
    const { marks, callMarks } = this.engine;
    marks.fill(0);
    callMarks.fill(0);
    for (const { statement, builtIn } of [...this.groups.values()].flat()) {
      if (statement !== -1) {
        marks[statement] = 1;
      }
      if (builtIn !== -1) {
        callMarks[builtIn] = 1;
      }
    }
  }
}

/** The two low bits of a handle are the program's own. */
function withoutTag(handle: number): number {
  return handle - (handle & 3);
}
