/** The scopes of a frame: the same for all threads, but a trace record comes first in its own. */

import type { DebugProtocol } from '@vscode/debugprotocol';
import type { ProgramContext } from '../core/target/program';
import { hex, hex0x } from '../core/util/hex';
import { ProblemError, type Problem } from '../core/util/problem';
import type { Examination, SelectedTrace } from './examination';
import { handleTypes } from './handleNodes';
import { moduleList, targetFacts } from './targetNodes';
import { lastErrorOf, programVariables } from './program/programNodes';
import { placeInThread } from './program/programPlace';
import type { ShownThread } from './threadList';
import { badReferences, stackFrames, traceList } from './traceNodes';
import { userHandleTypes } from './userEntryNodes';
import { variable } from './variableNodes';
import { namedChildren, type Container } from './variableStore';

/** Tables above this size are counted only when somebody opens them. */
const EXPENSIVE_ABOVE = 100_000;

/** Scopes of any frame of a thread. */
export async function scopesOf(
  examination: Examination,
  thread: ShownThread,
  frame = 0,
): Promise<readonly DebugProtocol.Scope[]> {
  const { target, variables, processId } = examination;
  const place = placeInThread(examination, thread, frame);
  const scopes: DebugProtocol.Scope[] = [...programScopes(examination, place)];
  const add = (name: string, container: Container, expensive: boolean): void => {
    scopes.push({ name, ...variables.expandable(container), expensive });
  };
  if (thread.kind === 'trace') {
    add('Trace record', traceRecord(examination, thread.selected), false);
  }
  const handles = await examination.handles();
  const isLarge = handles.ok && handles.value.count > EXPENSIVE_ABOVE;
  add('Handles', handles.ok ? handleTypes(examination, processId) : why(handles.problem), isLarge);
  if (place !== null && target.program !== undefined) {
    add('Last error', lastErrorOf(examination, place, target.program), false);
  }
  const traces = await examination.traces();
  add(
    'Handle traces',
    traces.ok ? traceList(examination, traces.value, 'all') : why(traces.problem),
    true,
  );
  if (traces.ok) {
    add('Bad references', badReferences(examination, processId), true);
  }
  if (target.userHandles !== null) {
    add('USER handles', userHandleTypes(examination), true);
  }
  add('Modules', moduleList(examination, target.modules()), true);
  add('Target', targetFacts(examination), true);
  return scopes;
}

/** The variables of a script, where the frame is one of its functions. */
function programScopes(
  examination: Examination,
  place: ProgramContext | null,
): readonly DebugProtocol.Scope[] {
  const { target, variables } = examination;
  const { program } = target;
  if (place === null || program === undefined) {
    return [];
  }
  const locals = programVariables(examination, place, () => program.locals(place));
  const globals = programVariables(examination, place, () => program.globals(place));
  return [
    {
      name: 'Locals',
      presentationHint: 'locals',
      ...variables.expandable(locals),
      expensive: false,
    },
    { name: 'Globals', ...variables.expandable(globals), expensive: false },
  ];
}

/** Something that is missing: the reason becomes the error of expanding it. */
function why(problem: Problem): Container {
  return namedChildren(() => Promise.reject(new ProblemError(problem)));
}

function traceRecord(examination: Examination, { record }: SelectedTrace): Container {
  const { variables } = examination;
  return namedChildren(() =>
    Promise.resolve([
      variable(variables, 'Handle', hex0x(record.handle), { evaluateName: hex0x(record.handle) }),
      variable(variables, 'Operation', record.operation.toUpperCase()),
      variable(variables, 'Thread', hex(record.threadId)),
      variable(variables, 'Process', hex(record.processId)),
      variable(variables, 'Row', `${record.row} (0 is the newest)`),
      variable(variables, 'Stack', `${record.stack.length} frames`, {
        container: stackFrames(examination, record.stack),
      }),
    ]),
  );
}
