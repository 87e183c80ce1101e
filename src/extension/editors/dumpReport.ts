/** What the dump editor shows of a file, as plain data. */

import { openMinidump } from '../../core/dump/openMinidump';
import type { Target, TargetPart } from '../../core/target/target';
import type { ByteSource } from '../../core/util/byteSource';
import type { CancellationToken } from '../../core/util/cancellation';
import type { Problem } from '../../core/util/problem';
import { recordCommands } from './recordCommands';
import { refusedFile } from './refusedFile';

/** Modules that are listed at most; the count is told in any case. */
const MAXIMUM_MODULES = 500;

/** Something the dump lacks, and the command lines that record it. */
export interface MissingPart {
  readonly problem: Problem;
  readonly commands: readonly string[];
}

/** How many handles there are of a type. */
export interface TypeCount {
  readonly type: string;
  readonly count: number;
}

/** The exception the process ended with. */
export interface DumpException {
  readonly code: number;
  readonly threadId: number;
}

/** A dump that could be opened. */
export interface DumpContents {
  readonly kind: 'dump';
  /** Bytes. */
  readonly size: number;
  /** One sentence: process, system, time. */
  readonly description: string;
  readonly image: string;
  readonly processId: number;
  readonly windows: string | null;
  readonly architecture: string;
  /** Handles in the dump; null when none were recorded or they cannot be read. */
  readonly handleCount: number | null;
  readonly hasTraces: boolean;
  readonly threadCount: number;
  readonly exception: DumpException | null;
  readonly streams: readonly TargetPart[];
  readonly missing: readonly MissingPart[];
  readonly refused: readonly Problem[];
  /** Paths, at most {@link MAXIMUM_MODULES}. */
  readonly modules: readonly string[];
  readonly moduleCount: number;
}

/** A file that is no Windows minidump, or cannot be read. */
export interface RefusedFile {
  readonly kind: 'refused';
  /** Bytes; null when the file could not even be opened. */
  readonly size: number | null;
  readonly problem: Problem;
  readonly commands: readonly string[];
}

/** Either kind of file. */
export type DumpReport = DumpContents | RefusedFile;

/** A report, and what takes longer. */
export interface OpenReport {
  readonly report: DumpReport;
  /** Counts the handles by type, most first; null where there are none recorded or they cannot be read. */
  countTypes(token: CancellationToken): Promise<readonly TypeCount[] | null>;
  /** Closes the file. */
  close(): Promise<void>;
}

/** Reads a file's small streams. Takes over `source`. Rejects only when cancelled. */
export async function readDumpReport(
  source: ByteSource,
  token: CancellationToken,
): Promise<OpenReport> {
  const { size } = source;
  const opened = await openMinidump(source, { token });
  if (!opened.ok) {
    return {
      report: refusedFile(opened.problem, size),
      countTypes: () => Promise.resolve(null),
      close: () => source.close(),
    };
  }
  const target = opened.value;
  return {
    report: await describeDump(target, size),
    countTypes: (cancel) => countTypes(target, cancel),
    close: () => target.close(),
  };
}

async function describeDump(target: Target, size: number): Promise<DumpContents> {
  const { info, capabilities } = target;
  const processId = target.currentProcessId();
  const image = target.processes()[0]?.image ?? '';
  const handles = await target.handles(processId, 'process');
  const missing = handles.ok ? [] : [handles.problem];
  if (!capabilities.traces) {
    // Without a trace stream this only tells why; nothing is scanned.
    const traces = await target.traces(processId);
    missing.push(...(traces.ok ? [] : [traces.problem]));
  }
  const modules = target.modules();
  const exception = target.exception();
  return {
    kind: 'dump',
    size,
    description: info.description,
    image,
    processId,
    windows: info.windows === null ? null : `${info.windows.name} (${info.windows.build})`,
    architecture: info.architecture,
    handleCount: handles.ok ? handles.value.count : null,
    hasTraces: capabilities.traces,
    threadCount: target.threads(processId).filter(({ threadId }) => threadId !== 0).length,
    exception: exception === null ? null : { code: exception.code, threadId: exception.threadId },
    streams: target.parts,
    missing: withCommands(missing, image),
    refused: target.problems,
    modules: modules.slice(0, MAXIMUM_MODULES).map(({ path, name }) => (path === '' ? name : path)),
    moduleCount: modules.length,
  };
}

/** Adds command lines; those that an earlier problem shows already are not repeated. */
function withCommands(problems: readonly Problem[], image: string): readonly MissingPart[] {
  return problems.map((problem, index) => ({
    problem,
    commands:
      problems.findIndex(({ code }) => code === problem.code) < index
        ? []
        : recordCommands(problem.code, image),
  }));
}

async function countTypes(
  target: Target,
  token: CancellationToken,
): Promise<readonly TypeCount[] | null> {
  const handles = await target.handles(target.currentProcessId(), 'process');
  if (!handles.ok) {
    return null;
  }
  const { byType } = (await handles.value.columns(token)).summarise();
  return [...byType]
    .map(([type, count]) => ({ type, count }))
    .sort((a, b) => b.count - a.count || (a.type < b.type ? -1 : 1));
}
