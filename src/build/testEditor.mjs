// `npm run test:editor`: drives the extension in a real VS Code workbench; prints a line per step and closes with the counts.

import { ensureInstalled } from './ensureInstalled.mjs';
import { inRoot } from './paths.mjs';
import { run } from './runTool.mjs';

await ensureInstalled();
const { bundle } = await import('./bundle.mjs');
await bundle();
process.exitCode = await run(process.execPath, [
  '--import',
  'tsx',
  inRoot('test', 'editor', 'run.mjs'),
]);
