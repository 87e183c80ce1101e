/** What the answer of a command expands into. */

import { isSearchResult } from '../core/commands/find/findResults';
import { isLeakResult } from '../core/commands/leaks/leakResults';
import type { CommandResult, HandlesResult, HandleSection } from '../core/commands/results';
import { isUserResult } from '../core/commands/user/userResults';
import { rowCount } from '../core/render/handlePages';
import { escapeText } from '../core/render/escapeText';
import { isInvestigation } from '../core/render/investigationLine';
import { hex0x } from '../core/util/hex';
import type { Examination } from './examination';
import { searchChildren } from './findNodes';
import { handleDetails, handleList } from './handleNodes';
import { investigationChildren } from './investigationNodes';
import { leakChildren } from './leakNodes';
import { moduleList, targetFacts } from './targetNodes';
import { stackFrames, traceList } from './traceNodes';
import { userChildren } from './userNodes';
import { counted, variable } from './variableNodes';
import { listChildren, namedChildren, type Container } from './variableStore';

/** The typed children of a result; null when one line says it all. */
export function resultChildren(examination: Examination, result: CommandResult): Container | null {
  if (isLeakResult(result)) {
    return leakChildren(examination, result);
  }
  if (isSearchResult(result)) {
    return searchChildren(examination, result);
  }
  if (isInvestigation(result)) {
    return investigationChildren(examination, result);
  }
  if (isUserResult(result)) {
    return userChildren(examination, result);
  }
  switch (result.kind) {
    case 'handles':
      return handleChildren(examination, result);
    case 'traces':
    case 'traceDiff':
      return result.rows.length === 0 ? null : traceList(examination, result.store, result.rows);
    case 'modules':
      return result.modules.length === 0 ? null : moduleList(examination, result.modules);
    case 'threads':
      return pairs(
        examination,
        result.threads.map(({ threadId, name }) => [hex0x(threadId), name ?? 'thread']),
      );
    case 'processes':
      return pairs(
        examination,
        result.processes.map(({ processId, image }) => [hex0x(processId), image]),
      );
    case 'stack':
      return stackFrames(
        examination,
        result.frames.map(({ address }) => address),
      );
    case 'expression':
      return pairs(examination, [
        ['Hexadecimal', hex0x(result.value)],
        ['Decimal', String(result.value)],
        ['Binary', `0y${result.value.toString(2)}`],
      ]);
    case 'version':
      return targetFacts(examination);
    case 'closeHandle':
      return pairs(examination, [
        ...result.closed.map((handle) => [hex0x(handle), 'closed'] as const),
        ...result.failed.map(({ handle, problem }) => [hex0x(handle), problem.message] as const),
      ]);
    default:
      return null;
  }
}

function handleChildren(examination: Examination, result: HandlesResult): Container | null {
  const sections = result.sections.filter(({ problem }) => problem === null);
  const only = sections.length === 1 ? sections[0] : undefined;
  if (only !== undefined) {
    return sectionChildren(examination, result, only);
  }
  const { variables } = examination;
  return sections.length === 0
    ? null
    : listChildren(sections.length, ({ start, length }) =>
        Promise.resolve(
          sections
            .slice(start, start + length)
            .map((section) =>
              variable(
                variables,
                hex0x(section.process.processId),
                [escapeText(section.process.image), counted(rowCount(section), 'handle')]
                  .filter((part) => part !== '')
                  .join(', '),
                { type: 'process', container: sectionChildren(examination, result, section) },
              ),
            ),
        ),
      );
}

/** One handle's details if one was asked for, else the list. */
function sectionChildren(
  examination: Examination,
  result: HandlesResult,
  section: HandleSection,
): Container | null {
  const { processId } = section.process;
  const { rows, store } = section;
  if (rowCount(section) === 0) {
    return null;
  }
  if (result.handle === null || rows === 'all' || rows.length > 1) {
    return handleList(examination, processId, store, rows);
  }
  return namedChildren(async (request) => {
    const [record] = await store.records(rows, request.token);
    return record === undefined
      ? []
      : handleDetails(examination, processId, record).children(request);
  });
}

function pairs(
  examination: Examination,
  values: readonly (readonly [string, string])[],
): Container | null {
  return values.length === 0
    ? null
    : listChildren(values.length, ({ start, length }) =>
        Promise.resolve(
          values
            .slice(start, start + length)
            .map(([name, value]) => variable(examination.variables, name, escapeText(value))),
        ),
      );
}
