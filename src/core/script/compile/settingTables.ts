/** The settings that the block `machine { }` takes, for reading, completion and hovers. */

import { WINDOWING_ONLY } from '../../simulator/user/standIns';
import { WINDOWS_PROFILES } from '../../windows/profiles';

/** What a setting takes, for checks, completion and hovers. */
export interface SettingDescription {
  readonly name: string;
  /** `address` is a number of up to 64 bits; `session` a number or the word `none`. */
  readonly takes: 'text' | 'number' | 'word' | 'tracing' | 'address' | 'session';
  readonly words?: readonly string[];
  /** Takes several values, and may be there several times. */
  readonly many?: true;
  /** Settings of its block; its value is the name of what the block describes. */
  readonly settings?: readonly SettingDescription[];
  /** Its name in the settings that are read; absent: the same. */
  readonly field?: string;
  readonly summary: string;
}

const OBJECT: SettingDescription = {
  name: 'object',
  takes: 'address',
  summary: 'Where the body of the object lies.',
};

const TID: SettingDescription = {
  name: 'tid',
  takes: 'number',
  field: 'threadId',
  summary: 'Thread id of the first thread, a multiple of 4.',
};

const PARENT: SettingDescription = {
  name: 'parent',
  takes: 'text',
  summary: 'Image of the process that started it.',
};

/** The settings of a process. */
export const PROCESS_SETTINGS: readonly SettingDescription[] = [
  { name: 'pid', takes: 'number', field: 'processId', summary: 'Process id, a multiple of 4.' },
  TID,
  PARENT,
  { name: 'session', takes: 'session', summary: 'Session of the process, or none.' },
  { name: 'user', takes: 'text', summary: 'Account it runs as.' },
  {
    name: 'main',
    takes: 'word',
    summary: 'Function that runs when the program starts this image with CreateProcess.',
  },
  { name: 'priority', takes: 'number', summary: 'Base priority (8).' },
  OBJECT,
  { name: 'table', takes: 'address', summary: 'Where its HANDLE_TABLE lies.' },
  {
    name: 'page',
    takes: 'address',
    field: 'tablePage',
    summary: 'Where the first entries of its handle table lie.',
  },
  { name: 'peb', takes: 'address', summary: 'Where its PEB lies.' },
  {
    name: 'directory',
    takes: 'address',
    field: 'directoryBase',
    summary: 'Its page directory (CR3).',
  },
  {
    name: 'thread',
    takes: 'address',
    field: 'threadObject',
    summary: 'Where the body of its first thread lies.',
  },
];

/** The settings of a module: of the script, or one of Windows. */
export const MODULE_SETTINGS: readonly SettingDescription[] = [
  { name: 'base', takes: 'address', summary: 'Where it is loaded.' },
  { name: 'size', takes: 'number', summary: 'Size of the image in bytes.' },
  { name: 'path', takes: 'text', summary: 'Full path of the image.' },
  { name: 'name', takes: 'text', summary: 'How stacks spell it, for example "KERNEL32".' },
  { name: 'stamp', takes: 'number', summary: 'Time stamp of the image, in seconds since 1970.' },
  {
    name: 'seed',
    takes: 'text',
    summary: 'What its time stamp and PDB identity are made up from; else its name.',
  },
];

/** The settings of a function of the script. */
export const FUNCTION_SETTINGS: readonly SettingDescription[] = [
  { name: 'symbol', takes: 'text', summary: 'How stacks name it, for example "Journal::Open".' },
  { name: 'at', takes: 'number', summary: 'Offset of the function from the base of its module.' },
  { name: 'size', takes: 'number', summary: 'Bytes that the function takes.' },
  {
    name: 'calls',
    takes: 'number',
    many: true,
    summary: 'The return address of each call in the function, in their order, from its start.',
  },
];

