/** Links in the output channel and in answer documents: handle values to the tree, frames to source, cut answers to the whole. */

import * as vscode from 'vscode';
import { LOG_LANGUAGE } from '../languageClient';
import { COMMANDS } from '../manifestIds';
import type { Answers } from '../output/answers';
import { ANSWER_SCHEME, answerId, cutAnswerPlace } from './answerNames';
import { handlePlaces, sourcePlace, type SourcePlace } from './handlePlaces';

/** More links than this are not offered in one document. */
const MAXIMUM_LINKS = 10_000;
/** Different source files looked for in one document. */
const MAXIMUM_FILES = 200;
/** Folders in which no source of the user lies. */
const NOT_SEARCHED = '**/{node_modules,.git,out,dist}/**';

/** Our own texts: the only documents in which a handle value is one of a session. */
export const OWN_DOCUMENTS: vscode.DocumentSelector = [
  { language: LOG_LANGUAGE, scheme: 'output' },
  { language: LOG_LANGUAGE, scheme: ANSWER_SCHEME },
];

/** Address that runs one of our commands with arguments. */
export function commandLink(command: string, ...args: readonly (string | number)[]): vscode.Uri {
  return vscode.Uri.parse(`command:${command}?${encodeURIComponent(JSON.stringify(args))}`);
}

/** Registers the links. */
export function registerHandleLinks(answers: Answers): vscode.Disposable {
  return vscode.languages.registerDocumentLinkProvider(OWN_DOCUMENTS, {
    provideDocumentLinks: async (document, token) => {
      const links: vscode.DocumentLink[] = [];
      const owner = ownerOf(document.uri, answers);
      const sources: { readonly line: number; readonly place: SourcePlace }[] = [];
      for (let line = 0; line < document.lineCount && links.length < MAXIMUM_LINKS; line++) {
        const { text } = document.lineAt(line);
        links.push(...handleLinks(line, text, owner), ...cutLinks(line, text, answers));
        const place = sourcePlace(text);
        if (place !== undefined) {
          sources.push({ line, place });
        }
      }
      return [...links, ...(await sourceLinks(sources, token))];
    },
  });
}

/** The session whose answer a document is; none for the channel, in which several sessions write. */
function ownerOf({ scheme, path }: vscode.Uri, answers: Answers): readonly string[] {
  const answer = scheme === ANSWER_SCHEME ? answers.get(answerId(path) ?? 0) : undefined;
  return answer === undefined ? [] : [answer.sessionId];
}

function handleLinks(
  line: number,
  text: string,
  owner: readonly string[],
): readonly vscode.DocumentLink[] {
  return handlePlaces(text).map(({ start, end, value }) => {
    const link = new vscode.DocumentLink(
      new vscode.Range(line, start, line, end),
      commandLink(COMMANDS.reveal, `0x${value.toString(16)}`, ...owner),
    );
    link.tooltip = vscode.l10n.t('Reveal in Handles');
    return link;
  });
}

/** Only answers that are still kept get a link. */
function cutLinks(line: number, text: string, answers: Answers): readonly vscode.DocumentLink[] {
  const place = cutAnswerPlace(text);
  if (place === null || answers.get(place.id) === undefined) {
    return [];
  }
  const link = new vscode.DocumentLink(
    new vscode.Range(line, place.start, line, place.end),
    commandLink(COMMANDS.openAnswer, place.id),
  );
  link.tooltip = vscode.l10n.t('Open the full answer');
  return [link];
}

/** Links to source files that the workspace has under the same name; others would lead nowhere. */
async function sourceLinks(
  sources: readonly { readonly line: number; readonly place: SourcePlace }[],
  token: vscode.CancellationToken,
): Promise<readonly vscode.DocumentLink[]> {
  const found = new Map<string, vscode.Uri | undefined>();
  for (const { place } of sources) {
    if (!found.has(place.file) && found.size < MAXIMUM_FILES && !token.isCancellationRequested) {
      const pattern = `**/${place.file.replace(/[[\]{}*?!]/g, '[$&]')}`;
      const [file] = await vscode.workspace.findFiles(pattern, NOT_SEARCHED, 1, token);
      found.set(place.file, file);
    }
  }
  return sources.flatMap(({ line, place }) => {
    const file = found.get(place.file);
    if (file === undefined) {
      return [];
    }
    const target = file.with({ fragment: `L${place.line}` });
    const link = new vscode.DocumentLink(
      new vscode.Range(line, place.start, line, place.end),
      target,
    );
    link.tooltip = vscode.l10n.t('Open {0} at line {1}', place.file, place.line);
    return [link];
  });
}
