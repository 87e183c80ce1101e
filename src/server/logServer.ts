/** Answers requests about debugger logs, and sends what is found in them. */

import {
  MarkupKind,
  type ResponseError,
  type ClientCapabilities,
  type Connection,
  type DefinitionParams,
  type HoverParams,
  type ReferenceParams,
} from 'vscode-languageserver';
import { failedAnswer, logFailure } from './failures';
import { diagnose } from './diagnostics';
import { foldingRanges } from './folding';
import { hoverAt } from './hover';
import { inlayHints } from './inlayHints';
import { documentLinks } from './links';
import type { LogFile } from './logFile';
import type { LogFiles } from './logFiles';
import { definitionAt, referencesAt } from './navigation';
import { outline } from './outline';

/** Names a document in a request. */
interface InDocument {
  readonly textDocument: { readonly uri: string };
}

/** Registers what only logs have, and returns the answers to requests that scripts have too. */
export function answerLogs(
  connection: Connection,
  files: LogFiles,
  client: () => ClientCapabilities,
) {
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
        return failedAnswer(connection, what, error);
      }
    };
  }

  connection.languages.inlayHint.on(
    on('Inlay hints', [], (file, { range }) => inlayHints(file, range.start.line, range.end.line)),
  );
  connection.onDocumentLinks(on('Links', [], (file) => documentLinks(file)));

  return {
    hover: on('Hover', null, (file, { position }: HoverParams) => {
      const formats = client().textDocument?.hover?.contentFormat ?? [];
      return hoverAt(file, position, formats.includes(MarkupKind.Markdown));
    }),
    outline: on('Outline', [], (file) => outline(file)),
    folding: (limit: number) => on('Folding', [], (file) => foldingRanges(file.log, limit)),
    definition: on('Go to definition', null, (file, { position }: DefinitionParams) =>
      definitionAt(file, position),
    ),
    references: on('Find references', [], (file, { position, context }: ReferenceParams) =>
      referencesAt(file, position, context.includeDeclaration),
    ),
  };
}

/** Sends what was found in a log. */
export function publishLogFindings(
  connection: Connection,
  file: LogFile | null,
  client: ClientCapabilities,
): void {
  try {
    if (file !== null) {
      const related = client.textDocument?.publishDiagnostics?.relatedInformation === true;
      const diagnostics = diagnose(file, related);
      void connection.sendDiagnostics({ uri: file.uri, version: file.version, diagnostics });
    }
  } catch (error) {
    logFailure(connection, 'Finding problems', error);
  }
}
