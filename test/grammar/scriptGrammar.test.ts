/** Scopes of the grammar of scripts: the teaching programs, token by token, against snapshots. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createOnigScanner, createOnigString, loadWASM } from 'vscode-oniguruma';
import { INITIAL, Registry, parseRawGrammar, type IGrammar } from 'vscode-textmate';
import { assertGolden } from '../support/golden';

const root = join(__dirname, '..', '..');
const grammarFile = join(root, 'syntaxes', 'hsim.tmLanguage.json');

describe('the grammar of scripts', () => {
  let grammar: IGrammar;

  before(async () => {
    const wasm = readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm'));
    // The other grammar test may have loaded it already.
    await loadWASM(new Uint8Array(wasm).buffer).catch(() => undefined);
    const registry = new Registry({
      onigLib: Promise.resolve({ createOnigScanner, createOnigString }),
      loadGrammar: () =>
        Promise.resolve(parseRawGrammar(readFileSync(grammarFile, 'utf8'), grammarFile)),
    });
    const loaded = await registry.loadGrammar('source.hsim');
    assert.ok(loaded !== null);
    grammar = loaded;
  });

  /** Each token with a scope as `text <scope>`, one line of the source after the other. */
  function scopesOf(text: string): string {
    let state = INITIAL;
    return text
      .split('\n')
      .map((line) => {
        const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
        state = ruleStack;
        const named = tokens
          .filter(({ scopes }) => scopes.length > 1)
          .map(({ startIndex, endIndex, scopes }) => {
            const scope = (scopes.at(-1) ?? '').replace(/\.hsim$/, '');
            return `  ${line.slice(startIndex, endIndex)} <${scope}>`;
          });
        return [`> ${line}`.trimEnd(), ...named].join('\n');
      })
      .join('\n');
  }

  it('gives the tokens of a program their scopes', () => {
    const text = readFileSync(join(root, 'media', 'samples', 'leak-in-a-loop.hsim'), 'utf8');
    assertGolden('script-scopes', scopesOf(text));
  });

  it('tells calls of Windows, types, constants, directives and placeholders apart', () => {
    const scopes = scopesOf(
      '#include "a.hsim"\nHANDLE h = CreateEventW(NULL, TRUE); mine(GENERIC_READ); printf("%d");',
    );
    for (const expected of [
      '#include <keyword.control.directive.include>',
      'HANDLE <storage.type>',
      'CreateEventW <support.function>',
      'NULL <constant.language>',
      'mine <entity.name.function>',
      'GENERIC_READ <support.constant>',
      '%d <constant.other.placeholder>',
    ]) {
      assert.ok(scopes.includes(expected), `${expected} in\n${scopes}`);
    }
  });
});
