/** Programs to learn from: asks for one, writes a copy where the user wants it, and opens that. */

import * as vscode from 'vscode';
import {
  teachingPrograms,
  type BundledScript,
  type TeachingProgram,
} from '../../core/script/teachingProgram';
import { SCRIPT_LANGUAGE } from '../scripts/scriptLanguage';
import { freeName } from './freeName';

/** The scripts that come with the extension, below its folder. */
const SCRIPTS = ['dist', 'scripts.json'] as const;

/** Opens a copy of the program of that name, else of the one that the user picks. */
export async function openProgram(extension: vscode.Uri, name: unknown): Promise<void> {
  const file = vscode.Uri.joinPath(extension, ...SCRIPTS);
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  const programs = teachingPrograms(JSON.parse(text) as readonly BundledScript[]);
  const program = programs.find((each) => each.name === name) ?? (await pickProgram(programs));
  const place = program === undefined ? undefined : await askForPlace(program);
  if (program !== undefined && place !== undefined) {
    await vscode.window.showTextDocument(await copyOf(program, place));
  }
}

async function pickProgram(
  programs: readonly TeachingProgram[],
): Promise<TeachingProgram | undefined> {
  const items = programs.map((program) => ({
    label: program.title,
    description: `${program.name}.hsim`,
    detail: program.lookFor,
    program,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Handle Lens'),
    placeHolder: vscode.l10n.t('Which program do you want to step through?'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.program;
}

/** The dialog asks before it replaces a file; the name it begins with is not taken. */
async function askForPlace({ name }: TeachingProgram): Promise<vscode.Uri | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const options: vscode.SaveDialogOptions = {
    title: vscode.l10n.t('Where should the copy of the program be?'),
    saveLabel: vscode.l10n.t('Copy'),
    filters: { [vscode.l10n.t('Programs to practise on')]: [SCRIPT_LANGUAGE] },
  };
  if (folder === undefined) {
    return vscode.window.showSaveDialog(options);
  }
  const free = await freeName(`${name}.hsim`, (each) => exists(vscode.Uri.joinPath(folder, each)));
  return vscode.window.showSaveDialog({
    ...options,
    defaultUri: vscode.Uri.joinPath(folder, free),
  });
}

async function exists(file: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(file);
    return true;
  } catch {
    return false;
  }
}

/** The written copy; what cannot be written there is a document that is not saved yet, and that is said. */
async function copyOf({ text }: TeachingProgram, place: vscode.Uri): Promise<vscode.TextDocument> {
  try {
    await vscode.workspace.fs.writeFile(place, new TextEncoder().encode(text));
    return await vscode.workspace.openTextDocument(place);
  } catch (error) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t(
        'Handle Lens: {0} could not be written: {1}. The program is open unsaved; save it in another folder to run it.',
        place.path,
        error instanceof Error ? error.message : String(error),
      ),
    );
    return await vscode.workspace.openTextDocument({ language: SCRIPT_LANGUAGE, content: text });
  }
}
