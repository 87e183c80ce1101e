/** The tab of a chart: shows a session's data, again whenever they change, and does what its page asks for. */

import * as vscode from 'vscode';
import {
  parsePageAction,
  type FlamePage,
  type PageAction,
  type TimelinePage,
} from '../../protocol/chartPages';
import type { ExtensionServices } from '../services';
import type { SessionData, SessionDataStore } from '../views/sessionData';
import { renderChartPage } from './chartPage';

/** What differs between charts. */
export interface ChartKind {
  /** Of the panel, and of its script in dist/webview. */
  readonly name: 'timeline' | 'flame';
  title(data: SessionData): string;
  /** The message to the page. */
  load(data: SessionData): Promise<TimelinePage | FlamePage>;
  /** Does what the page asks for besides its data. */
  act(data: SessionData, action: PageAction): Promise<void>;
}

/** Opens the tab of a chart, or shows it where it is open. One for each session and kind. */
export class ChartPanels implements vscode.Disposable {
  private readonly open = new Map<string, vscode.WebviewPanel>();
  private readonly subscription: vscode.Disposable;
  private readonly reloads = new Map<string, () => void>();

  constructor(
    private readonly services: ExtensionServices,
    private readonly store: SessionDataStore,
  ) {
    this.subscription = store.onDidChange(() => {
      for (const reload of this.reloads.values()) {
        reload();
      }
    });
  }

  dispose(): void {
    this.subscription.dispose();
    for (const panel of this.open.values()) {
      panel.dispose();
    }
  }

  /** Shows the chart of a session. */
  show(kind: ChartKind, { id }: SessionData): void {
    const key = `${kind.name} ${id}`;
    const known = this.open.get(key);
    if (known !== undefined) {
      known.reveal();
      return;
    }
    const data = this.dataOf(id);
    const scripts = vscode.Uri.joinPath(this.services.context.extensionUri, 'dist', 'webview');
    const panel = vscode.window.createWebviewPanel(
      `handleLens.${kind.name}`,
      kind.title(data),
      vscode.ViewColumn.Active,
      { enableScripts: true, localResourceRoots: [scripts], retainContextWhenHidden: true },
    );
    this.open.set(key, panel);
    const reload = (): void => void this.load(kind, id, panel);
    this.reloads.set(key, reload);
    const listener = panel.webview.onDidReceiveMessage(
      (message: unknown) => void this.receive(kind, id, { message, reload }),
    );
    panel.onDidDispose(() => {
      this.open.delete(key);
      this.reloads.delete(key);
      listener.dispose();
    });
    const { webview } = panel;
    webview.html = renderChartPage({
      title: panel.title,
      script: webview.asWebviewUri(vscode.Uri.joinPath(scripts, `${kind.name}.js`)).toString(),
      scriptSource: webview.cspSource,
      nonce: crypto.randomUUID(),
    });
  }

  private dataOf(id: string): SessionData {
    const data = this.store.find(id);
    if (data === undefined) {
      throw new Error(vscode.l10n.t('The session of this chart has ended.'));
    }
    return data;
  }

  /** What was shown stays when it cannot be loaded again: a session that has ended keeps its last data. */
  private async load(kind: ChartKind, id: string, panel: vscode.WebviewPanel): Promise<void> {
    try {
      await panel.webview.postMessage(await kind.load(this.dataOf(id)));
    } catch (error) {
      this.services.log.info(`The chart "${panel.title}" was not loaded again: ${text(error)}`);
    }
  }

  private async receive(
    kind: ChartKind,
    id: string,
    { message, reload }: { readonly message: unknown; readonly reload: () => void },
  ): Promise<void> {
    const action = parsePageAction(message);
    if (!action.ok) {
      this.services.log.error(action.problem.message);
      return;
    }
    try {
      if (action.value.action !== 'ready') {
        await kind.act(this.dataOf(id), action.value);
      }
      if (action.value.action === 'ready' || action.value.action === 'source') {
        reload();
      }
    } catch (error) {
      void vscode.window.showWarningMessage(text(error));
    }
  }
}

function text(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
