/** Whole answers as read-only documents in the language of debugger logs. */

import * as vscode from 'vscode';
import { LOG_LANGUAGE } from '../languageClient';
import { COMMANDS } from '../manifestIds';
import { answerText, type Answer, type Answers } from '../output/answers';
import type { ExtensionServices } from '../services';
import { ANSWER_SCHEME, answerId, answerPath } from './answerNames';

/** Characters of whole answers kept in memory; the oldest go first. */
const MAXIMUM_CHARACTERS = 64 * 1024 * 1024;

/** Registers the documents and the command that opens them. */
export function registerAnswerDocuments(
  { sessions }: ExtensionServices,
  answers: Answers,
): vscode.Disposable {
  const texts = new AnswerTexts(sessions);
  return vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(ANSWER_SCHEME, {
      provideTextDocumentContent: (uri, token) => {
        const answer = answers.get(answerId(uri.path) ?? 0);
        return answer === undefined
          ? vscode.l10n.t('This answer is no longer kept. Run the command again.')
          : texts.of(answer, token);
      },
    }),
    vscode.commands.registerCommand(COMMANDS.openAnswer, async (id?: unknown) => {
      const answer =
        typeof id === 'number'
          ? answers.get(id)
          : (newestTo(answers, id) ?? (await chooseAnswer(answers)));
      if (answer !== undefined) {
        await openAnswer(answer);
      } else if (typeof id === 'number') {
        void vscode.window.showInformationMessage(
          vscode.l10n.t('This answer is no longer kept. Run the command again.'),
        );
      }
    }),
  );
}

/** The newest answer to a line of a session, when that is what the command was given. */
function newestTo(answers: Answers, wanted: unknown): Answer | undefined {
  return typeof wanted === 'object' && wanted !== null && 'line' in wanted && 'sessionId' in wanted
    ? answers.newest.find(
        ({ line, sessionId }) => line === wanted.line && sessionId === wanted.sessionId,
      )
    : undefined;
}

/** One answer is opened at once; among several the user chooses. */
async function chooseAnswer(answers: Answers): Promise<Answer | undefined> {
  const { newest } = answers;
  if (newest.length <= 1) {
    if (newest.length === 0) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t(
          'There is no answer yet. Type a command such as !handle in the Debug Console.',
        ),
      );
    }
    return newest[0];
  }
  const items = newest.map((answer) => ({
    label: answer.line,
    description: answer.sessionName,
    detail:
      answer.heldBack > 0 ? vscode.l10n.t('{0} more than the console shows', answer.heldBack) : '',
    answer,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Open full answer'),
    placeHolder: vscode.l10n.t('Which command?'),
    matchOnDescription: true,
  });
  return chosen?.answer;
}

async function openAnswer(answer: Answer): Promise<void> {
  const uri = vscode.Uri.from({ scheme: ANSWER_SCHEME, path: answerPath(answer) });
  const opened = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Reading the whole answer') },
    () => vscode.workspace.openTextDocument(uri),
  );
  const document =
    opened.languageId === LOG_LANGUAGE
      ? opened
      : await vscode.languages.setTextDocumentLanguage(opened, LOG_LANGUAGE);
  await vscode.window.showTextDocument(document, { preview: false });
}

/** The whole texts: from the console where it showed everything, else asked for once and kept. */
class AnswerTexts {
  private readonly whole = new Map<number, string>();

  constructor(private readonly sessions: ExtensionServices['sessions']) {}

  async of(answer: Answer, token: vscode.CancellationToken): Promise<string> {
    if (answer.heldBack === 0) {
      return answerText(answer, answer.text);
    }
    const known = this.whole.get(answer.id);
    if (known !== undefined) {
      return known;
    }
    const session = this.sessions.find(answer.sessionId);
    if (session === undefined) {
      return incomplete(answer, vscode.l10n.t('the session has ended'));
    }
    try {
      const { result } = (await session.debugSession.customRequest('evaluate', {
        expression: answer.line,
        context: 'clipboard',
      })) as { readonly result: string };
      const text = answerText(answer, result);
      if (!token.isCancellationRequested) {
        this.keep(answer.id, text);
      }
      return text;
    } catch (error) {
      return incomplete(answer, error instanceof Error ? error.message : String(error));
    }
  }

  private keep(id: number, text: string): void {
    this.whole.set(id, text);
    let characters = [...this.whole.values()].reduce((sum, { length }) => sum + length, 0);
    for (const [oldest, { length }] of this.whole) {
      if (characters <= MAXIMUM_CHARACTERS || oldest === id) {
        break;
      }
      this.whole.delete(oldest);
      characters -= length;
    }
  }
}

/** What the console showed, with a sentence that says why the rest is missing. */
function incomplete(answer: Answer, why: string): string {
  const note = vscode.l10n.t(
    'The other {0} records cannot be read: {1}. Start the session again and repeat the command.',
    answer.heldBack,
    why,
  );
  return `${answerText(answer, answer.text)}${note}\n`;
}
