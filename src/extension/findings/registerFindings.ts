/**
 * Bad references of running targets in the Problems view: at the line of source that is to blame, where the target tells it and
 * the workspace has the file; else in a document of our own, with the stack of each.
 */

import * as vscode from 'vscode';
import type { HandleFamily } from '../../core/analysis/traces/handleFamily';
import { TRACES_REQUEST, type TracesAnswer } from '../../protocol/dapExtensions';
import { FINDINGS_SCHEME } from '../documents/answerNames';
import { SETTINGS } from '../manifestIds';
import type { ExtensionServices } from '../services';
import type { HandleSession } from '../sessions/handleSession';
import { WorkspaceFiles } from '../source/workspaceFiles';
import { badReferenceText } from './badReferenceText';

/** Most bad references that are listed per session; the newest ones. */
const MAXIMUM_LISTED = 100;
/** Larger trace logs are read only when a view shows them: reading one takes a second and its memory. */
const MAXIMUM_SEARCHED = 100_000;
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

/** The newest bad references of one kind of handles, and how many there are. */
type BadReferences = Pick<TracesAnswer, 'rows' | 'total'>;

const NONE: BadReferences = { rows: [], total: 0 };

/** One entry of the Problems view. */
interface Finding {
  readonly uri: vscode.Uri;
  readonly problem: vscode.Diagnostic;
}

/** The findings of all sessions that run. */
class Findings implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('handle-lens');
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly provider: vscode.Disposable;
  private readonly texts = new Map<string, string>();
  private readonly files = new WorkspaceFiles();
  /** The document of each session. */
  private readonly shown = new Map<string, vscode.Uri>();
  /** The findings of each session: several can have some in the same file of source. */
  private readonly found = new Map<string, readonly Finding[]>();
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
    const uri = this.shown.get(sessionId);
    this.shown.delete(sessionId);
    this.texts.delete(sessionId);
    this.found.delete(sessionId);
    this.publish();
    if (uri !== undefined) {
      this.changed.fire(uri);
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
    const kernel = await this.badReferences(session, 'kernel');
    const user = await this.badReferences(session, 'USER');
    if (kernel !== null || user !== null) {
      await this.show(session, kernel ?? NONE, user ?? NONE);
    }
  }

  /** Null without a log, or with one that is too long. */
  private async badReferences(
    session: HandleSession,
    family: HandleFamily,
  ): Promise<BadReferences | null> {
    const { log } = this.services;
    try {
      // The number of records is known without reading them.
      const { total } = await session.request(TRACES_REQUEST, { family, start: 0, count: 1 });
      if (total > MAXIMUM_SEARCHED) {
        log.info(
          `${session.name}: ${total} trace records are too many to search them all for bad references at each stop.`,
        );
        return null;
      }
      const page = { family, operation: 'badref', start: 0, count: MAXIMUM_LISTED };
      return await session.request(TRACES_REQUEST, page);
    } catch (error) {
      // A target without trace records has no findings; the Traces view says why there are none.
      log.debug(`No findings of ${family} handles for ${session.name}: ${String(error)}`);
      return null;
    }
  }

  private async show(
    session: HandleSession,
    kernel: BadReferences,
    user: BadReferences,
  ): Promise<void> {
    const { text, places } = badReferenceText(kernel.rows, user.rows);
    const path = vscode.l10n.t('Bad references of {0}', session.name.replaceAll('/', '_'));
    const uri = vscode.Uri.from({
      scheme: FINDINGS_SCHEME,
      path: `/${path}.htrace`,
      query: session.id,
    });
    const lines = text.split('\n');
    const findings: Finding[] = [];
    for (const { line, message, source } of places) {
      const file = source === null ? null : await this.files.of(source.file);
      const own = new vscode.Range(line, 0, line, lines[line]?.length ?? 0);
      const at = new vscode.Location(uri, own);
      const problem = diagnostic(own, message, vscode.DiagnosticSeverity.Error);
      if (source !== null && file !== null) {
        const blamed = Math.max(0, source.line - 1);
        problem.range = new vscode.Range(blamed, 0, blamed, Number.MAX_SAFE_INTEGER);
        problem.relatedInformation = [
          new vscode.DiagnosticRelatedInformation(at, vscode.l10n.t('The whole stack')),
        ];
      }
      findings.push({ uri: file ?? uri, problem });
    }
    if (kernel.total > kernel.rows.length) {
      const more = vscode.l10n.t(
        '{0} older bad references are not listed here: the Handle Traces view has all of them.',
        kernel.total - kernel.rows.length,
      );
      findings.push({ uri, problem: information(more) });
    }
    if (user.total > user.rows.length) {
      const more = vscode.l10n.t(
        '{0} older bad references of USER handles are not listed here: !why -all explains all of them.',
        user.total - user.rows.length,
      );
      findings.push({ uri, problem: information(more) });
    }
    if (session.isRunning) {
      this.texts.set(session.id, text);
      this.shown.set(session.id, uri);
      this.found.set(session.id, findings);
      this.publish();
      this.changed.fire(uri);
    }
  }

  private publish(): void {
    this.collection.clear();
    for (const { uri, problem } of [...this.found.values()].flat()) {
      this.collection.set(uri, [...(this.collection.get(uri) ?? []), problem]);
    }
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

/** A remark at the beginning of the document. */
function information(text: string): vscode.Diagnostic {
  return diagnostic(new vscode.Range(0, 0, 0, 0), text, vscode.DiagnosticSeverity.Information);
}
