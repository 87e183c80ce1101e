/** Hovers over handles while a session of ours is stopped: in our own texts, in source and in plain logs. */

import * as vscode from 'vscode';
import { DEBUG_TYPE } from '../../protocol/launchArguments';
import { commandLink, OWN_DOCUMENTS } from '../documents/handleLinks';
import { handlePlaceAt } from '../documents/handlePlaces';
import { LOG_LANGUAGE } from '../languageClient';
import { COMMANDS } from '../manifestIds';
import type { ExtensionServices } from '../services';
import { handleFactsMarkdown } from './handleFactsMarkdown';
import { handleValueAt, handleVariableAt } from './handleRecogniser';
import { liveFacts } from './liveFacts';

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
      return undefined;
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
          const word = handleValueAt(document.lineAt(position).text, position.character);
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
          handleValueAt(text, position.character) ?? handleVariableAt(text, position.character);
        return word === undefined
          ? undefined
          : new vscode.EvaluatableExpression(
              rangeOf(position.line, word),
              word.kind === 'value' ? `0x${word.value.toString(16)}` : word.name,
            );
      },
    }),
  );
}

function rangeOf(
  line: number,
  { start, end }: { readonly start: number; readonly end: number },
): vscode.Range {
  return new vscode.Range(line, start, line, end);
}
