/** The language server of debugger logs and scripts: answers an editor over a connection; knows no editor. */

import {
  BulkRegistration,
  CodeActionRequest,
  CompletionRequest,
  DocumentFormattingRequest,
  DocumentHighlightRequest,
  DocumentRangeFormattingRequest,
  RenameRequest,
  SemanticTokensRegistrationType,
  SignatureHelpRequest,
  TextDocuments,
  TextDocumentSyncKind,
  type ClientCapabilities,
  type Connection,
  type InitializeResult,
  type ServerCapabilities,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { FIND_SCRIPTS_REQUEST, READ_SCRIPT_REQUEST } from '../protocol/scriptFiles';
import { LogFiles } from './logFiles';
import { answerLogs, publishLogFindings } from './logServer';
import { ScriptFiles, type ScriptSource } from './script/scriptFiles';
import {
  answerScripts,
  publishProblems,
  SCRIPT_CAPABILITIES,
  SCRIPT_LANGUAGE,
} from './script/scriptServer';

/** Findings are computed this many milliseconds after the last change. */
const DIAGNOSE_DELAY = 250;
/** Folding ranges when the client names no limit. */
const MAX_FOLDING_RANGES = 5000;

/** Runs something later; the answer cancels it. */
export type Schedule = (run: () => void, milliseconds: number) => () => void;

/** Starts answering on a connection; the caller listens on it afterwards. */
export function startLanguageServer(connection: Connection, schedule: Schedule): void {
  const documents = new TextDocuments(TextDocument);
  const isScript = (uri: string): boolean => documents.get(uri)?.languageId === SCRIPT_LANGUAGE;
  const logs = new LogFiles((uri) => (isScript(uri) ? undefined : documents.get(uri)));
  const scripts = new ScriptFiles((uri) => documents.get(uri), clientSource(connection));
  let client: ClientCapabilities = {};
  connection.onInitialize(({ capabilities }) => {
    client = capabilities;
    return isDynamic(client)
      ? initializeResult
      : { ...initializeResult, capabilities: { ...logCapabilities, ...SCRIPT_CAPABILITIES } };
  });
  connection.onInitialized(() => {
    if (isDynamic(client)) {
      registerForScripts(connection);
    }
  });

  const aboutLogs = answerLogs(connection, logs, () => client);
  const services = { connection, documents, files: scripts, client: () => client };
  const aboutScripts = answerScripts(services);
  const limit = (): number => client.textDocument?.foldingRange?.rangeLimit ?? MAX_FOLDING_RANGES;
  connection.onHover((params) => pick(params).hover(params));
  connection.onDocumentSymbol((params) => pick(params).outline(params));
  connection.onFoldingRanges((params) => pick(params).folding(limit())(params));
  connection.onDefinition((params) => pick(params).definition(params));
  connection.onReferences((params) => pick(params).references(params));

  function pick({ textDocument: { uri } }: { readonly textDocument: { readonly uri: string } }) {
    return isScript(uri) ? aboutScripts : aboutLogs;
  }

  const waiting = new Map<string, () => void>();
  documents.onDidChangeContent(({ document: { uri } }) => {
    waiting.get(uri)?.();
    const publish = (): void => {
      waiting.delete(uri);
      if (isScript(uri)) {
        void publishProblems(services, uri);
      } else {
        publishLogFindings(connection, logs.get(uri), client);
      }
    };
    waiting.set(uri, schedule(publish, DIAGNOSE_DELAY));
  });
  documents.onDidClose(({ document: { uri } }) => {
    waiting.get(uri)?.();
    waiting.delete(uri);
    logs.forget(uri);
    scripts.forget(uri);
    void connection.sendDiagnostics({ uri, diagnostics: [] });
  });
  documents.listen(connection);
}

const logCapabilities: ServerCapabilities = {
  textDocumentSync: TextDocumentSyncKind.Incremental,
  hoverProvider: true,
  documentSymbolProvider: true,
  foldingRangeProvider: true,
  inlayHintProvider: true,
  documentLinkProvider: { resolveProvider: false },
  definitionProvider: true,
  referencesProvider: true,
};

const initializeResult: InitializeResult = {
  capabilities: { ...logCapabilities, workspaceSymbolProvider: true },
  serverInfo: { name: 'Handle Lens' },
};

/** True for clients that let features be registered for one language: logs then get no completion and no formatting. */
function isDynamic({ textDocument }: ClientCapabilities): boolean {
  return [
    textDocument?.completion,
    textDocument?.signatureHelp,
    textDocument?.rename,
    textDocument?.documentHighlight,
    textDocument?.semanticTokens,
    textDocument?.formatting,
    textDocument?.rangeFormatting,
    textDocument?.codeAction,
  ].every((each) => each?.dynamicRegistration === true);
}

function registerForScripts(connection: Connection): void {
  const documentSelector = [{ language: SCRIPT_LANGUAGE }];
  const features = BulkRegistration.create();
  const {
    completionProvider,
    signatureHelpProvider,
    renameProvider,
    semanticTokensProvider,
    codeActionProvider,
  } = SCRIPT_CAPABILITIES;
  features.add(CompletionRequest.type, { documentSelector, ...completionProvider });
  features.add(SignatureHelpRequest.type, { documentSelector, ...signatureHelpProvider });
  features.add(RenameRequest.type, { documentSelector, ...renameProvider });
  features.add(DocumentHighlightRequest.type, { documentSelector });
  features.add(SemanticTokensRegistrationType.type, {
    documentSelector,
    ...semanticTokensProvider,
  });
  features.add(DocumentFormattingRequest.type, { documentSelector });
  features.add(DocumentRangeFormattingRequest.type, { documentSelector });
  features.add(CodeActionRequest.type, { documentSelector, ...codeActionProvider });
  connection.client.register(features).catch((error: unknown) => {
    connection.console.error(`The features of scripts cannot be registered: ${String(error)}`);
  });
}

/** Scripts that are not open are read by the client: it knows every file system of the workspace. */
function clientSource(connection: Connection): ScriptSource {
  // Clients that do not know the requests refuse them: then only open scripts can be included.
  return {
    read: (uri) =>
      connection.sendRequest<string | null>(READ_SCRIPT_REQUEST, { uri }).catch(() => null),
    find: () => connection.sendRequest<readonly string[]>(FIND_SCRIPTS_REQUEST, {}).catch(() => []),
  };
}
