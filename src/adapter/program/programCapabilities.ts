/** What the adapter can do once a program with source is open; announced then, since dumps cannot be stepped through. */

import type { DebugProtocol } from '@vscode/debugprotocol';
import { INVALID_HANDLE_FILTER } from './breakpointRequests';

/** Answer of `initialize` unless the target is known to be no program: VS Code looks for filters nowhere else. */
export const EXCEPTION_CAPABILITIES: DebugProtocol.Capabilities = {
  supportsExceptionFilterOptions: true,
  exceptionBreakpointFilters: [
    {
      filter: INVALID_HANDLE_FILTER,
      label: 'Invalid handle',
      description: 'Stops where the program uses or closes a handle that is not open.',
      default: true,
      supportsCondition: true,
      conditionDescription: 'An expression of the script, for example: round > 3',
    },
  ],
};

/** Told in the event `capabilities`. */
export const PROGRAM_CAPABILITIES: DebugProtocol.Capabilities = {
  ...EXCEPTION_CAPABILITIES,
  supportsFunctionBreakpoints: true,
  supportsConditionalBreakpoints: true,
  supportsHitConditionalBreakpoints: true,
  supportsLogPoints: true,
  supportsDataBreakpoints: true,
  supportsBreakpointLocationsRequest: true,
  supportsStepBack: true,
  supportsSetVariable: true,
  supportsSetExpression: true,
  supportsLoadedSourcesRequest: true,
};
