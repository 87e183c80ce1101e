/** The JSON of every answer about USER handles: everything after the target. */

import type { FactTable } from '../../commands/user/factTable';
import type { UserCommandResult, UserNameResult } from '../../commands/user/userResults';
import { verdictText } from '../../userHandles/verdict';
import { assertNever } from '../../util/assertNever';
import type { CancellationToken } from '../../util/cancellation';
import { hex0x } from '../../util/hex';
import { typeText } from '../../windows/user/userTypeText';
import { problemValue, type JsonValue } from '../jsonText';
import { entryListJson, handleValue } from './entriesJson';
import { nameText } from './nameText';
import { userTraceDiffJson, userTracesJson } from './userTracesJson';
import {
  layoutValue,
  processValue,
  readingValue,
  summaryValue,
  tableValue,
  threadValue,
} from './userValues';

/** Members of the document in pieces, without the braces around them. */
export async function* userJson(
  result: UserCommandResult,
  token: CancellationToken,
): AsyncGenerator<string, void, void> {
  switch (result.kind) {
    case 'userHandles':
      yield* entryListJson(result, token);
      return;
    case 'userTraces':
      yield* userTracesJson(result, token);
      return;
    case 'userTraceDiff':
      yield* userTraceDiffJson(result, token);
      return;
    default:
      yield JSON.stringify(smallValue(result)).slice(1, -1);
  }
}

/** Answers that are small enough to be built at once. */
type SmallResult = Exclude<
  UserCommandResult,
  { readonly kind: 'userHandles' | 'userTraces' | 'userTraceDiff' }
>;

function smallValue(result: SmallResult): Readonly<Record<string, JsonValue>> {
  switch (result.kind) {
    case 'userHandle':
      return handleValue(result);
    case 'userName':
      return nameValue(result);
    case 'structure':
      return {
        layout: layoutValue(result.layout),
        member: result.member,
        fields: result.layout.fields.map((field) => ({ ...field })),
        structures: result.reading === null ? null : readingValue(result.reading, result.member),
      };
    case 'serverInfo':
      return {
        table: tableValue(result.handles.table),
        serverInfo: result.reading === null ? null : readingValue(result.reading, null),
        problem: result.problem === null ? null : problemValue(result.problem),
        summary: summaryValue(result.handles.table.profile.version, result.summary),
      };
    case 'guiThreads':
      return {
        threads: result.threads.map((account) => threadValue(result.handles, account)),
      };
    case 'guiProcesses': {
      const { version } = result.handles.table.profile;
      return {
        processes: result.processes.map((account) => processValue(version, account)),
        summary: summaryValue(version, result.summary),
      };
    }
    case 'userFacts':
      return factTableValue(result);
    case 'userTracing':
      return { action: result.action, slots: result.slots };
    default:
      return assertNever(result);
  }
}

function nameValue(result: UserNameResult): Readonly<Record<string, JsonValue>> {
  const { decoded, index, type, userexts, name, handles } = result;
  return {
    handle: hex0x(decoded.handle),
    index,
    verdict: { kind: decoded.verdict.kind, text: verdictText(decoded.verdict) },
    type,
    typeName: typeText(handles.table.profile.version, type),
    userexts,
    duName: name?.name ?? null,
    duVerdict: name?.verdict ?? null,
    attested: name?.attested ?? null,
    text: nameText(result),
  };
}

/** The table: each row an object with the columns' keys. */
function factTableValue(table: FactTable): Readonly<Record<string, JsonValue>> {
  return {
    topic: table.topic,
    title: table.title,
    rows: table.rows.map((row) =>
      Object.fromEntries(table.columns.map(({ key }, index) => [key, row[index] ?? null])),
    ),
    notes: table.notes,
  };
}
