/** The command line of the adapter: `--port N` and `--host ADDRESS`, or nothing. */

import { fail, ok, type Result } from '../core/util/result';

/** What the command line asks for. */
export interface AdapterArguments {
  readonly port?: number;
  readonly host?: string;
}

const FORM = 'Use --port N and, if other machines may connect, --host ADDRESS; nothing for stdio.';

/** Reads the arguments after the program's name. `--port=N` works as well. */
export function parseAdapterArguments(words: readonly string[]): Result<AdapterArguments> {
  const values = new Map<string, string>();
  const queue = words.flatMap((word) => {
    const match = /^(--[a-z]+)=(.*)$/.exec(word);
    return match === null ? [word] : [match[1] ?? '', match[2] ?? ''];
  });
  while (queue.length > 0) {
    const name = queue.shift() ?? '';
    if (name !== '--port' && name !== '--host') {
      return usage(`"${name}" is not an argument of the debug adapter.`);
    }
    const value = queue.shift();
    if (value === undefined || value === '') {
      return usage(`${name} needs a value.`);
    }
    values.set(name, value);
  }
  return checked(values.get('--port'), values.get('--host'));
}

function checked(port: string | undefined, host: string | undefined): Result<AdapterArguments> {
  if (port === undefined) {
    return host === undefined ? ok({}) : usage('--host needs --port.');
  }
  if (!/^[0-9]{1,5}$/.test(port) || Number(port) > 0xffff) {
    return usage(`"${port}" is no port: ports are numbers from 0 to 65535.`);
  }
  return ok({ port: Number(port), ...(host === undefined ? {} : { host }) });
}

function usage(message: string): Result<AdapterArguments> {
  return fail({ code: 'usage', message, hint: FORM });
}
