/** The command "Collect Diagnostics": a read-only document to read before sending it. */

import * as vscode from 'vscode';
import { TARGET_REQUEST, TRACES_REQUEST } from '../../protocol/dapExtensions';
import { TYPE_GROWTH_REQUEST } from '../../protocol/viewMessages';
import { COMMANDS } from '../manifestIds';
import type { ExtensionServices } from '../services';
import type { HandleSession } from '../sessions/handleSession';
import type { RecentLog } from './recentLog';
import { diagnosticsReport, type SessionReport } from './report';

/** Scheme of the report: unlike an untitled document, it never asks to be saved when a session starts or the window closes. */
const REPORT_SCHEME = 'handle-lens-diagnostics';

/** Milliseconds after which a session counts as not answering. */
const PATIENCE = 5000;

/** Registers the command. `recent` holds the last lines of the log. */
export function registerDiagnostics(
  services: ExtensionServices,
  recent: RecentLog,
): vscode.Disposable {
  const changes = new vscode.EventEmitter<vscode.Uri>();
  const uri = vscode.Uri.from({ scheme: REPORT_SCHEME, path: '/Handle Lens Diagnostics.md' });
  let report = vscode.l10n.t(
    'This report is no longer kept. Run "Handle Lens: Collect Diagnostics" again.',
  );
  const collect = async (): Promise<void> => {
    report = diagnosticsReport({
      versions: versions(services),
      settings: settings(services.context),
      sessions: await Promise.all(services.sessions.sessions.map(sessionReport)),
      logLines: recent.lines,
      names: services.platform.personalNames(),
    });
    changes.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: false });
  };
  return vscode.Disposable.from(
    changes,
    vscode.workspace.registerTextDocumentContentProvider(REPORT_SCHEME, {
      onDidChange: changes.event,
      provideTextDocumentContent: () => report,
    }),
    vscode.commands.registerCommand(COMMANDS.collectDiagnostics, collect),
  );
}

function versions({
  context,
  platform,
}: ExtensionServices): readonly (readonly [string, string])[] {
  const { version } = context.extension.packageJSON as { readonly version: string };
  return [
    ['Handle Lens', version],
    [vscode.env.appName, vscode.version],
    ['Host', `${vscode.env.appHost}, remote: ${vscode.env.remoteName ?? 'none'}`],
    ['System', platform.system],
    ['Language', vscode.env.language],
  ];
}

/** The settings that the manifest declares, as they stand now. */
function settings({ extension }: vscode.ExtensionContext): readonly (readonly [string, unknown])[] {
  const { contributes } = extension.packageJSON as {
    readonly contributes?: {
      readonly configuration?: ConfigurationPart | readonly ConfigurationPart[];
    };
  };
  const parts = [contributes?.configuration ?? []].flat();
  const all = vscode.workspace.getConfiguration();
  return parts
    .flatMap(({ properties }) => Object.keys(properties ?? {}))
    .map((name) => [name, all.get(name)] as const);
}

interface ConfigurationPart {
  readonly properties?: Readonly<Record<string, unknown>>;
}

async function sessionReport(session: HandleSession): Promise<SessionReport> {
  const failures: string[] = [];
  const ask = async <T>(request: Promise<T>): Promise<T | null> => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, refuse) => {
      timer = setTimeout(() => {
        refuse(new Error(`no answer within ${PATIENCE} ms`));
      }, PATIENCE);
    });
    try {
      return await Promise.race([request, late]);
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error));
      return null;
    } finally {
      clearTimeout(timer);
    }
  };
  const target = await ask(session.request(TARGET_REQUEST));
  const growth = await ask(session.request(TYPE_GROWTH_REQUEST));
  const traces = await ask(session.request(TRACES_REQUEST, { start: 0, count: 0 }));
  return {
    isStopped: session.isStopped,
    target,
    handles: growth?.total ?? null,
    types: growth?.types.length ?? null,
    traces: traces?.total ?? null,
    failures,
  };
}
