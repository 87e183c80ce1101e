/** `setVariable` and `setExpression`: changing a program while it stands still. */

import type { DebugProtocol } from '@vscode/debugprotocol';
import type { ProgramContext, ProgramValue } from '../../core/target/program';
import { RequestError, valueOf } from '../adapterErrors';
import { refuseWhileRunning } from '../evaluateRequests';
import type { Examination } from '../examination';
import type { RequestContext } from '../requestGuard';
import type { HandlerTable, SessionAccess } from '../sessionAccess';
import { isChangeable, partsOf, valueText } from './programNodes';
import { placeOf, programOf } from './programPlace';

/** Handlers that change variables. */
export function changeHandlers(session: SessionAccess): HandlerTable {
  const onProgram =
    (change: typeof setVariable) =>
    (context: RequestContext): Promise<object> => {
      if (session.examination().target.program === undefined) {
        throw new RequestError(
          'The target cannot be written to: only variables of a script (.hsim) can be changed.',
        );
      }
      return change(session, context);
    };
  return { setVariable: onProgram(setVariable), setExpression: onProgram(setExpression) };
}

function setVariable(session: SessionAccess, context: RequestContext): Promise<object> {
  const examination = session.examination();
  const wanted = context.arguments;
  const container = examination.variables.find(wanted.number('variablesReference'));
  const name = wanted.text('name');
  if (container === undefined) {
    throw new RequestError('The variable is no longer there: the target has moved on since.');
  }
  if (!isChangeable(container)) {
    throw new RequestError(`"${name}" cannot be changed: only variables of a script can.`);
  }
  const expression = container.expressionOf(name);
  if (expression === null) {
    throw new RequestError(`There is no variable "${name}" here.`);
  }
  return assign(session, context, { expression, place: container.place });
}

function setExpression(session: SessionAccess, context: RequestContext): Promise<object> {
  const examination = session.examination();
  const place = placeOf(examination, context.arguments.optionalNumber('frameId'));
  if (place === null) {
    throw new RequestError('This frame runs nothing of a script.');
  }
  return assign(session, context, { expression: context.arguments.text('expression'), place });
}

async function assign(
  session: SessionAccess,
  context: RequestContext,
  change: { readonly expression: string; readonly place: ProgramContext },
): Promise<object> {
  refuseWhileRunning(session);
  const value = context.arguments.text('value');
  if (value.trim() === '') {
    throw new RequestError(
      'There is no value. Type an expression of the script, such as 5 or NULL.',
    );
  }
  return session.exclusive(async () => {
    const examination = session.examination();
    await examination.views.settle();
    const { place, expression } = change;
    const assigned = valueOf(
      programOf(examination).evaluate(`${expression} = (${value})`, place, true),
    );
    context.afterAnswer(() => {
      session.announceChange('handles');
    });
    return answer(examination, place, { ...assigned, expression });
  });
}

function answer(
  examination: Examination,
  place: ProgramContext,
  value: ProgramValue,
): DebugProtocol.SetVariableResponse['body'] {
  return {
    value: valueText(value),
    type: value.type,
    ...examination.variables.expandable(partsOf(examination, place, value)),
  };
}
