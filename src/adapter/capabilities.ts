/** What the adapter announces: only what it does. */

import type { DebugProtocol } from '@vscode/debugprotocol';
import { TRIGGER_CHARACTERS } from './completions';

/** Answer of `initialize`. */
export const CAPABILITIES: DebugProtocol.Capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsEvaluateForHovers: true,
  supportsCompletionsRequest: true,
  completionTriggerCharacters: [...TRIGGER_CHARACTERS],
  supportsModulesRequest: true,
  supportsClipboardContext: true,
  supportsValueFormattingOptions: true,
  supportsExceptionInfoRequest: true,
  supportsReadMemoryRequest: true,
  supportsCancelRequest: true,
  supportsTerminateRequest: true,
  supportsRestartRequest: true,
  supportsDelayedStackTraceLoading: true,
  // Only the clear-screen sequence of .cls is ever sent; text carries no colours.
  supportsANSIStyling: true,
};

/** Announced besides when the target is a dump with recorded operations, which can be walked back and forth. */
export const RECORDING_CAPABILITIES: DebugProtocol.Capabilities = { supportsStepBack: true };

/** What the client said about itself in `initialize`. */
export interface ClientAbilities {
  readonly progress: boolean;
  readonly invalidated: boolean;
  readonly ansi: boolean;
  readonly linesStartAt1: boolean;
  readonly columnsStartAt1: boolean;
  /**
   * The client takes the error of a failed restart for the end of the session and can then neither use nor end it. VS Code
   * does, as seen in the workbench of the editor test: it tells extensions that the session ended and listens to it no longer.
   */
  readonly losesFailedRestart: boolean;
}

/** A client that said nothing yet. */
export const UNKNOWN_CLIENT: ClientAbilities = {
  progress: false,
  invalidated: false,
  ansi: false,
  linesStartAt1: true,
  columnsStartAt1: true,
  losesFailedRestart: false,
};
