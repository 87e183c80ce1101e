/** The output channel "Handles": every answer of a debugger command, in the language of debugger logs. */

import * as vscode from 'vscode';
import { TARGET_REQUEST } from '../../protocol/dapExtensions';
import { DEBUG_TYPE } from '../../protocol/launchArguments';
import { registerAnswerDocuments } from '../documents/answerDocuments';
import { registerHandleLinks } from '../documents/handleLinks';
import { LOG_LANGUAGE } from '../languageClient';
import type { ExtensionServices } from '../services';
import type { HandleSession } from '../sessions/handleSession';
import { AnswerRecorder } from './answerRecorder';
import { Answers } from './answers';
import { readAnswer, readRequest } from './dapMessages';
import { registerRepeatCommand } from './repeatCommand';
import { registerTrafficLog } from './trafficLog';

/** Name of the channel. */
export const CHANNEL_NAME = 'Handles';

/** Registers the channel, the documents of long answers, the links in both, and the log of traffic. */
export function registerOutput(services: ExtensionServices): vscode.Disposable {
  const answers = new Answers();
  const channel = new LazyChannel();
  const prompts = new Prompts(services);
  const tracker = vscode.debug.registerDebugAdapterTrackerFactory(DEBUG_TYPE, {
    createDebugAdapterTracker: (session) => {
      channel.write(`${vscode.l10n.t('Session: {0}', session.name)}\n`);
      const recorder = new AnswerRecorder({
        session,
        answers,
        prompt: () => prompts.of(session.id),
        write: (text) => channel.write(text),
        cutNote: ({ id }) => vscode.l10n.t('… Open full answer #{0}', id),
      });
      return {
        onWillReceiveMessage: (message: unknown) => {
          const asked = readRequest(message);
          if (asked !== null) {
            recorder.take(asked);
          }
        },
        onDidSendMessage: (message: unknown) => {
          const said = readAnswer(message);
          if (said !== null) {
            recorder.take(said);
          }
        },
      };
    },
  });
  return vscode.Disposable.from(
    channel,
    prompts,
    tracker,
    registerTrafficLog(services),
    registerAnswerDocuments(services, answers),
    registerHandleLinks(answers),
    registerRepeatCommand(services, answers),
  );
}

/** The channel is made with its first line, so that it does not stand empty in the list of channels. */
class LazyChannel implements vscode.Disposable {
  private channel: vscode.OutputChannel | null = null;

  write(text: string): void {
    this.channel ??= vscode.window.createOutputChannel(CHANNEL_NAME, LOG_LANGUAGE);
    this.channel.append(text);
  }

  dispose(): void {
    this.channel?.dispose();
  }
}

/** The prompt of each session: user mode or kernel mode, known after the first stop. */
class Prompts implements vscode.Disposable {
  private readonly known = new Map<string, string>();
  private readonly subscriptions: vscode.Disposable;

  constructor({ sessions, log }: ExtensionServices) {
    this.subscriptions = vscode.Disposable.from(
      sessions.onDidStop((session) => {
        if (!this.known.has(session.id)) {
          this.learn(session).catch((error: unknown) => {
            log.debug(`No prompt for ${session.name}: ${String(error)}`);
          });
        }
      }),
      sessions.onDidEnd(({ id }) => this.known.delete(id)),
    );
  }

  of(sessionId: string): string {
    return this.known.get(sessionId) ?? '0:000>';
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private async learn(session: HandleSession): Promise<void> {
    const { mode } = await session.request(TARGET_REQUEST);
    this.known.set(session.id, mode === 'kernel' ? 'kd>' : '0:000>');
  }
}
