/** `--own`, `--system`, `--suppress` and the configuration file: what `!sites` says outside of an editor. */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../../src/cli/runCli';
import { defaultServices } from '../../src/cli/services';
import { fakeIo } from './fakeIo';

async function open(...options: readonly string[]): Promise<{
  readonly code: number;
  readonly out: string;
  readonly errors: string;
}> {
  const io = fakeIo();
  const line = ['open', 'sample:leaky-service', '-c', '!sites -n 3', ...options];
  const code = await runCli(line, io, defaultServices);
  return { code, out: io.stdout.text, errors: io.stderr.text };
}

describe('leak sites on the command line', () => {
  it('are left out by --suppress, and counted', async () => {
    const { code, out } = await open('--suppress', 'OrderStore!StoreSettings::ReadLimit');
    assert.equal(code, 0);
    assert.doesNotMatch(out, /ReadLimit\+/);
    assert.match(out, /1 site suppressed with 18 outstanding opens/);
  });

  it('blame another frame when --system takes a module away', async () => {
    assert.match((await open()).out, /OrderStore!StoreSettings::ReadLimit\+0x44/);
    const { out } = await open('--system', 'OrderStore');
    assert.doesNotMatch(out, /OrderStore!/);
  });

  it('blame a frame of the system when --own takes it in', async () => {
    const { out } = await open('--own', 'KERNELBASE');
    assert.match(out, /KERNELBASE!\w+/);
  });

  it('follow the configuration file, on top of which the command line comes', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'handle-lens-settings-'));
    try {
      const path = join(folder, 'settings.json');
      writeFileSync(path, JSON.stringify({ suppress: ['ReadLimit'] }));
      const { out } = await open('--config', path, '--suppress', 'NotifyAsync');
      assert.match(out, /2 sites suppressed with 30 outstanding opens/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('are refused with a pattern that cannot be read, and exit with 2', async () => {
    const { code, errors } = await open('--suppress', 'age>5');
    assert.equal(code, 2);
    assert.match(errors, /Suppression "age>5": Sites cannot be suppressed by 'age'/);
  });

  it('are refused with a configuration file that is not there, and exit with 2', async () => {
    const { code, errors, out } = await open('--config', 'no-such-file.json');
    assert.equal(code, 2);
    assert.match(errors, /There is no file no-such-file\.json\. Check the path after --config/);
    assert.equal(out, '');
  });
});
