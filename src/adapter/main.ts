/** Entry of dist/adapter.js: the debug adapter as a process, over stdio or TCP. */

import { describeProblem } from '../core/util/problem';
import { parseAdapterArguments } from './adapterArguments';
import { serveAdapter } from './serve';

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function main(): Promise<number> {
  const parsed = parseAdapterArguments(process.argv.slice(2));
  if (!parsed.ok) {
    say(describeProblem(parsed.problem));
    return EXIT_USAGE;
  }
  try {
    await serveAdapter(parsed.value);
    return 0;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    say(`The debug adapter cannot listen: ${reason}`);
    return EXIT_FAILED;
  }
}

void main().then((code) => {
  process.exitCode = code;
});
