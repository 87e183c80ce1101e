/** The language server of debugger logs: answers an editor over a connection; knows no editor and no file system. */

import {
  ResponseError,
  LSPErrorCodes,
  MarkupKind,
  TextDocumentSyncKind,
  TextDocuments,
  type ClientCapabilities,
  type Connection,
  type InitializeResult,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { diagnose } from './diagnostics';
import { foldingRanges } from './folding';
import { hoverAt } from './hover';
import { inlayHints } from './inlayHints';
import { documentLinks } from './links';
import type { LogFile } from './logFile';
import { LogFiles } from './logFiles';
import { definitionAt, referencesAt } from './navigation';
import { outline } from './outline';

/** Findings are computed this many milliseconds after the last change. */
const DIAGNOSE_DELAY = 250;
/** Folding ranges when the client names no limit. */
const MAX_FOLDING_RANGES = 5000;

/** Runs something later; the answer cancels it. */
export type Schedule = (run: () => void, milliseconds: number) => () => void;

/** Starts answering on a connection; the caller listens on it afterwards. */
export function startLogServer(connection: Connection, schedule: Schedule): void {
  const documents = new TextDocuments(TextDocument);
  const files = new LogFiles((uri) => documents.get(uri));
  let client: ClientCapabilities = {};

  connection.onInitialize(({ capabilities }) => {
    client = capabilities;
    return initializeResult;
  });

  answerRequests(connection, files, () => client);
  publishFindings({ connection, documents, files, schedule, client: () => client });
  documents.listen(connection);
}

const initializeResult: InitializeResult = {
  capabilities: {
    textDocumentSync: TextDocumentSyncKind.Incremental,
    hoverProvider: true,
    documentSymbolProvider: true,
    foldingRangeProvider: true,
    inlayHintProvider: true,
    documentLinkProvider: { resolveProvider: false },
    definitionProvider: true,
    referencesProvider: true,
  },
  serverInfo: { name: 'Handle Lens Log' },
};

/** Names a document in a request. */
interface InDocument {
  readonly textDocument: { readonly uri: string };
}

function answerRequests(
  connection: Connection,
  files: LogFiles,
  client: () => ClientCapabilities,
): void {
  /** Answers from the document's reading, `empty` when it is not open; a bug becomes one sentence. */
  function on<P extends InDocument, R>(
    what: string,
    empty: R,
    answer: (file: LogFile, params: P) => R,
  ): (params: P) => R | ResponseError {
    return (params) => {
      try {
        const file = files.get(params.textDocument.uri);
        return file === null ? empty : answer(file, params);
      } catch (error) {
        connection.console.error(`${what} failed: ${describe(error)}`);
        return new ResponseError(LSPErrorCodes.RequestFailed, `${what} failed; see the log.`);
      }
    };
  }

  connection.onHover(
    on('Hover', null, (file, { position }) => {
      const formats = client().textDocument?.hover?.contentFormat ?? [];
      return hoverAt(file, position, formats.includes(MarkupKind.Markdown));
    }),
  );
  connection.onDocumentSymbol(on('Outline', [], (file) => outline(file)));
  connection.onFoldingRanges(
    on('Folding', [], (file) => {
      const limit = client().textDocument?.foldingRange?.rangeLimit ?? MAX_FOLDING_RANGES;
      return foldingRanges(file.log, limit);
    }),
  );
  connection.languages.inlayHint.on(
    on('Inlay hints', [], (file, { range }) => inlayHints(file, range.start.line, range.end.line)),
  );
  connection.onDocumentLinks(on('Links', [], (file) => documentLinks(file)));
  connection.onDefinition(
    on('Go to definition', null, (file, { position }) => definitionAt(file, position)),
  );
  connection.onReferences(
    on('Find references', [], (file, { position, context }) =>
      referencesAt(file, position, context.includeDeclaration),
    ),
  );
}

interface FindingsOptions {
  readonly connection: Connection;
  readonly documents: TextDocuments<TextDocument>;
  readonly files: LogFiles;
  readonly schedule: Schedule;
  readonly client: () => ClientCapabilities;
}

/** Sends findings a moment after a document was opened or changed, and none once it is closed. */
function publishFindings({
  connection,
  documents,
  files,
  schedule,
  client,
}: FindingsOptions): void {
  const waiting = new Map<string, () => void>();

  const publish = (uri: string): void => {
    waiting.delete(uri);
    try {
      const file = files.get(uri);
      if (file !== null) {
        const related = client().textDocument?.publishDiagnostics?.relatedInformation === true;
        const diagnostics = diagnose(file, related);
        void connection.sendDiagnostics({ uri, version: file.version, diagnostics });
      }
    } catch (error) {
      connection.console.error(`Finding problems failed: ${describe(error)}`);
    }
  };

  documents.onDidChangeContent(({ document: { uri } }) => {
    waiting.get(uri)?.();
    waiting.set(
      uri,
      schedule(() => publish(uri), DIAGNOSE_DELAY),
    );
  });
  documents.onDidClose(({ document: { uri } }) => {
    waiting.get(uri)?.();
    waiting.delete(uri);
    files.forget(uri);
    void connection.sendDiagnostics({ uri, diagnostics: [] });
  });
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
