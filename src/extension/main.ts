/** Entry of dist/extension.js: the extension in Node, on the desktop or on a remote machine. */

import type * as vscode from 'vscode';
import type { HandleLensApi } from './api';
import { activateExtension } from './activateExtension';
import { desktopPlatform } from './platform/desktopPlatform';

/** Called by VS Code at the first use; other extensions get what it returns. */
export function activate(context: vscode.ExtensionContext): HandleLensApi {
  return activateExtension(context, desktopPlatform(context));
}
