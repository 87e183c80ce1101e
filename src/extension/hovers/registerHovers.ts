/** Hovers over handles while a session of ours is stopped: in our own texts, in source and in plain logs. */

import * as vscode from 'vscode';
import { DEBUG_TYPE } from '../../protocol/launchArguments';
import { commandLink, OWN_DOCUMENTS } from '../documents/handleLinks';
import { handlePlaceAt } from '../documents/handlePlaces';
import { LOG_LANGUAGE } from '../languageClient';
import { COMMANDS } from '../manifestIds';
import type { ExtensionServices } from '../services';
import type { HandleSession } from '../sessions/handleSession';
import { handleFactsMarkdown } from './handleFactsMarkdown';
import { escapeMarkdown } from '../views/handleTooltip';
import { userHover } from '../views/userTexts';
import {
  handleValueAt,
  handleVariableAt,
  userHandleValueAt,
  type HandleWord,
} from './handleRecogniser';
import { liveFacts, userFacts } from './liveFacts';

/** Languages of source in which Windows handles are used, and of plain logs. */
const SOURCES = ['c', 'cpp', 'rust', 'csharp', 'go', 'log', 'plaintext'];

/** Registers the hovers. */
export function registerHovers({ sessions }: ExtensionServices): vscode.Disposable {
  /** The hover over a value; undefined unless the active session is stopped and has the handle. */
  const hoverOf = async (
    value: bigint,
    range: vscode.Range,
    isLog: boolean,
  ): Promise<vscode.Hover | undefined> => {
    const session = sessions.active;
    const facts = session === undefined ? null : await liveFacts(session, value);
    if (session === undefined || facts === null) {
      return await userHoverOf(session, { value, range, named: false });
    }
    const text = new vscode.MarkdownString(
      handleFactsMarkdown({
        ...facts,
        sessionName: isLog || sessions.sessions.length > 1 ? session.name : null,
        revealLink: commandLink(COMMANDS.reveal, facts.answer.handle, session.id).toString(),
      }),
    );
    text.isTrusted = { enabledCommands: [COMMANDS.reveal] };
    return new vscode.Hover(text, range);
  };

  return vscode.Disposable.from(
    vscode.languages.registerHoverProvider(OWN_DOCUMENTS, {
      provideHover: (document, position) => {
        const place = handlePlaceAt(document.lineAt(position).text, position.character);
        return place === undefined
          ? undefined
          : hoverOf(place.value, rangeOf(position.line, place), true);
      },
    }),
    vscode.languages.registerHoverProvider(
      [...SOURCES, { language: LOG_LANGUAGE, scheme: 'file' }],
      {
        provideHover: (document, position) => {
          const { text } = document.lineAt(position);
          const word = numberAt(text, position.character);
          if (word?.kind === 'userValue') {
            const range = rangeOf(position.line, word);
            return userHoverOf(sessions.active, { value: word.value, range, named: true });
          }
          return word?.kind === 'value'
            ? hoverOf(
                word.value,
                rangeOf(position.line, word),
                document.languageId === LOG_LANGUAGE,
              )
            : undefined;
        },
      },
    ),
    vscode.languages.registerEvaluatableExpressionProvider([...SOURCES, LOG_LANGUAGE], {
      provideEvaluatableExpression: (document, position) => {
        // Other debuggers know their expressions themselves.
        if (vscode.debug.activeDebugSession?.type !== DEBUG_TYPE) {
          return undefined;
        }
        const { text } = document.lineAt(position);
        const word =
          numberAt(text, position.character) ?? handleVariableAt(text, position.character);
        return word === undefined
          ? undefined
          : new vscode.EvaluatableExpression(rangeOf(position.line, word), expressionOf(word));
      },
    }),
  );
}

/** The hover over a value that may be a USER handle; undefined unless the session is stopped and has it. */
async function userHoverOf(
  session: HandleSession | undefined,
  word: { readonly value: bigint; readonly range: vscode.Range; readonly named: boolean },
): Promise<vscode.Hover | undefined> {
  const answer = session === undefined ? null : await userFacts(session, word.value, word.named);
  if (session === undefined || answer === null) {
    return undefined;
  }
  const where = `${vscode.l10n.t('Now in {0}:', escapeMarkdown(session.name))}  \n`;
  return new vscode.Hover(new vscode.MarkdownString(where + userHover(answer)), word.range);
}

/** The number at a column that may be a handle of either kind. */
function numberAt(text: string, column: number): HandleWord | undefined {
  const user = userHandleValueAt(text, column);
  return user?.kind === 'userValue' ? user : (handleValueAt(text, column) ?? user);
}

/** What a debug session is asked about a word. */
function expressionOf(word: HandleWord): string {
  switch (word.kind) {
    case 'value':
      return `0x${word.value.toString(16)}`;
    case 'userValue':
      return `!dhe 0x${word.value.toString(16)}`;
    case 'variable':
      return word.name;
  }
}

function rangeOf(
  line: number,
  { start, end }: { readonly start: number; readonly end: number },
): vscode.Range {
  return new vscode.Range(line, start, line, end);
}
