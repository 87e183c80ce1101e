/** Entry of dist/web/extension.js: the extension in a worker of a browser, without any server. */

import type * as vscode from 'vscode';
import { activateExtension } from '../extension/activateExtension';
import { browserPlatform } from './browserPlatform';

/** Called by VS Code at the first use. */
export function activate(context: vscode.ExtensionContext): void {
  activateExtension(context, browserPlatform(context));
}
