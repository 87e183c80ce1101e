/** Answers the requests about USER handles. */

import type { UserHandles } from '../../core/userHandles/keptUserHandles';
import { ownerText } from '../../core/render/user/ownerText';
import { examineUserHandle, type ExaminedUserHandle } from '../../core/userHandles/examine';
import { verdictText } from '../../core/userHandles/verdict';
import { hexPadded } from '../../core/util/hex';
import { USER_FLAGS } from '../../core/windows/user/userFlags';
import { USER_OBJECT_FACTS } from '../../core/windows/user/userTypeFacts';
import { typeText } from '../../core/windows/user/userTypeText';
import {
  parseUserHandleArguments,
  parseUserRowsArguments,
  parseUserTableArguments,
} from '../../protocol/userGuards';
import {
  USER_HANDLE_REQUEST,
  USER_ROWS_REQUEST,
  USER_TABLE_REQUEST,
  type UserFlagFact,
  type UserHandleAnswer,
  type UserRowsAnswer,
  type UserTableAnswer,
} from '../../protocol/userMessages';
import { problemSentence, RequestError, valueOf } from '../adapterErrors';
import type { Examination } from '../examination';
import type { RequestContext } from '../requestGuard';
import type { HandlerTable, SessionAccess } from '../sessionAccess';
import { filteredEntries } from './userFilter';
import { findGroup, groupsOf, userRows } from './userRows';
import type { UserViewTable } from './userTables';

/** Handlers of the requests about USER handles. */
export function userHandlers(session: SessionAccess): HandlerTable {
  return {
    [USER_TABLE_REQUEST]: (context) => userTable(session.examination(), context),
    [USER_ROWS_REQUEST]: (context) => rows(session.examination(), context),
    [USER_HANDLE_REQUEST]: (context) => oneHandle(session.examination(), context),
  };
}

async function userTable(
  examination: Examination,
  { rawArguments, token }: RequestContext,
): Promise<UserTableAnswer> {
  const { filter } = valueOf(parseUserTableArguments(rawArguments));
  const opened = await examination.views.users.get(token);
  const { generation } = examination.target;
  if (opened?.ok !== true) {
    const problem = opened === null ? null : problemSentence(opened.problem);
    return { table: null, problem, generation };
  }
  const view = opened.value;
  const { table } = view.handles;
  const shown = await filteredEntries(examination, view, filter, token);
  const { types, owners } = await groupsOf(shown.view, token);
  const { changes } = view;
  return {
    table: {
      session: table.place.session,
      profile: table.profile.id,
      inUse: view.groups.types.reduce((sum, { live }) => sum + live.length, 0),
      matched: shown.matched,
      entries: table.entries,
      newCount: changes?.opened.length ?? 0,
      changedCount: changes?.changed.length ?? 0,
      closedCount: changes?.closed.length ?? 0,
      types,
      // A quota is about all entries of an owner.
      owners: shown.matched === null ? owners : owners.map((each) => ({ ...each, quota: null })),
      notes: [...table.problems.map(problemSentence), ...shown.notes],
    },
    problem: null,
    generation,
  };
}

async function rows(
  examination: Examination,
  { rawArguments, token }: RequestContext,
): Promise<UserRowsAnswer> {
  const wanted = valueOf(parseUserRowsArguments(rawArguments));
  const { filter, grouping, group: key, start, count } = wanted;
  const whole = await viewOf(examination, token);
  const { view } = await filteredEntries(examination, whole, filter, token);
  const { memory: hasMemory } = examination.target.capabilities;
  const group = findGroup(view, grouping, key);
  return {
    rows: group === undefined ? [] : userRows(view, group, { start, count, hasMemory }),
    total: group === undefined ? 0 : group.live.length + group.ghosts.length,
    generation: view.generation,
  };
}

async function oneHandle(
  examination: Examination,
  { rawArguments, token }: RequestContext,
): Promise<UserHandleAnswer> {
  const { handle } = valueOf(parseUserHandleArguments(rawArguments));
  const { handles, generation } = await viewOf(examination, token);
  const examined = await examineUserHandle(handles, handle, token);
  return { ...answerOf(handles, examined), generation };
}

async function viewOf(
  { views, target }: Examination,
  token: RequestContext['token'],
): Promise<UserViewTable> {
  const opened = await views.users.get(token);
  if (opened === null) {
    throw new RequestError(
      `${target.info.title} has no USER handle table. A sample whose name begins with user- has one, and so has a full dump of Windows 7 or later.`,
    );
  }
  return valueOf(opened);
}

function answerOf(
  handles: UserHandles,
  examined: ExaminedUserHandle,
): Omit<UserHandleAnswer, 'generation'> {
  const { table } = handles;
  const { entry, verdict, owner, reading } = examined;
  const digits = table.profile.pointerSize * 2;
  const object = reading?.object ?? null;
  return {
    handle: `0x${hexPadded(examined.handle, 8)}`,
    index: examined.index,
    uniq: examined.uniq,
    verdict: verdictText(verdict),
    kind: verdict.kind === 'valid' || verdict.kind === 'stale' ? verdict.kind : 'other',
    confirmed: examined.confirmed,
    note: examined.note,
    ...contentsOf(handles, entry !== null && table.isInUse(entry) ? entry : null),
    owner: owner.kind === 'none' ? '' : ownerText(owner, digits),
    entryAddress: entry === null ? null : `0x${hexPadded(table.entryAddress(entry), digits)}`,
    objectAddress: object === null ? null : `0x${hexPadded(object.place.at, digits)}`,
    objectReason: reading?.reason ?? null,
  };
}

/** What an entry in use holds; null for any other. */
function contentsOf(
  { table }: UserHandles,
  index: number | null,
): Pick<UserHandleAnswer, 'typeName' | 'createdBy' | 'destroyedBy' | 'flags'> {
  if (index === null) {
    return { typeName: null, createdBy: null, destroyedBy: null, flags: [] };
  }
  const { columns, profile } = table;
  const type = table.type(index);
  const facts = type === null ? undefined : USER_OBJECT_FACTS[type.id];
  return {
    typeName: typeText(profile.version, columns.type[index] ?? 0),
    createdBy: facts?.createdBy ?? null,
    destroyedBy: facts?.destroyedBy ?? null,
    flags: flagFacts(columns.flags[index] ?? 0),
  };
}

function flagFacts(flags: number): readonly UserFlagFact[] {
  return USER_FLAGS.filter(({ mask }) => (flags & mask) !== 0).map(
    ({ mask, symbol, coinedName, meaning }) => ({
      name: symbol ?? coinedName ?? `0x${hexPadded(mask, 2)}`,
      meaning,
    }),
  );
}
