/** `handle-lens check`: settings from file and command line, exit codes, files that are written. */

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArguments } from '../../src/cli/arguments';
import type { CheckArguments } from '../../src/cli/check/checkArguments';
import { nodeFiles, readJsonFile, type CheckFiles } from '../../src/cli/check/checkFiles';
import { runCheck } from '../../src/cli/check/runCheck';
import { defaultServices } from '../../src/cli/services';
import { describeProblem } from '../../src/core/util/problem';
import { fail, ok } from '../../src/core/util/result';
import { fakeIo } from './fakeIo';

function argumentsOf(...words: readonly string[]): CheckArguments {
  const parsed = parseArguments(['check', ...words]);
  assert.ok(parsed.ok && parsed.value.kind === 'check', JSON.stringify(parsed));
  return parsed.value;
}

function refusal(...words: readonly string[]): string {
  const parsed = parseArguments(['check', ...words]);
  assert.ok(!parsed.ok);
  return describeProblem(parsed.problem);
}

/** Files that exist, by path; what is written goes there too. */
function filesOf(texts: Map<string, string>): CheckFiles {
  return {
    read: (path) => Promise.resolve(ok(texts.get(path) ?? null)),
    write: (path, text) => {
      if (path.startsWith('/no/')) {
        return Promise.resolve(fail({ code: 'file', message: `${path} cannot be written: no.` }));
      }
      texts.set(path, text);
      return Promise.resolve(ok(undefined));
    },
  };
}

/** Runs a check; returns exit code, output and error text. */
async function run(
  words: readonly string[],
  texts = new Map<string, string>(),
): Promise<readonly [number, string, string]> {
  const io = fakeIo();
  const parts = { io, services: defaultServices, files: filesOf(texts) };
  const code = await runCheck(argumentsOf(...words), parts);
  return [code, io.stdout.text, io.stderr.text];
}

const LEAKY = 'sample:leaky-service';

