/** Runs the debug adapter over standard streams or over TCP. */

import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { connectSession } from './dapTransport';
import { HandleDebugSession } from './handleDebugSession';
import { nodeHost } from './nodeHost';

/** Only this machine can connect unless another address is asked for. */
export const LOOPBACK = '127.0.0.1';

/** Where the adapter listens and what it writes to. */
export interface ServeOptions {
  /** TCP port, 0 for any free one; absent means one session over `input` and `output`. */
  readonly port?: number;
  /** Address to listen at; this machine only when absent. */
  readonly host?: string;
  /** Standard input when absent. */
  readonly input?: Readable;
  /** Standard output when absent. */
  readonly output?: Writable;
  /** Told where the adapter listens, and about defects; one line each. Standard error when absent. */
  readonly log?: (line: string) => void;
  /** Handed the server once it listens, for whoever wants to close it. */
  readonly listening?: (server: Server) => void;
}

/**
 * Serves until the input ends, or, over TCP, until the server is closed. Over TCP each connection is a session of its
 * own, and several may be open at once. Rejects when the port cannot be listened at.
 */
export async function serveAdapter(options: ServeOptions = {}): Promise<void> {
  const log = options.log ?? sayOnStandardError;
  if (options.port === undefined) {
    const input = options.input ?? process.stdin;
    await serveStreams(log, input, options.output ?? process.stdout);
    // Answers may still be on their way; without input the process ends by itself once they are written.
    input.destroy();
    return;
  }
  await serveTcp({ ...options, log }, options.port);
}

/** One session; also ends when the client disconnects. */
async function serveStreams(
  log: (line: string) => void,
  input: Readable,
  output: Writable,
): Promise<void> {
  await new Promise<void>((resolve) => {
    const session = new HandleDebugSession(
      nodeHost({
        folder: process.cwd(),
        report: log,
        ended: resolve,
      }),
    );
    void connectSession(session, input, output).then(resolve);
  });
}

function serveTcp(
  options: ServeOptions & { readonly log: (line: string) => void },
  port: number,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.once('close', () => sockets.delete(socket));
      void serveStreams(options.log, socket, socket).then(() => socket.end());
    });
    server.once('error', reject);
    server.once('close', resolve);
    server.listen(port, options.host ?? LOOPBACK, () => {
      options.log(`Handle Lens debug adapter listens at ${describe(server)}.`);
      options.listening?.(server);
    });
  });
}

/** Standard output belongs to the protocol. */
function sayOnStandardError(line: string): void {
  process.stderr.write(`${line}\n`);
}

function describe(server: Server): string {
  const bound = server.address() as AddressInfo;
  const host = bound.family === 'IPv6' ? `[${bound.address}]` : bound.address;
  return `${host}:${bound.port}`;
}
