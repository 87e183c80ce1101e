/**
 * Bad references of running targets in the Problems view. What is found has no place in the program's source: neither
 * samples nor dumps hold positions of lines. So it stands in a document of our own, with the stack of each.
 */

import * as vscode from 'vscode';
import { TRACES_REQUEST, type TracesAnswer } from '../../protocol/dapExtensions';
import { FINDINGS_SCHEME } from '../documents/answerNames';
import { SETTINGS } from '../manifestIds';
import type { ExtensionServices } from '../services';
import type { HandleSession } from '../sessions/handleSession';
import { badReferenceText } from './badReferenceText';

/** Most bad references that are listed per session; the newest ones. */
const MAXIMUM_LISTED = 100;
/** Milliseconds after a stop: what the views show comes first. */
const DELAY = 800;

/** Registers the findings, their documents and the setting that turns them off. */
export function registerFindings(services: ExtensionServices): vscode.Disposable {
  const findings = new Findings(services);
  const { sessions } = services;
  const isOn = (): boolean =>
    vscode.workspace.getConfiguration().get(SETTINGS.showProblems) !== false;
  const look = (session: HandleSession): void => {
    if (isOn()) {
      findings.lookSoon(session);
    }
  };
  return vscode.Disposable.from(
    findings,
    sessions.onDidStop(look),
    sessions.onDidChange(look),
    sessions.onDidEnd(({ id }) => findings.forget(id)),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (!change.affectsConfiguration(SETTINGS.showProblems)) {
        return;
      }
      for (const session of sessions.sessions) {
        if (isOn()) {
          findings.lookSoon(session);
        } else {
          findings.forget(session.id);
        }
      }
    }),
  );
}

/** The findings of all sessions that run. */
class Findings implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('handle-lens');
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly provider: vscode.Disposable;
  private readonly texts = new Map<string, string>();
  private readonly waiting = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(private readonly services: Pick<ExtensionServices, 'log'>) {
    this.provider = vscode.workspace.registerTextDocumentContentProvider(FINDINGS_SCHEME, {
      onDidChange: this.changed.event,
      provideTextDocumentContent: ({ query }) =>
        this.texts.get(query) ??
        vscode.l10n.t('The session has ended: its bad references are listed no longer.'),
    });
  }

  /** Asks a session once it has been quiet for a moment. */
  lookSoon(session: HandleSession): void {
    clearTimeout(this.waiting.get(session.id));
    this.waiting.set(
      session.id,
      setTimeout(() => void this.look(session), DELAY),
    );
  }

  /** Takes the findings of a session away. */
  forget(sessionId: string): void {
    clearTimeout(this.waiting.get(sessionId));
    this.waiting.delete(sessionId);
    const isKnown = this.texts.delete(sessionId);
    if (isKnown) {
      for (const [uri] of this.collection) {
        if (uri.query === sessionId) {
          this.collection.delete(uri);
          this.changed.fire(uri);
        }
      }
    }
  }

  dispose(): void {
    this.waiting.forEach(clearTimeout);
    this.collection.dispose();
    this.changed.dispose();
    this.provider.dispose();
  }

  private async look(session: HandleSession): Promise<void> {
    this.waiting.delete(session.id);
    if (!session.isStopped) {
      return;
    }
    try {
      const page = { operation: 'badref', start: 0, count: MAXIMUM_LISTED };
      this.show(session, await session.request(TRACES_REQUEST, page));
    } catch (error) {
      // A target without trace records has no findings; the Traces view says why there are none.
      this.services.log.debug(`No findings for ${session.name}: ${String(error)}`);
    }
  }

  private show(session: HandleSession, { rows, total }: TracesAnswer): void {
    if (!session.isRunning) {
      return;
    }
    const { text, places } = badReferenceText(rows);
    const path = vscode.l10n.t('Bad references of {0}', session.name.replaceAll('/', '_'));
    const uri = vscode.Uri.from({
      scheme: FINDINGS_SCHEME,
      path: `/${path}.htrace`,
      query: session.id,
    });
    this.texts.set(session.id, text);
    const lines = text.split('\n');
    const diagnostics = places.map(({ line, message }) => {
      const range = new vscode.Range(line, 0, line, lines[line]?.length ?? 0);
      return diagnostic(range, message, vscode.DiagnosticSeverity.Error);
    });
    if (total > rows.length) {
      const more = vscode.l10n.t(
        '{0} older bad references are not listed here: the Handle Traces view has all of them.',
        total - rows.length,
      );
      const start = new vscode.Range(0, 0, 0, 0);
      diagnostics.push(diagnostic(start, more, vscode.DiagnosticSeverity.Information));
    }
    this.collection.set(uri, diagnostics);
    this.changed.fire(uri);
  }
}

function diagnostic(
  range: vscode.Range,
  message: string,
  severity: vscode.DiagnosticSeverity,
): vscode.Diagnostic {
  const made = new vscode.Diagnostic(range, message, severity);
  made.source = 'Handle Lens';
  made.code = 'bad-reference';
  return made;
}
