/** The read-only editor of dumps: what is inside, what is missing, what was refused. */

import * as vscode from 'vscode';
import { CancellationSource, isCancelledError } from '../../core/util/cancellation';
import { describeProblem, carriedProblem, type Problem } from '../../core/util/problem';
import { COMMANDS, EDITORS } from '../manifestIds';
import { targetName } from '../platform/targetText';
import type { ExtensionServices } from '../services';
import { pageCommands, renderDumpPage, renderWaitingPage } from './dumpPage';
import type { DumpReport, OpenReport } from './dumpReport';
import { refusedFile } from './refusedFile';

const HEX_EDITOR = { extension: 'ms-vscode.hexeditor', viewType: 'hexEditor.hexedit' };

/** Registers the editor. */
export function registerDumpEditor(services: ExtensionServices): vscode.Disposable {
  const provider: vscode.CustomReadonlyEditorProvider = {
    openCustomDocument: (uri) => ({ uri, dispose: () => undefined }),
    resolveCustomEditor: ({ uri }, panel) => {
      const view = new DumpView(uri, panel, services);
      return view.read();
    },
  };
  return vscode.window.registerCustomEditorProvider(EDITORS.dump, provider, {
    supportsMultipleEditorsPerDocument: true,
    webviewOptions: { enableFindWidget: true },
  });
}

/** One open editor. The file is closed again as soon as it is read, so that it can be replaced. */
class DumpView {
  private readonly disposables: vscode.Disposable[] = [];
  private reading = new CancellationSource();
  private report: DumpReport | null = null;

  constructor(
    private readonly uri: vscode.Uri,
    private readonly panel: vscode.WebviewPanel,
    private readonly services: ExtensionServices,
  ) {
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: [] };
    this.disposables.push(
      webview.onDidReceiveMessage((message: unknown) => void this.act(message)),
      panel.onDidDispose(() => {
        this.reading.cancel();
        vscode.Disposable.from(...this.disposables).dispose();
      }),
    );
    this.watch();
  }

  /** Reads the file and shows it; the counts by type follow when they take longer. */
  async read(): Promise<void> {
    this.reading.cancel();
    const source = new CancellationSource();
    this.reading = source;
    this.panel.webview.html = renderWaitingPage(vscode.l10n.t('Reading the dump…'));
    try {
      const opened = await this.open(source);
      try {
        await this.show(opened, source);
      } finally {
        await opened.close();
      }
    } catch (error) {
      if (!isCancelledError(error)) {
        this.fail(error);
      }
    }
  }

  private async open({ token }: CancellationSource): Promise<OpenReport> {
    const { files } = this.services.platform;
    const source = await files.open(files.targetOf(this.uri));
    if (!source.ok) {
      return refused(source.problem);
    }
    const { readDumpReport } = await import('./dumpReport');
    return await readDumpReport(source.value, token);
  }

  private async show(opened: OpenReport, { token }: CancellationSource): Promise<void> {
    const { report } = opened;
    this.report = report;
    const counts = opened.countTypes(token);
    const soon = await Promise.race([counts, afterAWhile()]);
    if (soon === 'pending') {
      this.render(report, 'pending');
    }
    this.render(report, await counts);
  }

  private render(report: DumpReport, types: Parameters<typeof renderDumpPage>[0]['types']): void {
    if (this.reading.token.isCancelled) {
      return;
    }
    this.panel.webview.html = renderDumpPage({
      name: targetName(this.uri.path),
      report,
      types,
      hasHexEditor: vscode.extensions.getExtension(HEX_EDITOR.extension) !== undefined,
      nonce: crypto.randomUUID(),
      translate: (text, ...places) => vscode.l10n.t(text, ...places),
    });
  }

  private fail(error: unknown): void {
    const problem = carriedProblem(error) ?? {
      code: 'dump-editor-defect',
      message: vscode.l10n.t('The dump could not be read to its end.'),
      hint: vscode.l10n.t('The output "Handle Lens" says more.'),
    };
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.services.log.error(`${this.uri.toString(true)}: ${describeProblem(problem)}\n${text}`);
    this.report = refusedFile(problem, null);
    this.render(this.report, null);
  }

  /** Does what a button says. Messages come from our own page, and are checked all the same. */
  private async act(message: unknown): Promise<void> {
    const { action, index } = (message ?? {}) as { action?: unknown; index?: unknown };
    switch (action) {
      case 'inspect':
        await vscode.commands.executeCommand(COMMANDS.inspect, this.uri);
        break;
      case 'openDump':
        await vscode.commands.executeCommand(COMMANDS.openDump);
        break;
      case 'openSample':
        await vscode.commands.executeCommand(COMMANDS.openSample);
        break;
      case 'openHex':
        await vscode.commands.executeCommand('vscode.openWith', this.uri, HEX_EDITOR.viewType);
        break;
      case 'reload':
        await this.read();
        break;
      case 'copy':
        await this.copy(index);
        break;
    }
  }

  private async copy(index: unknown): Promise<void> {
    const lines = this.report === null ? [] : pageCommands(this.report);
    const line = typeof index === 'number' ? lines[index] : undefined;
    if (line !== undefined) {
      await vscode.env.clipboard.writeText(line);
      vscode.window.setStatusBarMessage(vscode.l10n.t('Copied: {0}', line), 3000);
    }
  }

  private watch(): void {
    const pattern = new vscode.RelativePattern(
      vscode.Uri.joinPath(this.uri, '..'),
      literal(targetName(this.uri.path)),
    );
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const tell = (notice: 'changed' | 'gone') => () =>
      void this.panel.webview.postMessage({ notice });
    this.disposables.push(
      watcher,
      watcher.onDidChange(tell('changed')),
      watcher.onDidCreate(tell('changed')),
      watcher.onDidDelete(tell('gone')),
    );
  }
}

/** A file name as a glob that matches only itself: special characters stand in brackets. */
function literal(name: string): string {
  return name.replace(/[*?{}[\]]/g, (character) => `[${character}]`);
}

function refused(problem: Problem): OpenReport {
  return {
    report: refusedFile(problem, null),
    countTypes: () => Promise.resolve(null),
    close: () => Promise.resolve(),
  };
}

/** Resolves when a wait begins to be felt. */
function afterAWhile(): Promise<'pending'> {
  return new Promise((done) => {
    setTimeout(done, 200, 'pending');
  });
}
