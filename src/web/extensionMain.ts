/** Entry of dist/web/extension.js: the extension in a worker of a browser, without any server. */

import type * as vscode from 'vscode';
import { activateExtension } from '../extension/activateExtension';
import type { HandleLensApi } from '../extension/api';
import { browserPlatform } from './browserPlatform';

/** Called by VS Code at the first use; other extensions get what it returns. */
export function activate(context: vscode.ExtensionContext): HandleLensApi {
  return activateExtension(context, browserPlatform(context));
}
