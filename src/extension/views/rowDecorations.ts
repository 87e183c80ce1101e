/** Colours and letters of rows: new, changed, closed since the last stop, or of a session that is over. */

import * as vscode from 'vscode';

/** Scheme of the addresses that carry a row's state. */
export const ROW_SCHEME = 'handle-lens-row';

/** Decorates rows by the query of their address. Meaning is never carried by colour alone: there is a letter and a word. */
export class RowDecorations implements vscode.FileDecorationProvider {
  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (uri.scheme !== ROW_SCHEME) {
      return undefined;
    }
    switch (uri.query) {
      case 'new':
        return decoration(
          'N',
          vscode.l10n.t('New since the last stop'),
          'gitDecoration.addedResourceForeground',
        );
      case 'changed':
        return decoration(
          'C',
          vscode.l10n.t('Changed since the last stop'),
          'gitDecoration.modifiedResourceForeground',
        );
      case 'closed':
        return decoration('×', vscode.l10n.t('Closed since the last stop'), 'disabledForeground');
      case 'over':
        return decoration(undefined, vscode.l10n.t('The session has ended'), 'disabledForeground');
      default:
        return undefined;
    }
  }
}

function decoration(
  badge: string | undefined,
  tooltip: string,
  colour: string,
): vscode.FileDecoration {
  return new vscode.FileDecoration(badge, tooltip, new vscode.ThemeColor(colour));
}
