/** Ticks the steps of the walkthrough that are done in the Debug Console. */

import * as vscode from 'vscode';
import { DEBUG_TYPE } from '../../protocol/launchArguments';
import { CONTEXT_KEYS } from '../manifestIds';
import { walkthroughStep } from './walkthroughStep';

/** Watches what is typed into the Debug Console of our sessions; each step is ticked once. */
export function registerWalkthroughProgress(): vscode.Disposable {
  const done = new Set<string>();
  return vscode.debug.registerDebugAdapterTrackerFactory(DEBUG_TYPE, {
    createDebugAdapterTracker: () => ({
      onWillReceiveMessage: (message: unknown) => {
        const step = walkthroughStep(message);
        if (step !== null && !done.has(step)) {
          done.add(step);
          void vscode.commands.executeCommand('setContext', CONTEXT_KEYS[step], true);
        }
      },
    }),
  });
}
