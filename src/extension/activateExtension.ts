/** Starts all parts of the extension; the entries in Node and in the browser hand in what differs between them. */

import * as vscode from 'vscode';
import { DEBUG_TYPE } from '../protocol/launchArguments';
import type { HandleLensApi } from './api';
import { DescriptorFactory } from './descriptorFactory';
import { RecentLog } from './diagnostics/recentLog';
import { registerDiagnostics } from './diagnostics/registerDiagnostics';
import { registerDumpEditor } from './editors/dumpEditor';
import { registerHovers } from './hovers/registerHovers';
import { registerLogServerStatus } from './status/registerLogServerStatus';
import { registerStatus } from './status/registerStatus';
import { registerTools } from './tools/registerTools';
import { registerOutput } from './output/registerOutput';
import { LogServer } from './languageClient';
import { makeApi } from './makeApi';
import type { Platform } from './platform/platform';
import type { ExtensionServices } from './services';
import { SessionTracker } from './sessions/sessionTracker';
import { registerStarting } from './starting/registerStarting';
import { registerUriHandler } from './uri/registerUriHandler';
import { registerViews } from './views/registerViews';

/** Registers everything, which VS Code disposes of, and returns the interface for other extensions. */
export function activateExtension(
  context: vscode.ExtensionContext,
  platform: Platform,
): HandleLensApi {
  const recent = new RecentLog();
  const channel = vscode.window.createOutputChannel('Handle Lens', { log: true });
  const log = recent.listenTo(channel, () => new Date());
  const adapters = new DescriptorFactory({ log, platform });
  const sessions = new SessionTracker((id) => adapters.directRequests(id));
  const services: ExtensionServices = { context, log, sessions, platform };
  const logServer = new LogServer(services);
  context.subscriptions.push(
    channel,
    sessions,
    vscode.debug.registerDebugAdapterDescriptorFactory(DEBUG_TYPE, adapters),
    registerStarting(services),
    registerDumpEditor(services),
    registerOutput(services),
    registerTools(services),
    registerStatus(services),
    registerHovers(services),
    registerDiagnostics(services, recent),
    registerUriHandler(services),
    registerViews(services),
    logServer,
    registerLogServerStatus(logServer, services),
  );
  return makeApi(services);
}
