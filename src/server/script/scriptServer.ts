/** Answers requests about scripts, and sends their problems a moment after a change. */

import {
  MarkupKind,
  type ResponseError,
  type ClientCapabilities,
  type Connection,
  type DocumentFormattingParams,
  type Position,
  type Range,
  type ServerCapabilities,
  type TextDocuments,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { failedAnswer, logFailure } from '../failures';
import { FILE_EXTENSION } from '../../core/script/language/loadScript';
import { completeScript } from './completion';
import { formatScript } from './format';
import { scriptActions } from './scriptActions';
import { diagnoseScript } from './scriptDiagnostics';
import type { ScriptFiles } from './scriptFiles';
import { hoverScript } from './scriptHover';
import {
  renamedRange,
  renameScript,
  scriptDefinition,
  scriptHighlights,
  scriptReferences,
} from './scriptNavigation';
import { scriptFolding, scriptOutline, scriptSymbols } from './scriptOutline';
import type { ScriptProgram } from './scriptProgram';
import { SEMANTIC_LEGEND, scriptTokens } from './semanticTokens';
import { signatureAt } from './signatureHelp';

/** Language id of scripts. */
export const SCRIPT_LANGUAGE = 'hsim';

/** Symbols of a workspace that are answered at most. */
const MOST_SYMBOLS = 500;

/** What the server can do with scripts beyond what it can do with logs. */
export const SCRIPT_CAPABILITIES = {
  completionProvider: { triggerCharacters: ['.', '>', '"', '(', ','] },
  signatureHelpProvider: { triggerCharacters: ['(', ','], retriggerCharacters: [')'] },
  renameProvider: { prepareProvider: true },
  documentHighlightProvider: true,
  workspaceSymbolProvider: true,
  semanticTokensProvider: { legend: SEMANTIC_LEGEND, full: true, range: true },
  documentFormattingProvider: true,
  documentRangeFormattingProvider: true,
  codeActionProvider: { codeActionKinds: ['quickfix'] },
} satisfies ServerCapabilities;

/** What answering needs. */
export interface ScriptServices {
  readonly connection: Connection;
  readonly documents: TextDocuments<TextDocument>;
  readonly files: ScriptFiles;
  readonly client: () => ClientCapabilities;
}

interface InDocument {
  readonly textDocument: { readonly uri: string };
}

interface AtPlace extends InDocument {
  readonly position: Position;
}

/** Makes answers out of what looks at a compiled script. */
type Answering = ReturnType<typeof answering>;

function answering({ connection, documents, files }: ScriptServices) {
  /** Answers from the compiled script, `empty` when the document is no open script; a bug becomes one sentence. */
  function on<P extends InDocument, R>(
    what: string,
    empty: R,
    answer: (program: ScriptProgram, params: P) => R | ResponseError | Promise<R | ResponseError>,
  ): (params: P) => Promise<R | ResponseError> {
    return async (params) => {
      const { uri } = params.textDocument;
      if (documents.get(uri)?.languageId !== SCRIPT_LANGUAGE) {
        return empty;
      }
      try {
        const program = await files.get(uri);
        return program === null ? empty : await answer(program, params);
      } catch (error) {
        return failedAnswer(connection, what, error);
      }
    };
  }
  return on;
}

function at(program: ScriptProgram, { position }: AtPlace): number {
  return program.offsetAt(program.own, position);
}

/** Registers what only scripts have, and returns the answers to the rest. */
export function answerScripts(services: ScriptServices) {
  const on = answering(services);
  registerWriting(services, on);
  registerReading(services, on);
  return sharedAnswers(services, on);
}

/** What helps to write: completion, signatures, names, formatting, fixes. */
function registerWriting({ connection, files }: ScriptServices, on: Answering): void {
  connection.onCompletion(
    on('Completion', [], async (program, params) =>
      completeScript(program, at(program, params), await includable(files, program)),
    ),
  );
  connection.onSignatureHelp(
    on('Signature help', null, (program, params) => signatureAt(program, at(program, params))),
  );
  connection.onPrepareRename(
    on('Rename', null, (program, params) => renamedRange(program, at(program, params))),
  );
  connection.onRenameRequest(
    on('Rename', null, async (program, params) => {
      const { uri } = params.textDocument;
      return renameScript(await files.around(uri), uri, at(program, params), params.newName);
    }),
  );
  connection.onDocumentFormatting(
    on('Formatting', [], (program, { options }: DocumentFormattingParams) =>
      formatScript(program, options, { first: 0, last: Infinity }),
    ),
  );
  connection.onDocumentRangeFormatting(
    on('Formatting', [], (program, { options, range }) =>
      formatScript(program, options, { first: range.start.line, last: range.end.line }),
    ),
  );
  connection.onCodeAction(
    on('Quick fixes', [], (program, { range, context }) =>
      scriptActions(program, range, context.diagnostics),
    ),
  );
}

/** What helps to read: highlights, colours, symbols. */
function registerReading({ connection, files }: ScriptServices, on: Answering): void {
  connection.onDocumentHighlight(
    on('Highlights', [], (program, params) => scriptHighlights(program, at(program, params))),
  );
  connection.languages.semanticTokens.on(
    on('Colours', { data: [] }, (program) => scriptTokens(program, 0, Infinity)),
  );
  connection.languages.semanticTokens.onRange(
    on('Colours', { data: [] }, (program, { range }) => {
      const [from, to] = offsetsOf(program, range);
      return scriptTokens(program, from, to);
    }),
  );
  connection.onWorkspaceSymbol(async ({ query }) => {
    const all = await files.everyFile();
    return all.flatMap((each) => scriptSymbols(each, query)).slice(0, MOST_SYMBOLS);
  });
}

function sharedAnswers({ files, client }: ScriptServices, on: Answering) {
  return {
    hover: on('Hover', null, (program, params: AtPlace) => {
      const formats = client().textDocument?.hover?.contentFormat ?? [];
      return hoverScript(program, at(program, params), formats.includes(MarkupKind.Markdown));
    }),
    outline: on('Outline', [], (program) => scriptOutline(program)),
    folding: (limit: number) => on('Folding', [], (program) => scriptFolding(program, limit)),
    definition: on('Go to definition', null, (program, params: AtPlace) =>
      scriptDefinition(program, at(program, params)),
    ),
    references: on(
      'Find references',
      [],
      async (
        program,
        params: AtPlace & { readonly context: { readonly includeDeclaration: boolean } },
      ) => {
        const { uri } = params.textDocument;
        const programs = await files.around(uri);
        const { includeDeclaration } = params.context;
        return scriptReferences(programs, uri, at(program, params), includeDeclaration);
      },
    ),
  };
}

function offsetsOf(program: ScriptProgram, { start, end }: Range): readonly [number, number] {
  return [program.offsetAt(program.own, start), program.offsetAt(program.own, end)];
}

/** The other scripts of the workspace, as an `#include` of this one names them. */
async function includable(files: ScriptFiles, program: ScriptProgram): Promise<readonly string[]> {
  const own = program.uriOf(program.own);
  const folder = own.slice(0, own.lastIndexOf('/') + 1);
  const all = await files.all();
  return all
    .filter((uri) => uri !== own && uri.startsWith(folder) && uri.endsWith(FILE_EXTENSION))
    .map((uri) => decodeURIComponent(uri.slice(folder.length)));
}

/** Sends the problems of an open script; of those that include it too, when it is not the first time. */
export async function publishProblems(services: ScriptServices, uri: string): Promise<void> {
  const { connection, documents, files } = services;
  try {
    for (const each of [uri, ...files.includers(uri)]) {
      const document = documents.get(each);
      const program = document === undefined ? null : await files.get(each);
      if (document !== undefined && program !== null) {
        const related =
          services.client().textDocument?.publishDiagnostics?.relatedInformation === true;
        const diagnostics = diagnoseScript(program, related);
        void connection.sendDiagnostics({ uri: each, version: document.version, diagnostics });
      }
    }
  } catch (error) {
    logFailure(connection, 'Finding problems', error);
  }
}
