/** Offers to open a log in another encoding where the language server found characters that nobody can read. */

import * as vscode from 'vscode';
import { LOG_LANGUAGE } from '../languageClient';

/** The finding's code, as the language server sends it. */
const WRONG_ENCODING = 'wrong-encoding';

/** Registers the quick fix. */
export function registerEncodingActions(): vscode.Disposable {
  const kinds = { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] };
  return vscode.languages.registerCodeActionsProvider(
    { language: LOG_LANGUAGE },
    {
      provideCodeActions: (_document, _range, { diagnostics }) =>
        diagnostics.filter(({ code }) => code === WRONG_ENCODING).map(quickFix),
    },
    kinds,
  );
}

function quickFix(finding: vscode.Diagnostic): vscode.CodeAction {
  const title = vscode.l10n.t('Reopen with another encoding…');
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.diagnostics = [finding];
  action.isPreferred = true;
  action.command = { command: 'workbench.action.editor.changeEncoding', title };
  return action;
}
