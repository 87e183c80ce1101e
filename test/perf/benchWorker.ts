/** Runs one measurement in this process and prints what it found as JSON. */

import type { BenchTask } from './benchTask';
import * as compareTasks from './compareTasks';
import * as dumpTasks from './dumpTasks';
import * as leakTasks from './leakTasks';
import * as logTasks from './logTasks';
import * as scriptTasks from './scriptTasks';
import * as simulatorTasks from './simulatorTasks';
import * as userCommandTasks from './userCommandTasks';
import * as userTasks from './userTasks';
import { writeBenchDump } from './writeBenchDump';
import * as writeTasks from './writeTasks';
import * as yardsticks from './yardsticks';

const tasks: Readonly<Record<string, BenchTask>> = {
  ...compareTasks,
  ...leakTasks,
  ...dumpTasks,
  ...logTasks,
  ...scriptTasks,
  ...simulatorTasks,
  ...userCommandTasks,
  ...userTasks,
  ...writeTasks,
  ...yardsticks,
};

async function main([name = '', dump = '', ...sizes]: readonly string[]): Promise<void> {
  if (name === 'writeDump') {
    const [handles = 0, operations = 0] = sizes.map(Number);
    writeBenchDump(dump, { handles, operations });
    return;
  }
  const task = tasks[name];
  if (task === undefined) {
    throw new Error(`There is no measurement called ${name}.`);
  }
  const outcome = await task({ dump });
  // Kilobytes on every system.
  const peakMegabytes = (process.resourceUsage().maxRSS * 1024) / 1e6;
  process.stdout.write(`${JSON.stringify({ ...outcome, peakMegabytes })}\n`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
