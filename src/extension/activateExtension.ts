/** Starts all parts of the extension; the entries in Node and in the browser hand in what differs between them. */

import * as vscode from 'vscode';
import { DEBUG_TYPE } from '../protocol/launchArguments';
import type { HandleLensApi } from './api';
import { DescriptorFactory } from './descriptorFactory';
import { RecentLog } from './diagnostics/recentLog';
import { registerDiagnostics } from './diagnostics/registerDiagnostics';
import { registerEncodingActions } from './documents/encodingActions';
import { registerDumpEditor } from './editors/dumpEditor';
import { registerFindings } from './findings/registerFindings';
import { registerHovers } from './hovers/registerHovers';
import { registerLogServerStatus } from './status/registerLogServerStatus';
import { registerInlineValues } from './scripts/inlineValues';
import { registerStatus } from './status/registerStatus';
import { registerTools } from './tools/registerTools';
import { registerOutput } from './output/registerOutput';
import { localiseWith } from './l10n';
import { LogServer } from './languageClient';
import { makeApi } from './makeApi';
import type { Platform } from './platform/platform';
import type { ExtensionServices } from './services';
import { registerUnexpectedEnds } from './sessions/registerUnexpectedEnds';
import { SessionTracker } from './sessions/sessionTracker';
import { registerStarting } from './starting/registerStarting';
import { tellWhatsNew } from './starting/whatsNew';
import { registerUriHandler } from './uri/registerUriHandler';
import { registerViews } from './views/registerViews';

/** Registers everything, which VS Code disposes of, and returns the interface for other extensions. */
export function activateExtension(
  context: vscode.ExtensionContext,
  platform: Platform,
): HandleLensApi {
  localiseWith((message, ...values) => vscode.l10n.t(message, ...values));
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
    registerUnexpectedEnds(services),
    registerDumpEditor(services),
    registerOutput(services),
    registerTools(services),
    registerInlineValues(),
    registerStatus(services),
    registerHovers(services),
    registerDiagnostics(services, recent),
    registerUriHandler(services),
    registerViews(services),
    registerFindings(services),
    logServer,
    registerEncodingActions(),
    registerLogServerStatus(logServer, services),
  );
  tellWhatsNew(services).catch((error: unknown) => log.error(String(error)));
  return makeApi(services);
}
