/** Entries of the USER handle table as variables: in pages, with entry, object and owner on demand. */

import type { DebugProtocol } from '@vscode/debugprotocol';
import type { UserHandles } from '../core/userHandles/keptUserHandles';
import { ownerText } from '../core/render/user/ownerText';
import { examineUserHandle, type ExaminedUserHandle } from '../core/userHandles/examine';
import { explainValidation } from '../core/userHandles/explain';
import { verdictText } from '../core/userHandles/verdict';
import { hex0x, hexPadded } from '../core/util/hex';
import { flagsText } from '../core/windows/user/userFlags';
import { typeText } from '../core/windows/user/userTypeText';
import { valueOf } from './adapterErrors';
import type { Examination } from './examination';
import { counted, countText, variable } from './variableNodes';
import { listChildren, namedChildren, type Container } from './variableStore';

/** Types of the session's USER handle table, each with its entries. */
export function userHandleTypes(examination: Examination): Container {
  return namedChildren(async ({ token, hex }) => {
    const opened = await examination.views.users.get(token);
    if (opened === null) {
      return [];
    }
    const { handles, groups } = valueOf(opened);
    return groups.types
      .filter(({ live }) => live.length > 0)
      .map(({ id, live }) =>
        variable(
          examination.variables,
          typeText(handles.table.profile.version, id),
          hex ? countText(live.length, true) : counted(live.length, 'handle'),
          {
            type: 'USER object type',
            evaluateName: `!dhe 0 1 ${id.toString(16)}`,
            container: entryList(examination, handles, Uint32Array.from(live)),
          },
        ),
      );
  });
}

/** Entries by their indexes. */
export function entryList(
  examination: Examination,
  handles: UserHandles,
  rows: Uint32Array,
): Container {
  return listChildren(rows.length, ({ start, length }) =>
    Promise.resolve(
      Array.from(rows.subarray(start, start + length), (index) =>
        entryVariable(examination, handles, index),
      ),
    ),
  );
}

/** One entry that expands into its details. */
function entryVariable(
  examination: Examination,
  handles: UserHandles,
  index: number,
): DebugProtocol.Variable {
  const { table, owners } = handles;
  const digits = table.profile.pointerSize * 2;
  const type = typeText(table.profile.version, table.columns.type[index] ?? 0);
  const handle = table.handle(index);
  const owner = ownerText(owners.ownerOf(index), digits);
  return variable(
    examination.variables,
    hexPadded(handle, 8),
    owner === '-' ? type : `${type}, ${owner}`,
    {
      type: `${type} USER handle`,
      evaluateName: `!dhe ${hex0x(handle)}`,
      memoryReference: memoryAt(examination, table.entryAddress(index)),
      container: namedChildren(async (request) => {
        const examined = await examineUserHandle(handles, handle, request.token);
        return entryDetails(examination, handles, examined).children(request);
      }),
    },
  );
}

/** Everything that is known of one handle. */
export function entryDetails(
  examination: Examination,
  handles: UserHandles,
  examined: ExaminedUserHandle,
): Container {
  const { variables } = examination;
  const { table } = handles;
  const { entry, reading } = examined;
  const digits = table.profile.pointerSize * 2;
  return namedChildren(() => {
    const facts = [
      variable(variables, 'Verdict', verdictText(examined.verdict)),
      variable(variables, 'Index', hexPadded(examined.index, 4)),
      variable(variables, 'Uniqueness', hexPadded(examined.uniq, 4)),
    ];
    if (entry !== null && table.columns.isReadable(entry)) {
      facts.push(...entryFacts(examination, handles, entry));
      facts.push(variable(variables, 'Owner', ownerText(examined.owner, digits)));
    }
    if (reading !== null) {
      facts.push(
        variable(
          variables,
          'Object',
          reading.object === null
            ? reading.reason
            : `${reading.object.header.layout.struct} at ${hexPadded(reading.object.place.at, digits)}`,
          {
            memoryReference: memoryAt(examination, reading.object?.place.at ?? 0n),
            container: objectMembers(examination, examined),
          },
        ),
      );
    }
    const { steps } = explainValidation(table, examined.handle);
    facts.push(
      variable(variables, 'Check', `${steps.length} steps`, {
        container: namedChildren(() =>
          Promise.resolve(
            steps.map(({ step, outcome, text }) =>
              variable(variables, step, outcome === 'fail' ? `fails: ${text}` : text),
            ),
          ),
        ),
      }),
    );
    return Promise.resolve(facts);
  });
}

function entryFacts(
  examination: Examination,
  { table }: UserHandles,
  index: number,
): readonly DebugProtocol.Variable[] {
  const { variables } = examination;
  const { columns, profile } = table;
  const digits = profile.pointerSize * 2;
  const type = columns.type[index] ?? 0;
  const flags = columns.flags[index] ?? 0;
  const address = table.entryAddress(index);
  return [
    variable(variables, 'Entry', hexPadded(address, digits), {
      type: 'address',
      memoryReference: memoryAt(examination, address),
    }),
    variable(variables, 'phead', hexPadded(table.phead(index), digits)),
    variable(variables, 'bType', `${hexPadded(type, 2)} ${typeText(profile.version, type)}`),
    variable(variables, 'bFlags', `${hexPadded(flags, 2)} ${flagsText(flags)}`),
  ];
}

function objectMembers(
  { variables }: Examination,
  { reading }: ExaminedUserHandle,
): Container | null {
  const object = reading?.object ?? null;
  return object === null
    ? null
    : namedChildren(() =>
        Promise.resolve(
          object.values.map(({ name, size, value }) =>
            variable(variables, name, hexPadded(value, size * 2)),
          ),
        ),
      );
}

function memoryAt(examination: Examination, value: bigint): string | undefined {
  return value === 0n || !examination.target.capabilities.memory ? undefined : hex0x(value);
}
