/** What a minidump is, in words: title, description, parts. */

import type { TargetPart } from '../target/target';
import type { TargetInfo } from '../target/targetInfo';
import { hex0x } from '../util/hex';
import type { DirectoryEntry } from './directory';
import type { MinidumpContents } from './minidumpContents';
import type { SystemInfo } from './systemInfo';
import { SIMULATED_COMMENT } from './dumpComment';
import { STREAM, streamGives } from './streamTypes';

/** Identity and shape of the dump. */
export function minidumpInfo(contents: MinidumpContents, title: string): TargetInfo {
  const { architecture, system } = contents;
  return {
    kind: 'minidump',
    title,
    description: describe(contents, title),
    mode: 'user',
    liveness: 'dump',
    architecture,
    pointerSize: architecture === 'x86' || architecture === 'arm' ? 4 : 8,
    windows: system?.windows ?? null,
    debuggerStyle: 'modern',
    hidesKernelFrames: false,
    simulated: isSimulated(contents),
  };
}

/** The image of the process: the file name of the first module, else the name of the dump itself. */
export function imageName(contents: MinidumpContents, title: string): string {
  const path = contents.modules[0]?.path ?? '';
  return fileNameOf(path) === '' ? fileNameOf(title) : fileNameOf(path);
}

/** One part for every stream of the directory. */
export function minidumpParts(contents: MinidumpContents): readonly TargetPart[] {
  return contents.directory.entries.map((entry) => ({
    name: entry.name,
    size: entry.declaredSize,
    note: noteOf(entry, contents),
  }));
}

/** A recording of a simulated machine says so in its comment. */
function isSimulated({ comment }: MinidumpContents): boolean {
  return comment?.startsWith(SIMULATED_COMMENT) === true;
}

function fileNameOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1);
}

function noteOf(entry: DirectoryEntry, contents: MinidumpContents): string {
  if (entry.refused !== null) {
    return `not read: ${entry.refused} (at ${hex0x(entry.rva)})`;
  }
  const count = contents.counts.get(entry.type);
  const gives = streamGives(entry.type);
  if (entry.type === STREAM.commentA && contents.comment !== null) {
    return `${gives}: ${contents.comment}`;
  }
  const cut = entry.size < entry.declaredSize ? ', cut off' : '';
  return `${gives}${count === undefined ? '' : `: ${count}`}${cut}`;
}

/** For example: Minidump of app.exe (process 0x3ac0), Windows 11 23H2 build 22631 x64, recorded 2026-01-01 00:00:01 UTC. */
function describe(contents: MinidumpContents, title: string): string {
  const { system, architecture, misc, directory } = contents;
  const processId = misc?.processId ?? null;
  const process = processId === null ? '' : ` (process ${hex0x(processId)})`;
  const windows =
    system === null ? 'Windows version not recorded' : `${windowsInWords(system)} ${architecture}`;
  const time = new Date(directory.timeDateStamp * 1000).toISOString();
  const recorded =
    directory.timeDateStamp === 0
      ? ''
      : `, recorded ${time.slice(0, 10)} ${time.slice(11, 19)} UTC`;
  const what = isSimulated(contents) ? 'Minidump of the simulated program' : 'Minidump of';
  return `${what} ${imageName(contents, title)}${process}, ${windows}${recorded}`;
}

/** For example `Windows 7 Service Pack 1 build 7601` or, where the revision is known, `Windows 11 23H2 build 22631.4751`. */
function windowsInWords({ windows, servicePack }: SystemInfo): string {
  if (servicePack === null) {
    return `${windows.name} build ${windows.build}`;
  }
  return /^\d{1,6}$/.test(servicePack)
    ? `${windows.name} build ${windows.build}.${servicePack}`
    : `${windows.name} ${servicePack.slice(0, 64)} build ${windows.build}`;
}
