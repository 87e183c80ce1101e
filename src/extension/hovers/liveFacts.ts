/** Asks a stopped session for everything a hover says about a handle. */

import {
  HANDLE_REQUEST,
  TRACES_REQUEST,
  type HandleAnswer,
  type TraceRow,
} from '../../protocol/dapExtensions';
import {
  VIEW_GROUPS_REQUEST,
  VIEW_LOCATE_REQUEST,
  VIEW_ROWS_REQUEST,
  type ViewArguments,
  type ViewRow,
} from '../../protocol/viewMessages';
import { USER_HANDLE_REQUEST, type UserHandleAnswer } from '../../protocol/userMessages';
import type { HandleSession } from '../sessions/handleSession';
import { siblingQuery, type HoverFacts } from './handleFactsMarkdown';

/** Siblings asked for. */
const SIBLINGS = 6;

/** One flat view, as the Handles view asks for it, so that the adapter works it out once. */
const FLAT: ViewArguments = { grouping: 'none', sort: 'value', filter: '' };

/** The facts of an open handle; null when the session has no open handle of exactly this value, or cannot be asked. */
export async function liveFacts(
  session: HandleSession,
  value: bigint,
): Promise<Omit<HoverFacts, 'sessionName' | 'revealLink'> | null> {
  if (!session.isRunning || !session.isStopped) {
    return null;
  }
  const answer = await orNull(session.request(HANDLE_REQUEST, { handle: value }));
  // A value with tag bits finds the handle below it: that is another number than the one that is written there.
  if (answer === null || BigInt(answer.handle) !== value) {
    return null;
  }
  const [row, last, siblings] = await Promise.all([
    rowOf(session, value),
    lastRecord(session, value),
    siblingsOf(session, answer),
  ]);
  return { answer, row, last, ...siblings };
}

/**
 * What a value means in the session's table of USER handles; null when that is not certain enough. `named`: the text says
 * that it is a USER handle. Otherwise its object must have been read and agree, since any number could be meant.
 */
export async function userFacts(
  session: HandleSession,
  value: bigint,
  named: boolean,
): Promise<UserHandleAnswer | null> {
  if (!session.isRunning || !session.isStopped || value > 0xffff_ffffn || value >> 16n === 0n) {
    return null;
  }
  const answer = await orNull(session.request(USER_HANDLE_REQUEST, { handle: value }));
  const isShown =
    answer?.kind === 'valid' ? named || answer.confirmed : answer?.kind === 'stale' && named;
  return isShown ? answer : null;
}

async function rowOf(session: HandleSession, handle: bigint): Promise<ViewRow | null> {
  const located = await orNull(session.request(VIEW_LOCATE_REQUEST, { ...FLAT, handle }));
  return located?.place?.row ?? null;
}

async function lastRecord(session: HandleSession, handle: bigint): Promise<TraceRow | null> {
  const traces = await orNull(session.request(TRACES_REQUEST, { start: 0, count: 1, handle }));
  return traces?.rows[0] ?? null;
}

async function siblingsOf(
  session: HandleSession,
  answer: HandleAnswer,
): Promise<Pick<HoverFacts, 'siblings' | 'siblingCount'>> {
  const none = { siblings: [], siblingCount: 0 };
  const filter = siblingQuery(answer);
  if (filter === null) {
    return none;
  }
  const view = { ...FLAT, filter };
  const groups = await orNull(session.request(VIEW_GROUPS_REQUEST, view));
  const [group] = groups?.groups ?? [];
  if (group === undefined || groups?.filterProblem !== null) {
    return none;
  }
  const page = { ...view, group: group.key, start: 0, count: SIBLINGS };
  const rows = await orNull(session.request(VIEW_ROWS_REQUEST, page));
  const siblings = (rows?.rows ?? [])
    .map(({ handle }) => handle)
    .filter((handle) => BigInt(handle) !== BigInt(answer.handle));
  return { siblings, siblingCount: group.count - 1 };
}

/** A part that the target cannot tell is left out of the hover. */
async function orNull<T>(request: Promise<T>): Promise<T | null> {
  try {
    return await request;
  } catch {
    return null;
  }
}
