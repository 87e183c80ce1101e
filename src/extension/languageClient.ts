/** The language server of debugger logs and scripts: starts once one is open, can be restarted, and tells how it is. */

import * as vscode from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions, Middleware } from 'vscode-languageclient';
import { ANSWER_SCHEME, FINDINGS_SCHEME } from './documents/answerNames';
import { SCRIPT_LANGUAGE } from './scripts/scriptLanguage';
import { answerServer } from './scripts/serverRequests';
import type { ExtensionServices } from './services';

/** Language id of debugger logs, as the manifest declares it. */
export const LOG_LANGUAGE = 'handle-lens-log';

/** The languages that the server knows. */
const LANGUAGES: readonly string[] = [LOG_LANGUAGE, SCRIPT_LANGUAGE];

/** How the server is. */
export type ServerState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly reason: string };

/** The numbers that the client's library gives the states of a server. */
const STOPPED = 1;
const RUNNING = 2;

/** Watches for documents in these languages and starts the server at the first one; its client's code is loaded only then. */
export class LogServer implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  /** The state or a number of findings changed. */
  readonly onDidChange = this.changed.event;
  private readonly findings = new Map<string, number>();
  private readonly watch: vscode.Disposable;
  private current: ServerState | null = null;
  private client: BaseLanguageClient | null = null;
  /** Counts starts, so that what an earlier client still has to say is not heard. */
  private starts = 0;

  constructor(private readonly services: Pick<ExtensionServices, 'log' | 'platform'>) {
    this.watch = vscode.workspace.onDidOpenTextDocument((document) => this.consider(document));
    vscode.workspace.textDocuments.forEach((document) => this.consider(document));
  }

  /** Null before the first log or script was opened. */
  get state(): ServerState | null {
    return this.current;
  }

  /** How much the server found in a document; undefined before it has answered. */
  findingsIn({ uri }: vscode.TextDocument): number | undefined {
    return this.findings.get(uri.toString());
  }

  /** Stops the server, if it runs, and starts a new one. */
  async restart(): Promise<void> {
    const start = ++this.starts;
    this.findings.clear();
    this.become({ kind: 'starting' });
    try {
      await this.release();
      const client = await this.services.platform.languageClient(this.options());
      if (start !== this.starts) {
        return;
      }
      this.client = client;
      answerServer(client);
      client.onDidChangeState(({ newState }) => {
        if (start === this.starts) {
          this.follow(newState);
        }
      });
      await client.start();
    } catch (error) {
      if (start === this.starts) {
        this.fail(sentence(error));
        void this.offerWayOn();
      }
    }
  }

  dispose(): void {
    this.starts++;
    this.watch.dispose();
    this.changed.dispose();
    this.release().catch((error: unknown) => this.services.log.error(sentence(error)));
  }

  private consider({ languageId }: vscode.TextDocument): void {
    if (LANGUAGES.includes(languageId) && this.current === null) {
      void this.restart();
    }
  }

  private async release(): Promise<void> {
    const { client } = this;
    this.client = null;
    await client?.dispose();
  }

  private become(state: ServerState): void {
    this.current = state;
    this.changed.fire();
  }

  /** The library starts a server that has died again, a few times. */
  private follow(state: number): void {
    if (state === STOPPED) {
      this.fail(vscode.l10n.t('it has stopped'));
    } else {
      this.become({ kind: state === RUNNING ? 'ready' : 'starting' });
    }
  }

  private fail(reason: string): void {
    this.services.log.error(`The language server does not run: ${reason}`);
    this.become({ kind: 'failed', reason });
  }

  /** Logs and scripts remain readable and coloured without the server: a quiet warning, no modal. */
  private async offerWayOn(): Promise<void> {
    const again = vscode.l10n.t('Try Again');
    const showLog = vscode.l10n.t('Show Log');
    const answer = await vscode.window.showWarningMessage(
      vscode.l10n.t(
        'Handle Lens: the language server of logs and scripts could not start, so hovers, outline and findings are missing.',
      ),
      again,
      showLog,
    );
    if (answer === again) {
      await this.restart();
    } else if (answer === showLog) {
      this.services.log.show();
    }
  }

  private options(): LanguageClientOptions {
    return {
      documentSelector: LANGUAGES.map((language) => ({ language })),
      middleware: this.middleware(),
      outputChannel: this.services.log,
    };
  }

  /**
   * Counts findings, and tells apart the answers of our own sessions: a click on a handle value there reveals it in the tree, so it
   * does not also go to its definition; and an answer the user asked for is no finding in the list of problems.
   */
  private middleware(): Middleware {
    return {
      provideDefinition: (document, position, token, next) =>
        isOwnAnswer(document.uri) ? null : next(document, position, token),
      handleDiagnostics: (uri, diagnostics, next) => {
        const shown = isOwnAnswer(uri) ? [] : diagnostics;
        this.findings.set(uri.toString(), shown.length);
        this.changed.fire();
        next(uri, shown);
      },
    };
  }
}

function isOwnAnswer({ scheme }: vscode.Uri): boolean {
  return ['output', ANSWER_SCHEME, FINDINGS_SCHEME].includes(scheme);
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
