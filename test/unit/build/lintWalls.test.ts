/** The walls of the house hold: what ESLint must refuse in each folder, it refuses. */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { root } from './buildModule';

describe('the lint walls', function () {
  this.timeout(60_000);

  let eslint: ESLint;
  before(() => {
    eslint = new ESLint({
      cwd: root,
      overrideConfigFile: join(root, 'src', 'build', 'eslint.config.mjs'),
      // The snippets are no files of the project, so rules that need types cannot look at them.
      overrideConfig: [
        {
          files: ['**/*.ts'],
          ...tseslint.configs.disableTypeChecked,
          languageOptions: { parserOptions: { projectService: false, program: null } },
        },
      ] as NonNullable<ESLint.Options['overrideConfig']>,
    });
  });

  /** The rules that a snippet breaks when it stands in a file of that folder. */
  async function brokenRules(folder: string, code: string): Promise<readonly string[]> {
    const [result] = await eslint.lintText(code, {
      filePath: join(root, 'src', ...folder.split('/'), 'snippet.ts'),
    });
    assert.ok(result !== undefined);
    const fatal = result.messages.find((message) => message.fatal);
    assert.equal(fatal, undefined, fatal?.message);
    return result.messages.map(({ ruleId }) => ruleId ?? '');
  }

  const imports = (from: string): string => `export { value } from '${from}';\n`;

  const coreFolders = [
    'util',
    'model',
    'windows',
    'target',
    'simulator',
    'dump',
    'log',
    'analysis',
    'commands',
    'render',
    'open',
  ];

  for (const folder of coreFolders) {
    it(`keeps hosts out of core/${folder}`, async () => {
      for (const host of ['vscode', 'node:fs', 'node:buffer', 'fs', '@vscode/debugadapter']) {
        assert.deepEqual(
          await brokenRules(`core/${folder}`, imports(host)),
          ['no-restricted-imports'],
          host,
        );
      }
    });

    it(`keeps the shells out of core/${folder}`, async () => {
      for (const shell of ['cli', 'adapter', 'extension', 'node', 'protocol']) {
        assert.deepEqual(
          await brokenRules(`core/${folder}`, imports(`../../${shell}/main`)),
          ['no-restricted-imports'],
          shell,
        );
      }
    });

    it(`keeps the clock, chance and host globals out of core/${folder}`, async () => {
      const uses = [
        ['no-restricted-globals', 'export const value = Buffer.alloc(1);\n'],
        ['no-restricted-globals', 'export const value = process.platform;\n'],
        ['no-restricted-globals', 'export const value = setTimeout;\n'],
        ['no-restricted-properties', 'export const value = Date.now();\n'],
        ['no-restricted-properties', 'export const value = Math.random();\n'],
      ] as const;
      for (const [rule, code] of uses) {
        assert.deepEqual(await brokenRules(`core/${folder}`, code), [rule], code);
      }
    });
  }

  const forbidden = [
    ['core/util', '../model/handle'],
    ['core/model', '../windows/accessRights'],
    ['core/windows', '../target/target'],
    ['core/target', '../simulator/machine/machine'],
    ['core/simulator', '../dump/openMinidump'],
    ['core/dump', '../simulator/machine/machine'],
    ['core/dump', '../commands/results'],
    ['core/log', '../dump/openMinidump'],
    ['core/log', '../commands/results'],
    ['core/commands', '../log/readLog'],
    ['core/commands', '../dump/openMinidump'],
    ['core/commands', '../script/samples/catalog'],
    ['core/commands', '../render/renderText'],
    ['core/render', '../dump/openMinidump'],
    ['core/render', '../script/samples/catalog'],
    ['core/open', '../commands/results'],
    ['core/open', '../render/renderText'],
    ['adapter', 'vscode'],
    ['adapter', '../cli/runCli'],
    ['adapter', '../extension/main'],
    ['adapter', 'node:net'],
    ['adapter', '../node/fileByteSource'],
    ['server', 'vscode'],
    ['server', 'node:fs'],
    ['server', '../extension/main'],
    ['cli', 'vscode'],
    ['cli', '@vscode/debugadapter'],
    ['cli', '../extension/main'],
    ['extension', '../cli/runCli'],
    ['extension', 'node:os'],
    ['extension', '../node/fileByteSource'],
    ['extension', '../web/browserPlatform'],
    ['extension', 'vscode-languageclient/node'],
    ['web', 'node:fs'],
    ['web', '../node/fileByteSource'],
    ['web', '../adapter/nodeHost'],
    ['web', 'vscode-languageclient/node'],
    ['node', '../adapter/serve'],
    ['node', '../cli/runCli'],
    ['protocol', 'vscode'],
    ['protocol', 'node:fs'],
    ['protocol', '../adapter/serve'],
  ] as const;

  for (const [folder, from] of forbidden) {
    it(`refuses ${from} in ${folder}`, async () => {
      assert.deepEqual(await brokenRules(folder, imports(from)), ['no-restricted-imports']);
    });
  }

  const allowed = [
    ['core/model', '../util/hex'],
    ['core/simulator', '../target/target'],
    ['core/dump', '../util/binaryView'],
    ['core/commands', '../target/target'],
    ['core/render', '../commands/results'],
    ['core/open', '../dump/openMinidump'],
    ['core/open', '../script/samples/catalog'],
    ['adapter', '../core/commands/results'],
    ['cli', '../core/open/openTarget'],
    ['cli', '../node/fileByteSource'],
    ['cli', 'node:readline'],
    ['adapter', '@vscode/debugadapter'],
    ['extension', 'vscode'],
    ['extension', '../adapter/session'],
    ['extension', '../web/wholeFileSource'],
    ['web', '../extension/activateExtension'],
    ['web', 'vscode-languageclient/browser'],
    ['node', 'node:fs/promises'],
  ] as const;

  for (const [folder, from] of allowed) {
    it(`allows ${from} in ${folder}`, async () => {
      assert.deepEqual(await brokenRules(folder, imports(from)), []);
    });
  }

  it('refuses enums and default exports', async () => {
    assert.deepEqual(await brokenRules('cli', 'export enum Colour {\n  Red,\n}\n'), [
      'no-restricted-syntax',
    ]);
    assert.deepEqual(await brokenRules('cli', 'export default 1;\n'), ['no-restricted-syntax']);
  });
});
