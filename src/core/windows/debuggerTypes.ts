/** The object types the debugger's `!handle` knows by name, in the order of its summary (output-formats.md 1.4). */

/** Types with a row of their own in the summary; handles of every other type are counted under `None`. */
export const DEBUGGER_TYPES: readonly string[] = [
  'Event',
  'Section',
  'File',
  'Port',
  'Directory',
  'SymbolicLink',
  'Mutant',
  'WindowStation',
  'Semaphore',
  'Key',
  'Token',
  'Process',
  'Thread',
  'Desktop',
  'IoCompletion',
  'Timer',
  'Job',
  'WaitablePort',
  'KeyedEvent',
  'TpWorkerFactory',
  'ALPC Port',
  'WaitCompletionPacket',
];
