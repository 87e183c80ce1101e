/** `handle-lens dap`: the debug adapter for editors. */

import { serveAdapter } from '../adapter/serve';
import { ProblemError } from '../core/util/problem';
import type { CliIo } from './cliIo';

/** Where to listen; no port means stdin and stdout. */
export interface DapOptions {
  readonly port: number | null;
  readonly host: string | null;
}

/** Runs the adapter until it ends; rejects with a readable message when it cannot listen. */
export async function runDap({ port, host }: DapOptions, io: CliIo): Promise<void> {
  try {
    await serveAdapter({
      ...(port === null ? {} : { port }),
      ...(host === null ? {} : { host }),
      input: io.stdin,
      output: io.stdout,
      log: (line) => void io.stderr.write(`${line}\n`),
    });
  } catch (error) {
    throw listenProblem(error, port, host) ?? error;
  }
}

/** The usual reasons why a port cannot be listened at, in words; null for others. */
function listenProblem(
  error: unknown,
  port: number | null,
  host: string | null,
): ProblemError | null {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return new ProblemError({
        code: 'port-in-use',
        message: `Port ${port ?? 0} is in use by another program.`,
        hint: 'Choose another one, or 0 for any free port.',
      });
    case 'EACCES':
      return new ProblemError({
        code: 'port-refused',
        message: `Port ${port ?? 0} may not be used with your permissions.`,
        hint: 'Choose one above 1023, or 0 for any free port.',
      });
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new ProblemError({
        code: 'no-such-address',
        message: `This machine has no address ${host ?? ''}.`,
        hint: 'Leave --host out to listen on this machine only, or use 0.0.0.0 for all its addresses.',
      });
    default:
      return null;
  }
}
