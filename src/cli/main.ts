/** Entry of the command line: connects it to this process. */

import { homedir } from 'node:os';
import type { CliIo } from './cliIo';
import { EXIT_INTERRUPTED } from './exitCodes';
import { runCli } from './runCli';
import { defaultServices } from './services';

const io: CliIo = {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  terminal: {
    stdin: process.stdin.isTTY,
    stdout: process.stdout.isTTY,
    stderr: process.stderr.isTTY,
  },
  env: process.env,
  platform: process.platform,
  homeFolder: homedir(),
  onInterrupt(listener) {
    let pressed = false;
    const onSignal = (): void => {
      if (pressed) {
        // The second time the user does not want to wait.
        process.exit(EXIT_INTERRUPTED);
      }
      pressed = true;
      listener();
    };
    process.on('SIGINT', onSignal);
    return () => process.off('SIGINT', onSignal);
  },
};

void runCli(process.argv.slice(2), io, defaultServices).then((exitCode) => {
  process.exitCode = exitCode;
  if (exitCode === EXIT_INTERRUPTED) {
    // Work that would not stop must not keep the process alive.
    process.exit(exitCode);
  }
});