describe('handle-lens check', () => {
  it('exits with 1 on findings and prints them', async () => {
    const [code, text] = await run([LEAKY]);
    assert.equal(code, 1);
    assert.match(
      text,
      /^handle-leak: OrderStore!StoreSettings::ReadLimit\+0x44 leaks 18 Key handles$/m,
    );
    assert.match(text, /FAILED: 5 findings/);
  });

  it('exits with 0 when all is within the budgets', async () => {
    const [code, text] = await run(['sample:six-handles', '--budget', 'total=6']);
    assert.equal(code, 0);
    assert.match(text, /^passed: no finding; 6 handles/);
  });

  it('writes a baseline and passes with it from then on', async () => {
    const texts = new Map<string, string>();
    const [written, said] = await run([LEAKY, '--write-baseline', 'b.json'], texts);
    assert.deepEqual([written, said], [0, 'Baseline written to b.json.\n']);
    const [code, text] = await run([LEAKY, '--baseline', 'b.json'], texts);
    assert.equal(code, 0);
    assert.match(text, /5 accepted by the baseline/);
  });

  it('writes no baseline of a script that died in its middle', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'handle-lens-'));
    const script = join(folder, 'dies.hsim');
    writeFileSync(script, 'int main(void) { int zero = 0; return 1 / zero; }');
    try {
      const texts = new Map<string, string>();
      const [code, , error] = await run([script, '--write-baseline', 'b.json'], texts);
      assert.equal(code, 1);
      assert.match(error, /^No baseline was written\. The program dies: Integer divide-by-zero/);
      assert.equal(texts.size, 0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('reads its settings from handle-lens.config.json, with the command line on top', async () => {
    const config = JSON.stringify({ failOn: ['growth'], budgets: { Event: 1000, total: 1 } });
    const texts = new Map([['handle-lens.config.json', config]]);
    const [code, text] = await run(
      ['sample:six-handles', '--budget', 'total=100', '--fail-on', 'badref'],
      texts,
    );
    assert.equal(code, 1);
    assert.match(text, /^not-checked: Leaks and bad references cannot be checked/m);
    assert.doesNotMatch(text, /handle-budget/);
  });

  it('writes the report to a file and prints the verdict', async () => {
    const texts = new Map<string, string>();
    const [code, text] = await run([LEAKY, '--format', 'sarif', '--output', 'r.sarif'], texts);
    assert.equal(code, 1);
    assert.equal(text, 'FAILED: 5 findings; 200 handles in sample:leaky-service\n');
    const log = JSON.parse(texts.get('r.sarif') ?? '') as { version: string };
    assert.equal(log.version, '2.1.0');
  });

  const wrongSettings: readonly (readonly [
    string,
    readonly string[],
    Record<string, string>,
    RegExp,
  ])[] = [
    [
      'a settings file that is not there',
      [LEAKY, '--config', 'x.json'],
      {},
      /There is no file x\.json/,
    ],
    [
      'a settings file that is no JSON',
      [LEAKY],
      { 'handle-lens.config.json': '{' },
      /handle-lens\.config\.json is not JSON/,
    ],
    [
      'a wrong setting',
      [LEAKY],
      { 'handle-lens.config.json': '{"budget": 1}' },
      /handle-lens\.config\.json: "budget" is not a setting\. Did you mean "budgets"\?/,
    ],
    [
      'a baseline that is not there',
      [LEAKY, '--baseline', 'b.json'],
      {},
      /There is no baseline b\.json\. Write the first one with --write-baseline b\.json/,
    ],
    [
      'a baseline that is none',
      [LEAKY, '--baseline', 'b.json'],
      { 'b.json': '{}' },
      /b\.json: This is not a baseline file/,
    ],
    ['a pattern that is none', [LEAKY, '--suppress', 'type:'], {}, /Suppression "type:"/],
    ['a report that cannot be written', [LEAKY, '--output', '/no/x'], {}, /cannot be written/],
  ];
  for (const [what, words, files, message] of wrongSettings) {
    it(`exits with 2 for ${what}`, async () => {
      const [code, , errors] = await run(words, new Map(Object.entries(files)));
      assert.equal(code, 2);
      assert.match(errors, message);
    });
  }

  it('exits with 3 when the target cannot be read', async () => {
    const [code, , errors] = await run(['sample:nothing']);
    assert.equal(code, 3);
    assert.match(errors, /no sample named/);
  });

  it('says what is wrong with its arguments', () => {
    assert.match(refusal(), /needs a target/);
    assert.match(refusal('a', 'b'), /"b" is one too many/);
    assert.match(refusal('a', '--budget', 'Event'), /"Event" is not a budget.*Event=100/);
    assert.match(refusal('a', '--fail-on', 'leak,growht'), /Did you mean growth\?/);
    assert.match(refusal('a', '--format', 'xml'), /--format cannot be "xml"/);
    assert.match(refusal('a', '--leak-level', 'suspicous'), /Did you mean suspicious\?/);
    assert.match(refusal('a', '--baselin', 'x'), /Did you mean --baseline\?/);
  });

  it('reads and writes real files, and says why it cannot', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'handle-lens-check-'));
    try {
      const path = join(folder, 'a.json');
      assert.deepEqual(await nodeFiles.read(path), ok(null));
      assert.ok((await nodeFiles.write(path, 'x')).ok);
      assert.equal(readFileSync(path, 'utf8'), 'x');
      const inFile = await nodeFiles.write(join(path, 'b'), 'x');
      assert.ok(!inFile.ok && inFile.problem.message.includes('cannot be written'));
      const asFile = await nodeFiles.read(folder);
      assert.ok(!asFile.ok && asFile.problem.message.includes('cannot be read'));
      writeFileSync(path, '\ufeff{"a":1}');
      assert.deepEqual(await readJsonFile(nodeFiles, path), ok({ value: { a: 1 } }));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
