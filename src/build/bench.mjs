// `npm run bench`: measures speed and memory on a big dump and on the simulator, beside yardsticks; never a test.
//   --quick            a tenth of the size, fewer repetitions
//   --repeat N         repetitions of each measurement; the median counts
//   --dump PATH        an existing dump instead of a generated one

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchItems } from './benchItems.mjs';
import { formatTable, median } from './benchReport.mjs';
import { ensureInstalled } from './ensureInstalled.mjs';
import { inRoot, out, root } from './paths.mjs';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    repeat: { type: 'string' },
    dump: { type: 'string' },
  },
});
const count = options.quick ? 100_000 : 1_000_000;
const repeat = Number(options.repeat ?? (options.quick ? 3 : 5));
const worker = join(out, 'bench', 'worker.cjs');

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

async function main() {
  await ensureInstalled();
  await bundleWorker();
  const dump = options.dump ?? (await provideDump());
  const measured = await measureAll(dump);
  const rows = benchItems.map((item) => judge(item, measured));
  process.stdout.write(`\n${formatTable(rows)}\n\n`);
  const missed = rows.filter(({ verdict }) => verdict === 'missed').length;
  process.stdout.write(missed === 0 ? 'Every goal is met.\n' : `Goals missed: ${missed}.\n`);
  writeReport(dump, rows);
}

/** Builds the measured code as it is shipped: bundled and minified. */
async function bundleWorker() {
  const { build } = await import('esbuild');
  await build({
    absWorkingDir: root,
    entryPoints: ['test/perf/benchWorker.ts'],
    outfile: worker,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minify: true,
    logLevel: 'warning',
  });
}

/** A dump with `count` handles and operations; kept in the temporary folder for the next time. */
async function provideDump() {
  const shared = process.env.HANDLE_LENS_SHARED ?? '';
  const generator = shared === '' ? null : join(shared, 'tools', 'gen_minidump.py');
  const python = generator === null ? null : findPython();
  if (generator !== null && !existsSync(generator)) {
    throw new Error(`HANDLE_LENS_SHARED is set, but there is no ${generator}.`);
  }
  const kind = python === null ? 'own' : `reference-${Math.floor(statSync(generator).mtimeMs)}`;
  const folder = join(tmpdir(), 'handle-lens-bench');
  const path = join(folder, `${kind}-${count}.dmp`);
  if (existsSync(path)) {
    process.stdout.write(`Dump: ${path}\n`);
    return path;
  }
  mkdirSync(folder, { recursive: true });
  process.stdout.write(`Writing ${path} (once; this takes a while) …\n`);
  const unfinished = `${path}.${process.pid}`;
  if (python === null) {
    await runWorker('writeDump', unfinished, String(count), String(count));
  } else {
    const sizes = ['--handles', String(count), '--operations', String(count)];
    const { status } = spawnSync(python, [generator, unfinished, ...sizes], { stdio: 'inherit' });
    if (status !== 0) {
      throw new Error(`${generator} failed with exit code ${status}.`);
    }
  }
  renameSync(unfinished, path);
  return path;
}

/** A Python 3 that starts, null when there is none. */
function findPython() {
  const found = ['python3', 'python', 'py'].find((name) => {
    const { status, stdout } = spawnSync(name, ['--version'], { encoding: 'utf8' });
    return status === 0 && stdout.startsWith('Python 3');
  });
  return found ?? null;
}

/** Runs every task `repeat` times, in turn, so that a busy moment of the machine spoils no item alone. */
async function measureAll(path) {
  const names = [...new Set(benchItems.flatMap(({ task, yardstick }) => [task, yardstick]))];
  const tasks = names.filter((name) => name !== null);
  const outcomes = new Map(tasks.map((name) => [name, []]));
  for (let round = 0; round <= repeat; round++) {
    for (const name of tasks) {
      showProgress(`${round === 0 ? 'warm-up' : `round ${round} of ${repeat}`}: ${name}`);
      const outcome = JSON.parse(await runWorker(name, path));
      // The first round fills the caches of the system and does not count.
      if (round > 0) {
        outcomes.get(name).push(outcome);
      }
    }
  }
  showProgress('');
  return new Map([...outcomes].map(([name, list]) => [name, summarise(list)]));
}

/** Says on a terminal what is measured now. */
function showProgress(text) {
  if (process.stderr.isTTY) {
    process.stderr.write(`\r\x1b[K${text}`);
  }
}

/** Medians of all numbers of a task's outcomes. */
function summarise(list) {
  const details = Object.keys(list[0].details ?? {}).map((key) => [
    key,
    median(list.map((each) => each.details[key])),
  ]);
  return {
    value: median(list.map((each) => each.value)),
    values: list.map((each) => each.value),
    peakMegabytes: median(list.map((each) => each.peakMegabytes)),
    details: Object.fromEntries(details),
  };
}

function judge(item, measured) {
  const outcome = measured.get(item.task);
  const value = item.pick(outcome);
  const yardstick = item.yardstick === null ? null : measured.get(item.yardstick).value;
  const met = item.goal === null ? null : item.goal.isMet(value, yardstick);
  return {
    what: item.what,
    measured: value,
    unit: item.unit,
    yardstick,
    yardstickUnit: item.yardstickUnit ?? 'ms',
    ratio: item.comparable && yardstick !== null ? value / yardstick : null,
    goal: item.goal?.text ?? '',
    verdict: met === null ? '' : met ? 'met' : 'missed',
    details: outcome.details,
    values: outcome.values,
    peakMegabytes: outcome.peakMegabytes,
  };
}

/** Starts a measurement in a process of its own; resolves with what it printed. */
function runWorker(...args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [worker, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) {
        resolve(text);
      } else {
        reject(new Error(`The measurement ${args[0]} failed with exit code ${code}.`));
      }
    });
  });
}

function writeReport(dump, rows) {
  const report = {
    when: new Date().toISOString(),
    machine: {
      processor: cpus()[0]?.model ?? 'unknown',
      processors: cpus().length,
      memoryMegabytes: Math.round(totalmem() / 1e6),
      system: `${process.platform} ${process.arch}`,
      node: process.version,
    },
    dump: { path: dump, bytes: statSync(dump).size, repeat },
    rows,
  };
  const path = join(out, 'bench.json');
  writeFileSync(path, `${JSON.stringify(report, null, 2)}\n`);
  process.stdout.write(`Details: ${path.replace(inRoot(), '.')}\n`);
}