/** The settings of the machine. */
export const MACHINE_SETTINGS: readonly SettingDescription[] = [
  {
    name: 'profile',
    takes: 'text',
    words: [...WINDOWS_PROFILES.map(({ id }) => id), ...WINDOWING_ONLY],
    summary:
      'The Windows version. Of nt31-x86 to win10-x64 only the windowing system is simulated: USER handles, no kernel handles.',
  },
  {
    name: 'architecture',
    takes: 'word',
    words: ['x86', 'x64'],
    summary: 'Must be the one of the profile; says so for readers.',
  },
  {
    name: 'view',
    takes: 'word',
    words: ['user', 'kernel'],
    summary: 'Which debugger looks: user mode or kernel mode.',
  },
  {
    name: 'debugger',
    takes: 'word',
    words: ['modern', 'xp'],
    summary: 'Whose way of printing handles: that of today, or of the debuggers of Windows XP.',
  },
  {
    name: 'description',
    takes: 'text',
    summary: 'One sentence: what the program shows and what to try.',
  },
  { name: 'image', takes: 'text', summary: 'File name of the program, for example "orders.exe".' },
  {
    name: 'pid',
    takes: 'number',
    field: 'processId',
    summary: 'Process id of the program, a multiple of 4.',
  },
  TID,
  PARENT,
  { name: 'session', takes: 'number', summary: 'Session of the program.' },
  { name: 'user', takes: 'text', summary: 'Account the program runs as.' },
  {
    name: 'flags',
    takes: 'number',
    field: 'globalFlags',
    summary: 'NtGlobalFlag; 0x400000 raises exceptions on bad closes.',
  },
  {
    name: 'tracing',
    takes: 'tracing',
    words: ['on', 'off'],
    summary: 'Handle tracing from the start: on, off, or the number of records kept.',
  },
  {
    name: 'interleave',
    takes: 'number',
    summary: 'Statements after which the next thread gets its turn (100).',
  },
  {
    name: 'operations',
    takes: 'number',
    field: 'operationLimit',
    summary: 'Statements after which the program is stopped (50000000).',
  },
  {
    name: 'memory',
    takes: 'number',
    field: 'memoryLimit',
    summary: 'Megabytes of objects and variables at which the program is stopped (512).',
  },
  {
    name: 'processors',
    takes: 'number',
    summary: 'Free lists of a handle table on Windows 8 and later, 1 to 64.',
  },
  {
    name: 'windows',
    takes: 'word',
    words: ['on', 'off'],
    summary:
      'The windowing system: on when the program calls it; "on" has it in any case, for what is typed into the console.',
  },
  {
    name: 'system',
    takes: 'word',
    words: ['on', 'off'],
    summary: 'smss.exe, csrss.exe and explorer.exe: on; "off" leaves only what the block names.',
  },
  {
    name: 'process',
    takes: 'text',
    many: true,
    settings: PROCESS_SETTINGS,
    field: 'processes',
    summary: 'Another process, or an image that the program starts.',
  },
  {
    name: 'missing',
    takes: 'text',
    many: true,
    summary: 'A file or key that does not exist; all others do.',
  },
  {
    name: 'entry',
    takes: 'word',
    summary: 'Function in which the program begins, for example mainCRTStartup; else main.',
  },
  {
    name: 'loader',
    takes: 'word',
    summary:
      'Function that plays LdrpInitializeProcess: its first thread runs it before the entry.',
  },
  {
    name: 'ids',
    takes: 'word',
    words: ['dense', 'spread'],
    summary:
      'New process and thread ids: one after the other (dense), or with gaps, as on a machine that has run for a while.',
  },
  {
    name: 'start',
    takes: 'text',
    many: true,
    summary:
      'Frames below the entry, outermost first, for example "KERNEL32!BaseProcessStart+0x3d".',
  },
  {
    name: 'libraries',
    takes: 'text',
    many: true,
    summary: 'The modules of Windows that are loaded; else all.',
  },
  {
    name: 'module',
    takes: 'text',
    many: true,
    settings: MODULE_SETTINGS,
    field: 'modules',
    summary: 'Where a module lies and what it is called: of the script, or one of Windows.',
  },
  {
    name: 'function',
    takes: 'word',
    many: true,
    settings: FUNCTION_SETTINGS,
    field: 'functions',
    summary: 'Where a function of the script lies, and where its calls return to.',
  },
  {
    name: 'object',
    takes: 'text',
    many: true,
    settings: [
      { name: 'type', takes: 'text', summary: 'Type of the object, for example "KeyedEvent".' },
    ],
    field: 'objects',
    summary: 'An object that the kernel keeps under a name, for example "\\KernelObjects\\Ready".',
  },
  {
    name: 'type',
    takes: 'text',
    many: true,
    settings: [OBJECT],
    field: 'types',
    summary:
      'Where the object of an object type lies, for example type "Key" { object 0x80ec8db8; }.',
  },
];

/** All settings there are, those of the machine first. */
export function allSettings(): readonly SettingDescription[] {
  return [...MACHINE_SETTINGS, ...MACHINE_SETTINGS.flatMap(({ settings = [] }) => settings)];
}
