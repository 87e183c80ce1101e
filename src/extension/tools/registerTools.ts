/** Language-model tools over the active session: handle types, handles by query, traces of a handle. They read, and change nothing. */

import * as vscode from 'vscode';
import { parseHandleText } from '../../protocol/dapGuards';
import { TRACES_REQUEST } from '../../protocol/dapExtensions';
import {
  TYPE_GROWTH_REQUEST,
  VIEW_GROUPS_REQUEST,
  VIEW_ROWS_REQUEST,
  type ViewArguments,
} from '../../protocol/viewMessages';
import { TOOLS } from '../manifestIds';
import type { ExtensionServices } from '../services';
import type { HandleSession } from '../sessions/handleSession';
import {
  handlesText,
  MAXIMUM_RECORDS,
  MAXIMUM_ROWS,
  NO_SESSION,
  tracesText,
  typesText,
} from './toolAnswers';

/** Input as a model sent it: nothing can be taken for granted. */
type Input = Readonly<Record<string, unknown>>;

/** Registers the tools; nothing where VS Code has no language-model tools. */
export function registerTools({ sessions }: ExtensionServices): vscode.Disposable {
  // Hosts that build on VS Code may lack this part of the API.
  const { lm } = vscode as { readonly lm?: Partial<typeof vscode.lm> };
  const register = lm?.registerTool?.bind(lm);
  if (register === undefined) {
    return new vscode.Disposable(() => undefined);
  }
  const tool = (
    name: string,
    invocation: string,
    answer: (session: HandleSession, input: Input) => Promise<string>,
  ): vscode.Disposable =>
    register<Input | null>(name, {
      prepareInvocation: () => ({ invocationMessage: invocation }),
      invoke: async ({ input }) => text(await answered(sessions.active, input ?? {}, answer)),
    });
  return vscode.Disposable.from(
    tool(TOOLS.types, vscode.l10n.t('Counting handles by type'), typesOf),
    tool(TOOLS.handles, vscode.l10n.t('Looking for handles'), handlesOf),
    tool(TOOLS.traces, vscode.l10n.t('Reading handle traces'), tracesOf),
  );
}

/** Refusals are answers too: the model can act on a sentence. */
async function answered(
  session: HandleSession | undefined,
  input: Input,
  answer: (session: HandleSession, input: Input) => Promise<string>,
): Promise<string> {
  if (session?.isStopped !== true) {
    return NO_SESSION;
  }
  try {
    return await answer(session, input);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function typesOf(session: HandleSession): Promise<string> {
  return typesText(session.name, await session.request(TYPE_GROWTH_REQUEST));
}

async function handlesOf(session: HandleSession, input: Input): Promise<string> {
  const query = input['query'];
  const view: ViewArguments = {
    grouping: 'none',
    sort: 'value',
    filter: typeof query === 'string' ? query : '',
  };
  const groups = await session.request(VIEW_GROUPS_REQUEST, view);
  const [group] = groups.groups;
  if (group === undefined || groups.filterProblem !== null) {
    return handlesText(groups, []);
  }
  const page = { ...view, group: group.key, start: 0, count: MAXIMUM_ROWS };
  const { rows } = await session.request(VIEW_ROWS_REQUEST, page);
  return handlesText(groups, rows);
}

async function tracesOf(session: HandleSession, input: Input): Promise<string> {
  const handle = parseHandleText(input['handle']);
  if (handle === undefined) {
    return 'Give "handle": a handle value in hexadecimal, such as 0x3c.';
  }
  const page = { start: 0, count: MAXIMUM_RECORDS, handle };
  return tracesText(`0x${handle.toString(16)}`, await session.request(TRACES_REQUEST, page));
}

function text(value: string): vscode.LanguageModelToolResult {
  return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(value)]);
}
