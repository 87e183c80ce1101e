/** What was found as variables: groups, and the handles in them. */

import type { FindResult, SearchResult } from '../core/commands/find/findResults';
import { escapeText } from '../core/render/escapeText';
import { placesText } from '../core/render/find/findWords';
import { hex } from '../core/util/hex';
import type { Examination } from './examination';
import { handleList } from './handleNodes';
import { counted, variable } from './variableNodes';
import { listChildren, type Container } from './variableStore';

/** What the answer of a search expands into; null when nothing was found. */
export function searchChildren(examination: Examination, result: SearchResult): Container | null {
  switch (result.kind) {
    case 'find':
      return findChildren(examination, result);
    case 'duplicates':
      return listOf(
        examination,
        result,
        result.groups,
        ({ type, name, object, looksLikeRace }) => ({
          name: [type ?? 'None', name ?? hex(object ?? 0n)].join(' '),
          remark: looksLikeRace ? ', a race?' : '',
        }),
      );
    case 'zombies':
      return listOf(examination, result, result.zombies, ({ processId, threadId, exitStatus }) => ({
        name: `${threadId === null ? '' : `thread ${hex(threadId)} of `}process ${hex(processId)}`,
        remark: `, exit status ${hex(exitStatus >>> 0)}`,
      }));
  }
}

function findChildren(examination: Examination, result: FindResult): Container | null {
  const { groups, store, process } = result;
  if (result.found === 0) {
    return null;
  }
  if (groups.grouping === 'flat') {
    return handleList(examination, process.processId, store, groups.rows.rows(0));
  }
  return listChildren(groups.count, ({ start, length }) =>
    Promise.resolve(
      groups.page(start, length).map(({ label, count, query }, at) =>
        variable(examination.variables, escapeText(label), counted(count, 'handle'), {
          ...(query === null ? {} : { evaluateName: `!find ${query}` }),
          container: handleList(
            examination,
            process.processId,
            store,
            groups.rows.rows(start + at),
          ),
        }),
      ),
    ),
  );
}

function listOf<T extends { readonly rows: Uint32Array }>(
  examination: Examination,
  { process, store, originOf }: SearchResult,
  items: readonly T[],
  describe: (item: T) => { readonly name: string; readonly remark: string },
): Container | null {
  return items.length === 0
    ? null
    : listChildren(items.length, ({ start, length }) =>
        Promise.resolve(
          items.slice(start, start + length).map((item) => {
            const { name, remark } = describe(item);
            const places = placesText(item.rows, originOf);
            return variable(
              examination.variables,
              escapeText(name),
              `${counted(item.rows.length, 'handle')}${remark}${places === null ? '' : `, opened by ${places}`}`,
              { container: handleList(examination, process.processId, store, item.rows) },
            );
          }),
        ),
      );
}
