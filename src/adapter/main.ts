/** Entry of dist/adapter.js: the debug adapter as a process, over stdio or TCP. */

import { describeProblem } from '../core/util/problem';
import { parseAdapterArguments } from './adapterArguments';
import { serveAdapter } from './serve';

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

/** Standard output belongs to the protocol; everything for people goes to standard error. */
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
    await serveAdapter({
      ...parsed.value,
      input: process.stdin,
      output: process.stdout,
      log: say,
    });
    return 0;
  } catch (error) {
    say(
      `The debug adapter cannot listen: ${error instanceof Error ? error.message : String(error)}`,
    );
    return EXIT_FAILED;
  }
}

void main().then((code) => {
  // Answers may still be on their way: the process ends by itself once they are written and input is closed.
  process.exitCode = code;
  process.stdin.destroy();
});
