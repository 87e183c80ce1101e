/** Language-model tools over the active session: handle types, handles by query, traces of a handle. They read, and change nothing. */

import * as vscode from 'vscode';
import { TOOLS } from '../manifestIds';
import type { ExtensionServices } from '../services';
import type { HandleSession } from '../sessions/handleSession';
import { NO_SESSION } from './toolAnswers';
import { handlesOf, tracesOf, typesOf, type Input } from './toolQuestions';

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

function text(value: string): vscode.LanguageModelToolResult {
  return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(value)]);
}
