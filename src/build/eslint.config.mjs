// Lint rules: strict types, small files, and the walls of the house (docs/architecture.md): who may import whom.

import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const hosts = ['vscode', 'vscode-*', '@vscode/*', 'node:*'];
const nodeModules = [
  'fs',
  'path',
  'os',
  'child_process',
  'net',
  'util',
  'events',
  'buffer',
  'crypto',
  'stream',
  'url',
  'worker_threads',
  'readline',
];

/** Other shells, and the entries and pieces of browsers. */
const NOT_FOR_THE_ADAPTER = ['**/extension/*', '**/server/*', '**/cli/*', '**/web/*'];
/** Other shells, and of the browser's pieces all but the reader of whole files. */
const NOT_FOR_THE_EXTENSION = ['**/server/*', '**/cli/*', '**/web/*Main', '**/web/browser*'];

/** Forbids imports by pattern, with the reason a developer sees. */
function wall(files, forbidden, message) {
  return {
    files,
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [{ group: forbidden, message }],
          paths: nodeModules.map((name) => ({
            name,
            message: 'Write node:… where Node is allowed at all.',
          })),
        },
      ],
    },
  };
}

/** Forbids sibling folders of the core, on top of every host. */
function coreWall(folder, forbiddenFolders) {
  const groups = forbiddenFolders.flatMap((name) => [`**/${name}/*`, `**/${name}/**`]);
  return wall(
    [`src/core/${folder}/**/*.ts`],
    [
      ...hosts,
      ...groups,
      '**/protocol/*',
      '**/adapter/*',
      '**/server/*',
      '**/extension/*',
      '**/cli/*',
      '**/node/*',
      '**/web/*',
    ],
    `core/${folder} may not import that: see docs/architecture.md.`,
  );
}

const above = (names) =>
  [
    'model',
    'windows',
    'target',
    'simulator',
    'dump',
    'log',
    'script',
    'userHandles',
    'analysis',
    'commands',
    'render',
    'open',
  ].filter((name) => !names.includes(name));

export default defineConfig(
  { ignores: ['dist/**', 'node_modules/**', 'out/**', 'coverage/**'] },
  {
    files: ['src/**/*.ts', 'test/**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      'max-lines': ['error', { max: 400 }],
      'max-params': ['error', { max: 4 }],
      complexity: ['error', 20],
      'no-console': 'error',
      eqeqeq: 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'TSEnumDeclaration', message: 'No enums: use a union of literals.' },
        { selector: 'ExportDefaultDeclaration', message: 'No default exports.' },
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: true },
      ],
      '@typescript-eslint/no-non-null-assertion': 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['src/core/**/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        'process',
        'Buffer',
        'window',
        'document',
        'setTimeout',
        'setInterval',
        'setImmediate',
        'require',
        'performance',
        'fetch',
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'The core has no clock: time is handed in.' },
        { object: 'Math', property: 'random', message: 'The core is deterministic.' },
      ],
    },
  },
  coreWall('util', above(['util'])),
  coreWall('model', above(['model'])),
  coreWall('windows', above(['model', 'windows'])),
  coreWall('target', above(['model', 'windows', 'target'])),
  coreWall('simulator', above(['model', 'windows', 'target', 'simulator'])),
  coreWall('dump', above(['model', 'windows', 'target', 'dump'])),
  coreWall('log', above(['model', 'windows', 'target', 'log'])),
  coreWall('userHandles', above(['model', 'windows', 'target', 'userHandles'])),
  coreWall('analysis', above(['model', 'windows', 'target', 'userHandles', 'analysis'])),
  coreWall(
    'commands',
    above(['model', 'windows', 'target', 'userHandles', 'analysis', 'commands']),
  ),
  coreWall(
    'render',
    above(['model', 'windows', 'target', 'userHandles', 'analysis', 'commands', 'render']),
  ),
  coreWall('script', above(['model', 'windows', 'target', 'simulator', 'script'])),
  coreWall(
    'open',
    above(['model', 'windows', 'target', 'simulator', 'dump', 'log', 'script', 'open']),
  ),
  wall(
    ['src/protocol/**/*.ts'],
    [
      ...hosts.filter((name) => name !== '@vscode/*'),
      '**/adapter/*',
      '**/server/*',
      '**/extension/*',
      '**/cli/*',
      '**/node/*',
      '**/web/*',
    ],
    'The protocol knows no host.',
  ),
  wall(
    ['src/adapter/**/*.ts'],
    ['vscode', 'node:*', ...NOT_FOR_THE_ADAPTER, '**/node/*'],
    'The adapter knows no editor and no other shell, and runs in browsers too.',
  ),
  wall(
    ['main', 'serve', 'dapTransport', 'nodeHost', 'nodeScheduler'].map(
      (name) => `src/adapter/${name}.ts`,
    ),
    ['vscode', ...NOT_FOR_THE_ADAPTER],
    'The adapter knows no editor and no other shell.',
  ),
  wall(
    ['src/server/**/*.ts'],
    [
      'vscode',
      '@vscode/*',
      'node:*',
      '**/adapter/*',
      '**/extension/*',
      '**/cli/*',
      '**/node/*',
      '**/web/*',
    ],
    'The language server knows no editor, no file system and no other shell.',
  ),
  wall(
    ['src/cli/**/*.ts'],
    ['vscode', '@vscode/*', '**/extension/*', '**/server/*', '**/web/*'],
    'The command line knows no editor.',
  ),
  wall(
    ['src/extension/**/*.ts'],
    ['node:*', '**/node/*', 'vscode-languageclient/*', ...NOT_FOR_THE_EXTENSION],
    'The extension runs in browsers too: what needs Node goes behind Platform (extension/platform).',
  ),
  wall(
    ['src/extension/platform/desktop*.ts'],
    NOT_FOR_THE_EXTENSION,
    'The extension does not import other shells.',
  ),
  wall(
    ['src/web/**/*.ts'],
    ['node:*', '**/node/*', '**/cli/*', '**/desktop*', '**/nodeHost', 'vscode-*/node'],
    'A browser has no Node.',
  ),
  wall(
    ['src/webview/**/*.ts'],
    [
      'vscode',
      'vscode-*',
      '@vscode/*',
      'node:*',
      '**/adapter/*',
      '**/server/*',
      '**/extension/*',
      '**/cli/*',
      '**/node/*',
      '**/web/*',
    ],
    'The page of a chart knows its messages and nothing else.',
  ),
  wall(
    ['src/node/**/*.ts'],
    [
      'vscode',
      '@vscode/*',
      '**/adapter/*',
      '**/server/*',
      '**/extension/*',
      '**/cli/*',
      '**/web/*',
    ],
    'Node pieces serve the shells; they do not import them.',
  ),
  {
    files: ['src/build/**/*.{mjs,cjs}'],
    rules: {
      'no-unused-vars': 'error',
      eqeqeq: 'error',
      complexity: ['error', 20],
      'max-lines': ['error', 400],
    },
  },
  {
    files: ['src/cli/**/*.ts', 'test/perf/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-expressions': 'off',
    },
  },
);
