/** The settings that say which modules are the program's own, sent to sessions at their start and when they change. */

import * as vscode from 'vscode';
import { OWN_CODE_REQUEST, type OwnCodeArguments } from '../../protocol/ownCode';
import { SETTINGS } from '../manifestIds';
import type { ExtensionServices } from '../services';

/** What the settings say for a folder. */
export function ownCodeSettings(folder?: vscode.WorkspaceFolder): OwnCodeArguments {
  const settings = vscode.workspace.getConfiguration(undefined, folder);
  return {
    own: texts(settings.get(SETTINGS.ownModules)),
    system: texts(settings.get(SETTINGS.systemModules)),
  };
}

/** Tells running sessions about changed settings; views ask again by themselves. */
export function registerOwnCodeSettings({ sessions, log }: ExtensionServices): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration(async (change) => {
    if (
      !change.affectsConfiguration(SETTINGS.ownModules) &&
      !change.affectsConfiguration(SETTINGS.systemModules)
    ) {
      return;
    }
    for (const { debugSession, name } of sessions.sessions) {
      try {
        await debugSession.customRequest(
          OWN_CODE_REQUEST,
          ownCodeSettings(debugSession.workspaceFolder),
        );
      } catch (error) {
        log.warn(`${name}: the settings for own code were not taken: ${String(error)}`);
      }
    }
  });
}

/** The texts of a list; a settings file may hold anything. */
function texts(value: unknown): readonly string[] {
  return Array.isArray(value)
    ? value.filter((each): each is string => typeof each === 'string')
    : [];
}
