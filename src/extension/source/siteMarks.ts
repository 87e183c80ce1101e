/** Leak sites at their source lines: entries in Problems, and counts above the lines that open handles. */

import * as vscode from 'vscode';
import { TARGET_REQUEST } from '../../protocol/dapExtensions';
import { LEAK_SITES_REQUEST, type LeakSiteRow } from '../../protocol/siteMessages';
import { COMMANDS, SETTINGS } from '../manifestIds';
import type { ExtensionServices } from '../services';
import type { SessionData, SessionDataStore } from '../views/sessionData';
import { siteCommand } from '../views/siteTexts';
import { WorkspaceFiles } from './workspaceFiles';
import { isProblem, lensTitle, problemText } from './markTexts';

/** Sites that are looked at, the most suspicious. */
const MOST_SITES = 200;
/** Milliseconds of silence before marks are made again. */
const SOON = 300;

/** A site and where it stands. */
interface Mark {
  readonly site: LeakSiteRow;
  readonly sessionId: string;
  readonly range: vscode.Range;
}

/** Registers the marks. */
export function registerSiteMarks(
  services: ExtensionServices,
  store: SessionDataStore,
): { dispose(): void } {
  return new SiteMarks(services, store);
}

/** Marks of the newest session whose target tells source lines, which logs and scripts do. Gone with the session's end. */
class SiteMarks implements vscode.CodeLensProvider {
  private readonly problems = vscode.languages.createDiagnosticCollection('handle-lens');
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.changed.event;
  private readonly disposables: readonly { dispose(): unknown }[];
  /** By the URI of a file. */
  private marks = new Map<string, readonly Mark[]>();
  private readonly files = new WorkspaceFiles();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private turn = 0;

  constructor(
    private readonly services: ExtensionServices,
    private readonly store: SessionDataStore,
  ) {
    const again = (): void => {
      this.markSoon();
    };
    this.disposables = [
      this.problems,
      this.changed,
      store.onDidChange(again),
      vscode.workspace.onDidChangeWorkspaceFolders(() => {
        this.files.forget();
        again();
      }),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(SETTINGS.showLeaks)) {
          again();
        }
      }),
      vscode.languages.registerCodeLensProvider({ pattern: '**' }, this),
    ];
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const each of this.disposables) {
      each.dispose();
    }
  }

  provideCodeLenses({ uri }: vscode.TextDocument): vscode.CodeLens[] {
    return (this.marks.get(uri.toString()) ?? []).map(
      ({ site, sessionId, range }) =>
        new vscode.CodeLens(range, {
          title: lensTitle(site),
          tooltip: problemText(site),
          command: COMMANDS.showSite,
          arguments: [{ kind: 'site', sessionId, site }],
        }),
    );
  }

  private markSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.mark(), SOON);
  }

  private async mark(): Promise<void> {
    const turn = ++this.turn;
    const data = this.store.all.at(-1);
    try {
      const marks = data === undefined || data.endedAt !== null ? [] : await this.marksOf(data);
      if (turn === this.turn) {
        this.show(marks);
      }
    } catch (error) {
      this.services.log.info(`Leak sites were not marked in sources: ${String(error)}`);
    }
  }

  private async marksOf(data: SessionData): Promise<readonly (Mark & { uri: vscode.Uri })[]> {
    // Ranking a large dump takes time, and would mark nothing.
    if (!(await data.ask(TARGET_REQUEST, {})).tellsSourceLines) {
      return [];
    }
    const { sites } = await data.ask(LEAK_SITES_REQUEST, { start: 0, count: MOST_SITES });
    const marks: (Mark & { uri: vscode.Uri })[] = [];
    for (const site of sites) {
      const { source } = site;
      const uri = source === null ? null : await this.files.of(source.file);
      if (source !== null && uri !== null) {
        const line = Math.max(0, source.line - 1);
        const range = new vscode.Range(line, 0, line, Number.MAX_SAFE_INTEGER);
        marks.push({ uri, site, sessionId: data.id, range });
      }
    }
    return marks;
  }

  private show(marks: readonly (Mark & { readonly uri: vscode.Uri })[]): void {
    const byFile = new Map<string, Mark[]>();
    for (const mark of marks) {
      const key = mark.uri.toString();
      byFile.set(key, [...(byFile.get(key) ?? []), mark]);
    }
    this.marks = byFile;
    this.problems.clear();
    const isShown = vscode.workspace.getConfiguration().get(SETTINGS.showLeaks) !== false;
    for (const [uri, all] of byFile) {
      this.problems.set(
        vscode.Uri.parse(uri),
        isShown ? all.filter(({ site }) => isProblem(site)).map(problemOf) : [],
      );
    }
    this.changed.fire();
  }
}

function problemOf({ site, range }: Mark): vscode.Diagnostic {
  const { Warning, Information } = vscode.DiagnosticSeverity;
  const severity = site.level === 'leak' ? Warning : Information;
  const problem = new vscode.Diagnostic(range, problemText(site), severity);
  problem.source = 'Handle Lens';
  problem.code = siteCommand(site);
  return problem;
}
