/** Opens a minidump as a target. */

import type { Target } from '../target/target';
import type { ByteSource } from '../util/byteSource';
import type { CancellationToken } from '../util/cancellation';
import type { Problem } from '../util/problem';
import { ProblemLog } from '../util/problemLog';
import { fail, ok, type Result } from '../util/result';
import { asResult } from './asResult';
import { readDirectory, type Directory } from './directory';
import type { DumpFile } from './dumpFile';
import { HOW_TO_RECORD, identifyFile } from './identifyFile';
import { readContents } from './minidumpContents';
import { MinidumpTarget } from './minidumpTarget';
import { foreignMinidump } from './missingStreams';
import { isLinuxStream, STREAM } from './streamTypes';
import { RecordedTarget } from './timeline/recordedTarget';
import { readSystemInfo, type SystemInfo } from './systemInfo';

/** What opening needs from the host. */
export interface OpenMinidumpOptions {
  readonly token: CancellationToken;
  /** Told between steps: how much is done, 0 to 1. */
  readonly progress?: (message: string, fraction?: number) => void;
}

/**
 * Opens a Windows user-mode minidump. Reads the header, the directory and the small streams; handles, traces and memory
 * stay in the file. Fails with a problem when the file is something else or nothing in it can be read; everything less is
 * a target with `problems`. The target owns `source` from then on.
 */
export async function openMinidump(
  source: ByteSource,
  options: OpenMinidumpOptions,
): Promise<Result<Target>> {
  const opened = await asResult(() => open(source, options));
  return opened.ok ? opened.value : opened;
}

async function open(source: ByteSource, options: OpenMinidumpOptions): Promise<Result<Target>> {
  const { token, progress } = options;
  progress?.('Looking at the file', 0);
  const identity = await identifyFile(source);
  if (identity.kind !== 'minidump') {
    return fail(identity.problem);
  }
  const file: DumpFile = { source, problems: new ProblemLog(), token };
  const directory = await readDirectory(file);
  if (!directory.ok) {
    return directory;
  }
  const stream = directory.value.stream(STREAM.systemInfo);
  const system = stream === undefined ? null : await readSystemInfo(file, stream);
  const foreign = foreignSystem(directory.value, system);
  if (foreign !== null) {
    const hasHandleData = directory.value.stream(STREAM.handleData) !== undefined;
    return fail(foreignMinidump({ ...foreign, hasHandleData }));
  }
  if (directory.value.entries.every((entry) => entry.refused !== null)) {
    return fail(nothingReadable(file));
  }
  reportMissingSystem(file, system);
  progress?.('Reading the streams', 0.2);
  const contents = await readContents(file, directory.value, system);
  progress?.('Opened', 1);
  const target = new MinidumpTarget(file, contents);
  return ok(contents.operations.ok ? new RecordedTarget(target) : target);
}

const WINDOWS_NT = 2;
/** MD_OS_* of Breakpad, which all writers for other systems use. */
const OTHER_SYSTEMS: ReadonlyMap<number, string> = new Map([
  [0x8000, 'a Unix system'],
  [0x8101, 'macOS'],
  [0x8102, 'iOS'],
  [0x8201, 'Linux'],
  [0x8202, 'Solaris'],
  [0x8203, 'Android'],
  [0x8204, 'a PlayStation 3'],
  [0x8205, 'Native Client'],
  [0x8206, 'Fuchsia'],
]);

/** The system of a dump that is not of Windows and the stream that says so; null for Windows and where nothing tells. */
function foreignSystem(
  directory: Directory,
  system: SystemInfo | null,
): { readonly system: string; readonly evidence: string } | null {
  if (system !== null) {
    const name = OTHER_SYSTEMS.get(system.platform);
    return name === undefined ? null : { system: name, evidence: 'SystemInfo' };
  }
  const linux = directory.entries.find(({ type }) => isLinuxStream(type));
  return linux === undefined ? null : { system: 'Linux', evidence: linux.name };
}

function reportMissingSystem(file: DumpFile, system: SystemInfo | null): void {
  if (system === null) {
    file.problems.add('no-system-info', 'SystemInfo', () => ({
      message: 'The dump does not say which Windows and processor it is from; 64-bit is assumed.',
      hint: 'Registers and call stacks are not shown.',
    }));
  } else if (system.platform !== WINDOWS_NT) {
    file.problems.add('platform-unknown', 'SystemInfo', () => ({
      message: `The dump names platform ${system.platform}, which is not Windows NT (2); it is read as Windows.`,
    }));
  }
}

function nothingReadable(file: DumpFile): Problem {
  const first = file.problems.list[0];
  return {
    code: 'minidump-unreadable',
    message: `Nothing in the minidump can be read. ${first?.message ?? 'Its directory lists no stream.'}`,
    ...(first?.where === undefined ? {} : { where: first.where }),
    hint: `The file is cut off or damaged. ${HOW_TO_RECORD}`,
  };
}
