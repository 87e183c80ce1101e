/** What answers about USER handles expand into. */

import type { DebugProtocol } from '@vscode/debugprotocol';
import type { FactTable } from '../core/commands/user/factTable';
import type { UserHandles } from '../core/userHandles/keptUserHandles';
import type {
  GuiProcessesResult,
  GuiThreadsResult,
  StructureResult,
  UserCommandResult,
} from '../core/commands/user/userResults';
import type { Address } from '../core/model/identifiers';
import { factText } from '../core/render/user/factTableText';
import { processText, threadText } from '../core/render/user/ownerText';
import { valueText } from '../core/render/user/structureText';
import type { UserTrace, UserTraceStore } from '../core/target/userTraceStore';
import { hex, hex0x, hexPadded } from '../core/util/hex';
import type { UserProfileId } from '../core/windows/user/userProfileId';
import { flatFields } from '../core/windows/user/userLayouts';
import { profileTypeText, typeText } from '../core/windows/user/userTypeText';
import type { Examination } from './examination';
import { stackFrames } from './traceNodes';
import { entryDetails, entryList } from './userEntryNodes';
import { counted, variable } from './variableNodes';
import { listChildren, namedChildren, type Container } from './variableStore';

/** The typed children of an answer; null when one line says it all. */
export function userChildren(
  examination: Examination,
  result: UserCommandResult,
): Container | null {
  switch (result.kind) {
    case 'userFacts':
      return factRows(examination, result);
    case 'userHandles':
      return result.rows.length === 0
        ? countRows(examination, result.handles, result.process ?? result.summary)
        : entryList(examination, result.handles, result.rows);
    case 'userHandle':
      return entryDetails(examination, result.handles, result.examined);
    case 'serverInfo':
      return countRows(examination, result.handles, result.summary);
    case 'guiThreads':
      return threadRows(examination, result);
    case 'guiProcesses':
      return processRows(examination, result);
    case 'structure':
      return structureRows(examination, result);
    case 'userName':
      return null;
    case 'userTraces':
    case 'userTraceDiff':
      return result.rows.length === 0 ? null : userTraceList(examination, result);
    case 'userTracing':
      return null;
  }
}

/** Counts by type. */
function countRows(
  { variables }: Examination,
  { table }: UserHandles,
  { byType }: { readonly byType: Uint32Array },
): Container {
  return namedChildren(() =>
    Promise.resolve(
      Array.from(byType, (count, type) => ({ count, type }))
        .filter(({ count }) => count > 0)
        .map(({ count, type }) =>
          variable(variables, typeText(table.profile.version, type), String(count), {
            evaluateName: `!dhe 0 1 ${type.toString(16)}`,
          }),
        ),
    ),
  );
}

function threadRows(
  examination: Examination,
  { handles, threads }: GuiThreadsResult,
): Container | null {
  return threads.length === 0
    ? null
    : listChildren(threads.length, ({ start, length }) =>
        Promise.resolve(
          threads.slice(start, start + length).map(({ thread, process, counts }) =>
            variable(
              examination.variables,
              hex0x(thread.threadId),
              `${threadText(thread, process)}: ${counted(counts.total, 'USER handle')}`,
              {
                type: 'thread',
                evaluateName: `!dti ${hex0x(thread.threadId)}`,
                container: countRows(examination, handles, counts),
              },
            ),
          ),
        ),
      );
}

function processRows(
  examination: Examination,
  { handles, processes }: GuiProcessesResult,
): Container | null {
  return processes.length === 0
    ? null
    : listChildren(processes.length, ({ start, length }) =>
        Promise.resolve(
          processes.slice(start, start + length).map((account) =>
            variable(
              examination.variables,
              hex0x(account.process.processId),
              `${processText(account.process)}: ${account.counted} of ${account.quota}`,
              {
                type: 'process',
                evaluateName: `!dpi ${hex0x(account.process.processId)}`,
                container: countRows(examination, handles, account),
              },
            ),
          ),
        ),
      );
}

/** Structures that were read, or the members of a layout. */
function structureRows(
  { variables }: Examination,
  { layout, profile, member, reading }: StructureResult,
): Container | null {
  const isShown = ({ name }: { readonly name: string }): boolean =>
    member === null || name === member;
  if (reading === null) {
    return namedChildren(() =>
      Promise.resolve(
        flatFields(layout, profile)
          .filter(isShown)
          .map(({ name, type, offset }) =>
            variable(variables, name, `+${hexPadded(offset, 3)} ${type}`),
          ),
      ),
    );
  }
  return listChildren(reading.rows.length, ({ start, length }) =>
    Promise.resolve(
      reading.rows.slice(start, start + length).map(({ address, members }) =>
        variable(variables, hex0x(address), layout.struct, {
          type: layout.struct,
          memoryReference: hex0x(address),
          container: namedChildren(() =>
            Promise.resolve(
              members
                .filter(({ field }) => isShown(field))
                .map(({ field, value }) =>
                  variable(
                    variables,
                    field.name,
                    value.kind === 'structures'
                      ? counted(value.rows.length, 'structure')
                      : valueText(value),
                    { type: field.type },
                  ),
                ),
            ),
          ),
        }),
      ),
    ),
  );
}

/** Records of the trace log that a result shows. */
interface UserTraceRows {
  readonly store: UserTraceStore;
  readonly profile: UserProfileId | null;
  readonly rows: Uint32Array;
}

/** Records in pages, each with its stack. */
function userTraceList(
  examination: Examination,
  { store, profile, rows }: UserTraceRows,
): Container {
  return listChildren(rows.length, async ({ start, length, token }) => {
    const records = await store.records(rows.subarray(start, start + length), token);
    const addresses = new Set<Address>(records.flatMap(({ stack }) => stack));
    await examination.target.symbols.prepare(addresses, token);
    return records.map((record) => userTraceVariable(examination, record, profile));
  });
}

function userTraceVariable(
  examination: Examination,
  record: UserTrace,
  profile: UserProfileId | null,
): DebugProtocol.Variable {
  const type =
    record.operation === 'badref' && record.type === 255
      ? 'any type wanted'
      : `${profileTypeText(profile, record.type)}${record.operation === 'badref' ? ' wanted' : ''}`;
  const owner = record.ownerProcessId === 0 ? '' : `, owner ${hex(record.ownerProcessId)}`;
  return variable(
    examination.variables,
    `${record.row}: ${record.operation.toUpperCase()} ${hexPadded(record.handle, 8)}`,
    `${type}${owner}, thread ${hex(record.threadId)}, process ${hex(record.processId)}`,
    {
      type: 'USER handle trace record',
      evaluateName: `!utrace ${hex0x(record.handle)}`,
      container: stackFrames(examination, record.stack),
    },
  );
}

/** Rows of a table: the first cell names the row, the others are its members. */
function factRows(examination: Examination, table: FactTable): Container {
  const { variables } = examination;
  return listChildren(table.rows.length, ({ start, length }) =>
    Promise.resolve(
      table.rows.slice(start, start + length).map((row, offset) => {
        const cells = table.columns.map((column, index) => ({
          heading: column.heading,
          text: factText(row[index] ?? null, column),
        }));
        const [first, ...others] = cells;
        const value = others
          .filter(({ text }) => text !== '-')
          .map(({ text }) => text)
          .join(', ');
        return variable(variables, first?.text ?? `[${start + offset}]`, value, {
          container: namedChildren(() =>
            Promise.resolve(cells.map(({ heading, text }) => variable(variables, heading, text))),
          ),
        });
      }),
    ),
  );
}
