/** Handles as variables: by type, in pages, with details on demand. */

import type { DebugProtocol } from '@vscode/debugprotocol';
import type { HandleRecord } from '../core/model/handle';
import { NO_TYPE, type HandleColumns } from '../core/model/handleColumns';
import type { HandleStore } from '../core/target/handleStore';
import { hex0x } from '../core/util/hex';
import { accessNames } from '../core/windows/accessLabels';
import { valueOf } from './adapterErrors';
import type { Examination } from './examination';
import { describeAttributes, describeHandle, objectFacts } from './handleFacts';
import { tracesOfHandle } from './traceNodes';
import { counted, countText, variable } from './variableNodes';
import { listChildren, namedChildren, type Container } from './variableStore';

/** The name under which handles without a recorded type are counted. */
export const NO_TYPE_NAME = 'None';

/** Types of a process's handle table, each with its handles. */
export function handleTypes(examination: Examination, processId: number): Container {
  return namedChildren(async ({ token, hex }) => {
    const store = valueOf(await examination.handles(processId));
    const columns = await store.columns(token);
    const { byType } = columns.summarise();
    return [...byType]
      .sort(([a], [b]) => a.localeCompare(b, 'en'))
      .map(([type, count]) =>
        variable(
          examination.variables,
          type,
          hex ? countText(count, true) : counted(count, 'handle'),
          {
            type: 'object type',
            evaluateName: listCommand(examination, type),
            container: handleList(examination, processId, store, rowsOfType(columns, type)),
          },
        ),
      );
  });
}

/** Some rows of a handle table, in pages. */
export function handleList(
  examination: Examination,
  processId: number,
  store: HandleStore,
  rows: Uint32Array | 'all',
): Container {
  const total = rows === 'all' ? store.count : rows.length;
  return listChildren(total, async ({ start, length, token }) => {
    const records =
      rows === 'all'
        ? await store.page(start, length, token)
        : await store.records(rows.subarray(start, start + length), token);
    return records.map((record) => handleVariable(examination, processId, record));
  });
}

/** Rows of a type; of handles without a recorded type for `None`, unless a type has that name. */
export function rowsOfType(columns: HandleColumns, type: string): Uint32Array {
  const named = columns.rowsOfType(type);
  if (named.length > 0 || type.toLowerCase() !== NO_TYPE_NAME.toLowerCase()) {
    return named;
  }
  const rows = new Uint32Array(columns.count);
  let found = 0;
  for (let row = 0; row < columns.count; row++) {
    if ((columns.type[row] ?? NO_TYPE) === NO_TYPE) {
      rows[found++] = row;
    }
  }
  return rows.slice(0, found);
}

/** One handle that expands into its details. */
export function handleVariable(
  examination: Examination,
  processId: number,
  record: HandleRecord,
): DebugProtocol.Variable {
  return variable(examination.variables, hex0x(record.value), describeHandle(record), {
    type: record.type === null ? 'handle' : `${record.type} handle`,
    evaluateName: hex0x(record.value),
    memoryReference: kernelMemory(examination, record.kernel?.object ?? null),
    container: handleDetails(examination, processId, record),
  });
}

/** Everything known about one handle. */
export function handleDetails(
  examination: Examination,
  processId: number,
  record: HandleRecord,
): Container {
  return namedChildren(({ hex }) => {
    const { variables } = examination;
    const facts: DebugProtocol.Variable[] = [
      variable(variables, 'Type', record.type ?? NOT_RECORDED),
      variable(variables, 'Name', nameText(record)),
      variable(
        variables,
        'Attributes',
        record.attributes === null ? NOT_RECORDED : describeAttributes(record.attributes),
      ),
      accessVariable(examination, record),
      variable(variables, 'Handle count', recordedCount(record.handleCount, hex)),
      variable(variables, 'Pointer count', recordedCount(record.pointerCount, hex)),
      ...objectFacts(record).map(({ label, value }) => variable(variables, label, value)),
      ...kernelVariables(examination, record),
    ];
    if (examination.target.capabilities.traces) {
      facts.push(
        variable(variables, 'Traces', '', {
          type: 'handle trace records',
          evaluateName: `!htrace ${hex0x(record.value)}`,
          lazy: true,
          container: tracesOfHandle(examination, processId, record.value),
        }),
      );
    }
    return Promise.resolve(facts);
  });
}

/** Stands for a fact that the target does not tell. */
const NOT_RECORDED = 'not recorded';

function recordedCount(count: number | null, inHex: boolean): string {
  return count === null ? NOT_RECORDED : countText(count, inHex);
}

function nameText(record: HandleRecord): string {
  if (record.name !== null) {
    return describeName(record);
  }
  return record.nameUnrecorded === true ? NOT_RECORDED : 'none';
}

function describeName(record: HandleRecord): string {
  return describeHandle({ ...record, type: '' }).trimStart();
}

function accessVariable(examination: Examination, record: HandleRecord): DebugProtocol.Variable {
  const { variables } = examination;
  if (record.grantedAccess === null) {
    return variable(variables, 'Granted access', NOT_RECORDED);
  }
  const names = accessNames(record.type, record.grantedAccess);
  const value = hex0x(record.grantedAccess);
  return variable(
    variables,
    'Granted access',
    names.length === 0 ? value : `${value} ${names.join(', ')}`,
    {
      type: 'access mask',
      container:
        names.length === 0
          ? null
          : namedChildren(() =>
              Promise.resolve(names.map((name, index) => variable(variables, `[${index}]`, name))),
            ),
    },
  );
}

function kernelVariables(
  examination: Examination,
  { kernel }: HandleRecord,
): readonly DebugProtocol.Variable[] {
  if (kernel === undefined) {
    return [];
  }
  const addresses = [
    ['Object', kernel.object],
    ['Object header', kernel.objectHeader],
    ['Type object', kernel.typeObject],
    ['Table entry', kernel.entry],
  ] as const;
  return addresses.map(([label, value]) =>
    value === null
      ? variable(examination.variables, label, NOT_RECORDED)
      : variable(examination.variables, label, hex0x(value), {
          type: 'address',
          memoryReference: kernelMemory(examination, value),
        }),
  );
}

/** A memory reference, where the target has memory and the address is one. */
export function kernelMemory(examination: Examination, value: bigint | null): string | undefined {
  return value === null || value === 0n || !examination.target.capabilities.memory
    ? undefined
    : hex0x(value);
}

/** The command that lists the handles of a type in the current process. */
function listCommand(examination: Examination, type: string): string {
  return examination.target.info.mode === 'kernel'
    ? `!handle 0 3 -1 ${type}`
    : `!handle 0 f ${type}`;
}
