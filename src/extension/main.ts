/** Entry of dist/extension.js: the extension in Node, on the desktop or on a remote machine. */

import type * as vscode from 'vscode';
import { activateExtension } from './activateExtension';
import { desktopPlatform } from './platform/desktopPlatform';

/** Called by VS Code at the first use. */
export function activate(context: vscode.ExtensionContext): void {
  activateExtension(context, desktopPlatform(context));
}
