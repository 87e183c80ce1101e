/** The status of the log language: how its server is, what it found, and a way on when it does not run. */

import * as vscode from 'vscode';
import { LOG_LANGUAGE, type LogServer } from '../languageClient';
import { COMMANDS } from '../manifestIds';
import type { ExtensionServices } from '../services';
import { logServerStatus, type LogServerStatus } from './logServerStatus';

const SEVERITIES: Readonly<
  Record<LogServerStatus['severity'], () => vscode.LanguageStatusSeverity>
> = {
  information: () => vscode.LanguageStatusSeverity.Information,
  error: () => vscode.LanguageStatusSeverity.Error,
};

/** Registers the status item, made with the first start of the server, and the commands behind it. */
export function registerLogServerStatus(
  server: LogServer,
  { log }: ExtensionServices,
): vscode.Disposable {
  let item: vscode.LanguageStatusItem | null = null;
  const show = (): void => {
    const { state } = server;
    if (state === null) {
      return;
    }
    item ??= newItem();
    const document = vscode.window.activeTextEditor?.document;
    const findings = document?.languageId === LOG_LANGUAGE ? server.findingsIn(document) : 0;
    const { severity, isBusy, text, detail, action } = logServerStatus(
      state,
      findings,
      (sentence, ...places) => vscode.l10n.t(sentence, ...places),
    );
    item.severity = SEVERITIES[severity]();
    item.busy = isBusy;
    item.text = text;
    item.detail = detail;
    item.command =
      action === 'restart'
        ? { title: vscode.l10n.t('Restart'), command: COMMANDS.restartLogServer }
        : { title: vscode.l10n.t('Show Log'), command: COMMANDS.showLog };
  };
  show();
  return vscode.Disposable.from(
    server.onDidChange(show),
    vscode.window.onDidChangeActiveTextEditor(show),
    vscode.commands.registerCommand(COMMANDS.restartLogServer, () => server.restart()),
    vscode.commands.registerCommand(COMMANDS.showLog, () => log.show()),
    new vscode.Disposable(() => item?.dispose()),
  );
}

function newItem(): vscode.LanguageStatusItem {
  const item = vscode.languages.createLanguageStatusItem('handleLens.logServer', {
    language: LOG_LANGUAGE,
  });
  item.name = vscode.l10n.t('Handle Lens: debugger logs');
  return item;
}
