/** The example for authors of other extensions compiles against the interface as it is. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const ROOT = join(__dirname, '..', '..');

describe('The page for authors of extensions', function () {
  this.timeout(60_000);
  const page = readFileSync(join(ROOT, 'docs', 'extension-authors.md'), 'utf8');
  const example = /^```ts\n([\s\S]*?)^```$/m.exec(page)?.[1] ?? '';
  const interfaceText = readFileSync(join(ROOT, 'src', 'extension', 'api.ts'), 'utf8');

  /** What the strict compiler has against a text beside a copy of the interface. */
  function complaints(text: string): readonly string[] {
    const folder = join(ROOT, 'test', 'golden').replaceAll('\\', '/');
    const files = new Map([
      [`${folder}/example.ts`, text],
      [`${folder}/handleLensApi.ts`, interfaceText],
    ]);
    const options: ts.CompilerOptions = {
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noPropertyAccessFromIndexSignature: true,
      noEmit: true,
      skipLibCheck: true,
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.Preserve,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      types: ['vscode'],
      typeRoots: [join(ROOT, 'node_modules', '@types')],
    };
    const host = ts.createCompilerHost(options);
    const own: ts.CompilerHost = {
      ...host,
      fileExists: (file) => files.has(file) || host.fileExists(file),
      readFile: (file) => files.get(file) ?? host.readFile(file),
      getSourceFile: (file, version, ...rest) => {
        const text = files.get(file);
        return text === undefined
          ? host.getSourceFile(file, version, ...rest)
          : ts.createSourceFile(file, text, version);
      },
    };
    const program = ts.createProgram([`${folder}/example.ts`], options, own);
    return ts
      .getPreEmitDiagnostics(program)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
  }

  it('has an example that compiles', () => {
    assert.ok(example.includes('openTarget'));
    assert.deepEqual(complaints(example), []);
  });

  it('would not compile if it used what is not there', () => {
    const wrong = complaints(example.replace('session.run(', 'session.execute('));
    assert.match(wrong.join('\n'), /'execute' does not exist/);
  });

  it('copies an interface that needs nothing but the types of VS Code', () => {
    const imports = [...interfaceText.matchAll(/from '([^']+)'/g)].map(([, from]) => from);
    assert.deepEqual(imports, ['vscode']);
  });
});
