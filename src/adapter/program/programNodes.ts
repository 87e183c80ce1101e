/** Variables of a program with source, as a client shows and changes them. */

import type { DebugProtocol } from '@vscode/debugprotocol';
import { handleValue } from '../../core/model/identifiers';
import { escapeText } from '../../core/render/escapeText';
import type {
  ProgramAccess,
  ProgramContext,
  ProgramValue,
  ProgramVariable,
} from '../../core/target/program';
import type { Examination } from '../examination';
import { handleDetails } from '../handleNodes';
import { findHandle } from '../quietEvaluation';
import { variable } from '../variableNodes';
import { namedChildren, type Container } from '../variableStore';

/** A container whose children can be changed: it knows the expression of each. */
export interface ChangeableContainer extends Container {
  readonly place: ProgramContext;
  /** Expression of a child; null when it has none of that name. */
  expressionOf(name: string): string | null;
}

/** True for containers of variables of a program. */
export function isChangeable(container: Container): container is ChangeableContainer {
  return 'expressionOf' in container;
}

/** Value and meaning in one line: `0x7c Event (auto reset, signalled) "go"`. */
export function valueText({ text, refersTo }: ProgramValue): string {
  return escapeText(refersTo === null ? text : `${text} ${refersTo}`);
}

/** Variables that are listed anew each time they are asked for. */
export function programVariables(
  examination: Examination,
  place: ProgramContext,
  list: () => readonly ProgramVariable[],
): ChangeableContainer {
  const container = namedChildren(() =>
    Promise.resolve(list().map((each) => programVariable(examination, place, each))),
  );
  return {
    ...container,
    place,
    expressionOf: (name) => list().find((each) => each.name === name)?.expression ?? null,
  };
}

function programVariable(
  examination: Examination,
  place: ProgramContext,
  value: ProgramVariable,
): DebugProtocol.Variable {
  const made = variable(examination.variables, escapeText(value.name), valueText(value), {
    type: value.type,
    evaluateName: value.expression,
    container: partsOf(examination, place, value),
  });
  return { ...made, presentationHint: { kind: 'data', attributes: [] } };
}

/** What is below a value: fields and elements, or the facts of the handle that it is. */
export function partsOf(
  examination: Examination,
  place: ProgramContext,
  value: ProgramValue,
): Container | null {
  const { program } = examination.target;
  if (value.hasParts && program !== undefined) {
    return programVariables(examination, place, () => program.parts(value.expression, place));
  }
  const { handle } = value;
  return handle === null ? null : handleContainer(examination, handle);
}

/** The facts of an open handle; nothing when it is not open. */
function handleContainer(examination: Examination, handle: number): Container {
  return namedChildren(async (request) => {
    const found = await findHandle(examination, handleValue(BigInt(handle)), request.token);
    return found === null
      ? []
      : await handleDetails(examination, found.processId, found.record).children(request);
  });
}

/** The last error of a thread as the only variable of its scope. */
export function lastErrorOf(
  examination: Examination,
  place: ProgramContext,
  program: ProgramAccess,
): Container {
  return namedChildren(() => {
    const value = program.lastError(place.threadId);
    return Promise.resolve([
      variable(examination.variables, 'GetLastError()', valueText(value), { type: value.type }),
    ]);
  });
}
