/** The streams of a minidump: their numbers, names and what each one gives (domain.md 5.1, dump-facts 14). */

/** Stream numbers that are read. */
export const STREAM = {
  unused: 0,
  threadList: 3,
  moduleList: 4,
  memoryList: 5,
  exception: 6,
  systemInfo: 7,
  memory64List: 9,
  commentA: 10,
  handleData: 12,
  unloadedModuleList: 14,
  miscInfo: 15,
  memoryInfoList: 16,
  handleOperationList: 18,
  threadNames: 24,
} as const;

interface StreamFacts {
  readonly name: string;
  readonly gives: string;
}

const facts = (name: string, gives: string): StreamFacts => ({ name, gives });
const NOT_USED = 'not used by Handle Lens';

const KNOWN: ReadonlyMap<number, StreamFacts> = new Map([
  [STREAM.threadList, facts('ThreadList', 'threads and their registers')],
  [STREAM.moduleList, facts('ModuleList', 'loaded modules')],
  [STREAM.memoryList, facts('MemoryList', 'memory ranges')],
  [STREAM.exception, facts('Exception', 'the exception the process stopped with')],
  [STREAM.systemInfo, facts('SystemInfo', 'processor and Windows version')],
  [8, facts('ThreadExList', NOT_USED)],
  [STREAM.memory64List, facts('Memory64List', 'memory ranges')],
  [STREAM.commentA, facts('CommentA', 'a comment of the writer')],
  [11, facts('CommentW', 'a comment of the writer')],
  [STREAM.handleData, facts('HandleData', 'open handles')],
  [13, facts('FunctionTable', NOT_USED)],
  [STREAM.unloadedModuleList, facts('UnloadedModuleList', 'modules that were unloaded')],
  [STREAM.miscInfo, facts('MiscInfo', 'process id')],
  [STREAM.memoryInfoList, facts('MemoryInfoList', 'states of the address space')],
  [17, facts('ThreadInfoList', 'start addresses and times of threads, not used by Handle Lens')],
  [
    STREAM.handleOperationList,
    facts('HandleOperationList', 'recorded opens and closes of handles'),
  ],
  [19, facts('Token', NOT_USED)],
  [20, facts('JavaScriptData', NOT_USED)],
  [21, facts('SystemMemoryInfo', NOT_USED)],
  [22, facts('ProcessVmCounters', NOT_USED)],
  [23, facts('IptTrace', NOT_USED)],
  [STREAM.threadNames, facts('ThreadNames', 'names of threads')],
  [0x4350_0001, facts('CrashpadInfo', 'data of Crashpad')],
  [0x4b6b_0001, facts('KaskoUserStream', 'data of Chromium')],
  [0x4b6b_0002, facts('StabilityReport', 'data of Chromium')],
  [0x4767_0001, facts('BreakpadInfo', 'data of Breakpad')],
  [0x4767_0002, facts('AssertionInfo', 'data of Breakpad')],
  [0x4767_0003, facts('LinuxCpuInfo', 'data of Breakpad on Linux')],
  [0x4767_0004, facts('LinuxProcStatus', 'data of Breakpad on Linux')],
  [0x4767_0005, facts('LinuxLsbRelease', 'data of Breakpad on Linux')],
  [0x4767_0006, facts('LinuxCmdLine', 'data of Breakpad on Linux')],
  [0x4767_0007, facts('LinuxEnviron', 'data of Breakpad on Linux')],
  [0x4767_0008, facts('LinuxAuxv', 'data of Breakpad on Linux')],
  [0x4767_0009, facts('LinuxMaps', 'data of Breakpad on Linux')],
  [0x4767_000a, facts('LinuxDsoDebug', 'data of Breakpad on Linux')],
  [0x5379_0001, facts('SentryStackTraces', 'data of Sentry')],
]);

/** The name of a stream; its number in hexadecimal when it has no known name. */
export function streamName(type: number): string {
  return KNOWN.get(type)?.name ?? `Stream 0x${type.toString(16)}`;
}

/** What a stream gives, in a few words. */
export function streamGives(type: number): string {
  const known = KNOWN.get(type);
  if (known !== undefined) {
    return known.gives;
  }
  return type >= 0x1_0000 ? 'data of the program that wrote the dump' : 'not known to Handle Lens';
}

/** True for streams that only Breakpad's writer for Linux makes. */
export function isLinuxStream(type: number): boolean {
  return type >= 0x4767_0003 && type <= 0x4767_000a;
}

/** True for streams that Handle Lens reads; two of the same kind in one dump are suspicious. */
export function isReadStream(type: number): boolean {
  return type !== STREAM.unused && (Object.values(STREAM) as number[]).includes(type);
}
