/** Bugs behind an answer: one sentence for the editor, the rest for the log. */

import { LSPErrorCodes, ResponseError, type Connection } from 'vscode-languageserver';

/** Writes to the log what failed and why. */
export function logFailure(connection: Connection, what: string, error: unknown): void {
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  connection.console.error(`${what} failed: ${reason}`);
}

/** The same, and the answer for whoever asked. */
export function failedAnswer(connection: Connection, what: string, error: unknown): ResponseError {
  logFailure(connection, what, error);
  return new ResponseError(LSPErrorCodes.RequestFailed, `${what} failed; see the log.`);
}
