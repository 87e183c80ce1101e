/** Writes a target as a minidump that debuggers can open (domain.md 5). */

import type { ProcessInfo } from '../../model/process';
import type { HandleStore } from '../../target/handleStore';
import type { Target } from '../../target/target';
import type { TraceStore } from '../../target/traceStore';
import type { DumpRequest, WrittenDump } from '../../target/writtenDump';
import type { ByteSink } from '../../util/byteSink';
import { hex0x } from '../../util/hex';
import type { Problem } from '../../util/problem';
import { fail, ok, type Result } from '../../util/result';
import { asResult } from '../asResult';
import { HEADER_SIZE } from '../directory';
import { STREAM } from '../streamTypes';
import { DumpOutput } from './dumpOutput';
import { writeHandles, type WrittenStream } from './handleStream';
import { moduleList, type PlacedModule } from './moduleStream';
import { memoryList } from './memoryStream';
import { simulatedImages } from './simulatedImages';
import { writeOperations } from './operationStream';
import { architectureOf, commentText, miscInfo, systemInfo } from './systemStreams';
import { threadStreams, type WrittenThread } from './threadStreams';
import type { WriteProgress } from './writeProgress';

const SIGNATURE = 0x504d_444d;
const VERSION = 0xa793;
const WITH_HANDLE_DATA = 4;
const ENTRY_SIZE = 12;
/** Room in the directory; entries that are not used are of type 0, which readers skip (dump-facts 2). */
const MOST_STREAMS = 10;
/** Processes that a problem names. */
const NAMED_PROCESSES = 8;
/** Above these the kernel's half of the address space begins. */
const KERNEL_HALF = { 4: 0x8000_0000n, 8: 0x8000_0000_0000_0000n } as const;

/** What writing needs from its host besides the target and the sink. */
export interface WriteMinidumpOptions extends DumpRequest, WriteProgress {
  /** Name and version of the program that writes, for the comment. */
  readonly writer: string;
}

/**
 * Writes one process of a target: what it is, its modules, threads, handles and trace records, of a simulated program also the
 * memory that the names of functions and USER handles need. The same target gives the
 * same bytes, whatever the clock says; memory use does not grow with the number of handles. The caller finishes or abandons
 * the sink. Fails when the process is to be chosen, has neither handles nor traces, or takes more than 4 GiB; rejects when it
 * is cancelled.
 */
export async function writeMinidump(
  target: Target,
  sink: ByteSink,
  options: WriteMinidumpOptions,
): Promise<Result<WrittenDump>> {
  const process = chooseProcess(target, options.processId);
  if (!process.ok) {
    return process;
  }
  const { processId } = process.value;
  const handles = await target.handles(processId, 'process');
  const traces = await tracesOf(target, processId, options);
  if (options.wholeHistory === true && !traces.ok) {
    return traces;
  }
  if (!handles.ok && !traces.ok) {
    return handles;
  }
  return await asResult(() =>
    new MinidumpWriter(target, sink, { process: process.value, handles, traces, options }).write(),
  );
}

/** What stream 18 is to hold: the trace log, as Windows would write it, or everything when that is asked for. */
async function tracesOf(
  target: Target,
  processId: number,
  { wholeHistory, token }: WriteMinidumpOptions,
): Promise<Result<TraceStore>> {
  if (wholeHistory !== true) {
    return target.traces(processId, token);
  }
  return target.history === undefined
    ? fail({
        code: 'no-history',
        message: 'The target keeps no history beyond its trace log.',
        hint: 'Only scripts (.hsim) do. Write the dump without the whole history: it has every trace record that is there.',
      })
    : target.history(processId);
}

/** The process to write: the only one there is, or the one that was named. */
function chooseProcess(target: Target, processId: number | undefined): Result<ProcessInfo> {
  const processes = target.processes();
  const [only] = processes;
  if (processId === undefined && processes.length === 1 && only !== undefined) {
    return ok(only);
  }
  const found = processes.find((process) => process.processId === processId);
  return found === undefined ? fail(noProcess(processes, processId)) : ok(found);
}

function noProcess(processes: readonly ProcessInfo[], processId: number | undefined): Problem {
  const named = processes
    .slice(0, NAMED_PROCESSES)
    .map((process) => `${hex0x(process.processId)} ${process.image}`.trim());
  const rest = processes.length - named.length;
  return {
    code: 'choose-process',
    message:
      processId === undefined
        ? `A minidump holds one process; the target has ${processes.length}.`
        : `The target has no process ${hex0x(processId)}.`,
    hint: `Choose one: ${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}.`,
  };
}

interface WriterParts {
  readonly process: ProcessInfo;
  readonly handles: Result<HandleStore>;
  readonly traces: Result<TraceStore>;
  readonly options: WriteMinidumpOptions;
}

interface DirectoryEntry {
  readonly type: number;
  readonly size: number;
  readonly rva: number;
}

class MinidumpWriter {
  private readonly output: DumpOutput;
  private readonly directory: DirectoryEntry[] = [];
  private readonly leftOut: string[] = [];

  constructor(
    private readonly target: Target,
    sink: ByteSink,
    private readonly parts: WriterParts,
  ) {
    this.output = new DumpOutput(sink, HEADER_SIZE + MOST_STREAMS * ENTRY_SIZE);
  }

