/** Which step of the walkthrough a debug adapter message completes. */

/** Steps that are done in the Debug Console. */
export type WalkthroughStep = 'didReadHandles' | 'didTrace';

/** The step that a request completes: `!handle`, and `!sites` or `!htrace`, typed into the Debug Console; null for all else. */
export function walkthroughStep(message: unknown): WalkthroughStep | null {
  const { command, arguments: given } = (message ?? {}) as {
    readonly command?: unknown;
    readonly arguments?: { readonly expression?: unknown; readonly context?: unknown };
  };
  if (command !== 'evaluate' || given?.context !== 'repl' || typeof given.expression !== 'string') {
    return null;
  }
  const [, name] = /^\s*!(handle|htrace|sites)\b/i.exec(given.expression) ?? [];
  switch (name?.toLowerCase()) {
    case 'handle':
      return 'didReadHandles';
    case 'htrace':
    case 'sites':
      return 'didTrace';
    default:
      return null;
  }
}
