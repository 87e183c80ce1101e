/** What the server announces, and how it answers where there is nothing. */

import assert from 'node:assert/strict';
import type { FoldingRange, InlayHint } from 'vscode-languageserver';
import { LogClient } from './logClient';

describe('the language server', () => {
  it('announces what it can do', async () => {
    const client = await LogClient.open('');
    const { capabilities } = await client.initialize();
    assert.deepEqual(Object.keys(capabilities).sort(), [
      'codeActionProvider',
      'completionProvider',
      'definitionProvider',
      'documentFormattingProvider',
      'documentHighlightProvider',
      'documentLinkProvider',
      'documentRangeFormattingProvider',
      'documentSymbolProvider',
      'foldingRangeProvider',
      'hoverProvider',
      'inlayHintProvider',
      'referencesProvider',
      'renameProvider',
      'semanticTokensProvider',
      'signatureHelpProvider',
      'textDocumentSync',
      'workspaceSymbolProvider',
    ]);
  });

  it('registers what only scripts have for scripts only, where the client can do that', async () => {
    const dynamic = { dynamicRegistration: true };
    const client = await LogClient.open('', {
      textDocument: {
        completion: dynamic,
        signatureHelp: dynamic,
        rename: dynamic,
        documentHighlight: dynamic,
        semanticTokens: {
          ...dynamic,
          requests: {},
          tokenTypes: [],
          tokenModifiers: [],
          formats: [],
        },
        formatting: dynamic,
        rangeFormatting: dynamic,
        codeAction: dynamic,
      },
    });
    await client.settle();
    assert.deepEqual(client.registered.map(({ method }) => method).sort(), [
      'textDocument/codeAction',
      'textDocument/completion',
      'textDocument/documentHighlight',
      'textDocument/formatting',
      'textDocument/rangeFormatting',
      'textDocument/rename',
      'textDocument/semanticTokens',
      'textDocument/signatureHelp',
    ]);
    for (const { registerOptions } of client.registered) {
      assert.deepEqual(registerOptions?.documentSelector, [{ language: 'hsim' }]);
    }
  });

  it('answers empty for a document that is not open', async () => {
    const client = await LogClient.open('Handle 4');
    const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
    const position = range.start;
    const context = { includeDeclaration: true };
    for (const [method, params, empty] of [
      ['hover', { position }, null],
      ['definition', { position }, null],
      ['references', { position, context }, []],
      ['documentSymbol', {}, []],
      ['foldingRange', {}, []],
      ['inlayHint', { range }, []],
      ['documentLink', {}, []],
    ] as const) {
      assert.deepEqual(await client.request(method, params, 'file:///other'), empty, method);
    }
  });

  it('answers for an empty document', async () => {
    const client = await LogClient.open('');
    assert.deepEqual(await client.request('documentSymbol'), []);
    assert.deepEqual(await client.request('foldingRange'), []);
    assert.equal(await client.request('hover', { position: { line: 0, character: 0 } }), null);
  });

  it('answers for positions behind the end of line and text', async () => {
    const client = await LogClient.open('Handle 4');
    for (const position of [
      { line: 0, character: 500 },
      { line: 99, character: 0 },
    ]) {
      assert.equal(await client.request('hover', { position }), null);
    }
  });

  it('turns a malformed request into one plain sentence and lives on', async () => {
    const client = await LogClient.open('Handle 4');
    await assert.rejects(client.request('hover'), /Hover failed; see the log\./);
    assert.equal(client.messages.length, 1);
    assert.match(client.messages[0] ?? '', /^Hover failed: /);
    assert.match((await client.hover('Handle |4')) ?? '', /Handle 0x4/);
  });

  it('reads the text as it is after an edit, before any delay', async () => {
    const client = await LogClient.open('Handle 4\n  Type \tEvent');
    await client.edit(
      { start: { line: 1, character: 8 }, end: { line: 1, character: 13 } },
      'Mutant',
    );
    assert.match((await client.hover('Handle |4')) ?? '', /Mutant/);
  });

  it('counts lines as the editor does, whatever ends them', async () => {
    const client = await LogClient.open('\r\r\n\nHandle 4\r  Type \tEvent');
    const position = { line: 3, character: 7 };
    const answer = await client.request<{ range: { start: unknown } }>('hover', { position });
    assert.deepEqual(answer.range.start, { line: 3, character: 7 });
  });

  it('answers in a log of 100,000 lines', async () => {
    const block = (index: number): string =>
      `Handle ${(index * 4 + 4).toString(16)}\n  Type \tEvent\n  GrantedAccess\t0x1f0003:\n         Delete,ReadControl,WriteDac,WriteOwner,Synch\n         QueryState,ModifyState\n`;
    const text = Array.from({ length: 20_000 }, (_, index) => block(index)).join('');
    const client = await LogClient.open(text);
    assert.match((await client.hover('Handle 13|880')) ?? '', /Handle 0x13880/);
    const range = { start: { line: 50_000, character: 0 }, end: { line: 50_049, character: 0 } };
    assert.equal((await client.request<InlayHint[]>('inlayHint', { range })).length, 10);
    assert.equal((await client.request<FoldingRange[]>('foldingRange')).length, 5000);
    assert.deepEqual(await client.diagnostics(), []);
  });
});