  async write(): Promise<WrittenDump> {
    const { output, parts } = this;
    const { info } = this.target;
    const { process, options, traces: log } = parts;
    const newestFirst = log.ok && log.value.count > 0 && log.value.facts.orderIsKnown;
    this.add(STREAM.systemInfo, systemInfo(info, output));
    this.add(STREAM.miscInfo, miscInfo(process));
    this.add(STREAM.commentA, commentText(info, process, { ...options, newestFirst }));
    const modules = this.placedModules();
    this.add(STREAM.moduleList, moduleList(modules, output));
    const threads = await this.addThreads();
    const handles = await this.addHandles();
    const traces = await this.addTraces();
    await this.addMemory(modules, threads);
    await output.drain(true);
    await output.put(0, this.header());
    return {
      bytes: output.size,
      processId: process.processId,
      handles,
      traces,
      modules: modules.length,
      threads: threads.length,
      leftOut: this.leftOut,
    };
  }

  private add(type: number, bytes: Uint8Array): void {
    this.directory.push({ type, size: bytes.length, rva: this.output.append(bytes) });
  }

  /**
   * The modules with a place, that of the process first: readers take its name from there. A kernel debugger lists those of
   * the process it is in, which says nothing about the user-mode modules of others.
   */
  private placedModules(): readonly PlacedModule[] {
    const { target, parts } = this;
    const { process } = parts;
    const listed = target.modules();
    const isForeign =
      target.info.mode === 'kernel' && process.processId !== target.currentProcessId();
    const kernelHalf = KERNEL_HALF[target.info.pointerSize];
    const placed = listed.filter(
      (module): module is PlacedModule =>
        module.base !== null && (!isForeign || module.base >= kernelHalf),
    );
    if (placed.length < listed.length) {
      this.leftOut.push(
        `${listed.length - placed.length} modules, because ${isForeign ? 'they are of another process' : 'their places are not known'}.`,
      );
    }
    const ending = process.image.toLowerCase();
    const own = placed.find(({ path }) => ending !== '' && path.toLowerCase().endsWith(ending));
    if (own === undefined && process.image !== '') {
      this.leftOut.push(
        `The name ${process.image} of the process: the target lists no module of it, so readers take the name from elsewhere.`,
      );
    }
    return own === undefined ? placed : [own, ...placed.filter((module) => module !== own)];
  }

  /** Threads and the exception. */
  private async addThreads(): Promise<readonly WrittenThread[]> {
    const { target, output, parts } = this;
    const { processId } = parts.process;
    const { kind } = target.info;
    const threads: WrittenThread[] = [];
    for (const thread of target.threads(processId)) {
      // A log knows threads by their trace records only: it has no registers, and 0 stands for no thread at all.
      if (thread.threadId !== 0) {
        const stack =
          kind === 'log' ? [] : await target.callStack(thread.threadId, parts.options.token);
        threads.push({ thread, instruction: stack[0] ?? null });
      }
    }
    const exception = target.exception();
    const {
      list,
      names,
      exception: record,
    } = threadStreams(
      threads,
      exception?.processId === processId ? exception : null,
      architectureOf(target.info),
      output,
    );
    this.add(STREAM.threadList, list);
    if (names !== null) {
      this.add(STREAM.threadNames, names);
    }
    if (record !== null) {
      this.add(STREAM.exception, record);
    }
    return threads;
  }

  private async addHandles(): Promise<number> {
    const { output, parts, target } = this;
    const { handles, options } = parts;
    if (!handles.ok) {
      this.leftOut.push(`Handles: ${handles.problem.message}`);
      return 0;
    }
    const { pointerSize } = target.info;
    const version = options.descriptors ?? 2;
    return this.addList(
      STREAM.handleData,
      await writeHandles({ store: handles.value, output, version, pointerSize }, options),
    );
  }

  private async addTraces(): Promise<number> {
    const { traces, options } = this.parts;
    if (!traces.ok) {
      this.leftOut.push(`Traces: ${traces.problem.message}`);
      return 0;
    }
    return this.addList(
      STREAM.handleOperationList,
      await writeOperations(traces.value, this.output, options),
    );
  }

  /** The memory the target wants kept; of a simulated program also images that name the functions in its stacks. */
  private async addMemory(
    modules: readonly PlacedModule[],
    threads: readonly WrittenThread[],
  ): Promise<void> {
    const { target, output, parts } = this;
    const { options, traces } = parts;
    const ranges = target.memoryRanges?.() ?? [];
    if (ranges.length === 0 && target.capabilities.memory) {
      this.leftOut.push('The memory that the target has.');
    }
    const instructions = threads.flatMap(({ instruction }) => instruction ?? []);
    const images = target.info.simulated
      ? await simulatedImages(
          { target, modules, traces: traces.ok ? traces.value : null, ranges, instructions },
          options.token,
        )
      : [];
    if (ranges.length + images.length > 0) {
      this.add(
        STREAM.memoryList,
        await memoryList({ target, ranges, given: images, output }, options),
      );
    }
  }

  private addList(type: number, stream: WrittenStream): number {
    this.directory.push({ type, size: stream.size, rva: stream.rva });
    this.leftOut.push(...stream.leftOut);
    return stream.count;
  }

  /** Header and directory. The time stamp stays 0. */
  private header(): Uint8Array {
    const bytes = new Uint8Array(HEADER_SIZE + MOST_STREAMS * ENTRY_SIZE);
    const view = new DataView(bytes.buffer);
    view.setUint32(0, SIGNATURE, true);
    view.setUint32(4, VERSION, true);
    view.setUint32(8, MOST_STREAMS, true);
    view.setUint32(0xc, HEADER_SIZE, true);
    view.setUint32(0x18, WITH_HANDLE_DATA, true);
    this.directory.forEach(({ type, size, rva }, index) => {
      const at = HEADER_SIZE + index * ENTRY_SIZE;
      view.setUint32(at, type, true);
      view.setUint32(at + 4, size, true);
      view.setUint32(at + 8, rva, true);
    });
    return bytes;
  }
}
