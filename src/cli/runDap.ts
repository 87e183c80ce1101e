/** `handle-lens dap`: the debug adapter for editors. */

import { serveAdapter } from '../adapter/serve';

/** Where to listen; no port means stdin and stdout. */
export interface DapOptions {
  readonly port: number | null;
  readonly host: string | null;
}

/** Runs the adapter until it ends; rejects when it cannot listen. */
export async function runDap({ port, host }: DapOptions): Promise<void> {
  await serveAdapter({
    ...(port === null ? {} : { port }),
    ...(host === null ? {} : { host }),
  });
}
