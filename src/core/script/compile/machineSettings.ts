/** The block `machine { }` of a script: which Windows it runs on, as whom, and what else is there. */

import { nearestName } from '../../util/nearestName';
import { WINDOWS_PROFILES, type ProfileId } from '../../windows/profiles';
import type { MachineBlock, ScriptProblem, Setting, SettingValue, Span } from '../language/syntax';

/** A process of the machine besides the program. */
export interface ProcessSetting {
  readonly image: string;
  readonly processId: number | null;
  readonly session: number | null;
  readonly user: string | null;
  /** Function that runs when the program starts this image with CreateProcess; null: it waits for ever. */
  readonly main: string | null;
  /** True when the process is there from the start; false when it is only started by the program. */
  readonly running: boolean;
}

/** What a script says about its machine. */
export interface MachineSettings {
  readonly profile: ProfileId;
  readonly view: 'user' | 'kernel';
  readonly image: string;
  readonly processId: number | null;
  readonly threadId: number | null;
  readonly session: number | null;
  readonly user: string | null;
  /** NtGlobalFlag. */
  readonly globalFlags: number;
  /** Slots of the trace ring; 0 the default number, null off. */
  readonly tracing: number | null;
  /** Statements after which another thread gets its turn. */
  readonly interleave: number;
  /** Statements after which the program is stopped. */
  readonly operationLimit: number;
  /** Megabytes of simulated objects and variables at which the program is stopped. */
  readonly memoryLimit: number;
  readonly processors: number;
  /** A windowing system is there, whether the program calls it or not. */
  readonly windows: boolean;
  readonly processes: readonly ProcessSetting[];
  /** Files and keys that do not exist; others do. Upper case. */
  readonly missing: readonly string[];
}

/** What is said where a script says nothing. */
export const DEFAULT_SETTINGS: MachineSettings = {
  profile: '10-22h2-x64',
  view: 'user',
  image: 'program.exe',
  processId: null,
  threadId: null,
  session: null,
  user: null,
  globalFlags: 0,
  tracing: 0,
  interleave: 100,
  operationLimit: 50_000_000,
  memoryLimit: 512,
  processors: 1,
  windows: false,
  processes: [],
  missing: [],
};

/** What a setting takes, for checks, completion and hovers. */
export interface SettingDescription {
  readonly name: string;
  readonly takes: 'text' | 'number' | 'word' | 'tracing' | 'process';
  readonly words?: readonly string[];
  readonly summary: string;
}

/** The settings of the machine. */
export const MACHINE_SETTINGS: readonly SettingDescription[] = [
  {
    name: 'profile',
    takes: 'text',
    words: WINDOWS_PROFILES.map(({ id }) => id),
    summary: 'The Windows version.',
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
  { name: 'image', takes: 'text', summary: 'File name of the program, for example "orders.exe".' },
  { name: 'pid', takes: 'number', summary: 'Process id of the program, a multiple of 4.' },
  { name: 'tid', takes: 'number', summary: 'Thread id of its first thread, a multiple of 4.' },
  { name: 'session', takes: 'number', summary: 'Session of the program.' },
  { name: 'user', takes: 'text', summary: 'Account the program runs as.' },
  {
    name: 'flags',
    takes: 'number',
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
    summary: 'Statements after which the program is stopped (50000000).',
  },
  {
    name: 'memory',
    takes: 'number',
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
    name: 'process',
    takes: 'process',
    summary: 'Another process, or an image that the program starts.',
  },
  { name: 'missing', takes: 'text', summary: 'A file or key that does not exist; all others do.' },
];

/** The settings of a process. */
export const PROCESS_SETTINGS: readonly SettingDescription[] = [
  { name: 'pid', takes: 'number', summary: 'Process id, a multiple of 4.' },
  { name: 'session', takes: 'number', summary: 'Session of the process.' },
  { name: 'user', takes: 'text', summary: 'Account it runs as.' },
  {
    name: 'main',
    takes: 'word',
    summary: 'Function that runs when the program starts this image with CreateProcess.',
  },
];

type Report = (problem: ScriptProblem) => void;

interface Draft extends Record<string, unknown> {
  processes: ProcessSetting[];
  missing: string[];
}

/** Names of settings where they differ from the names in {@link MachineSettings}. */
const FIELDS: Readonly<Record<string, string>> = {
  pid: 'processId',
  tid: 'threadId',
  flags: 'globalFlags',
  operations: 'operationLimit',
  memory: 'memoryLimit',
};

/** Reads the block; what is wrong is reported and left out. */
export function readMachine(block: MachineBlock | null, report: Report): MachineSettings {
  const draft: Draft = { processes: [], missing: [] };
  for (const setting of block?.settings ?? []) {
    readSetting(setting, draft, report);
  }
  const settings = { ...DEFAULT_SETTINGS, ...draft };
  const { architecture } = draft as { architecture?: string };
  const real = WINDOWS_PROFILES.find(({ id }) => id === settings.profile)?.architecture;
  if (architecture !== undefined && architecture !== real) {
    const at = block?.settings.find(({ name }) => name.name === 'architecture');
    report(
      problem(
        at ?? { start: 0, end: 1 },
        'wrong-architecture',
        `The profile ${settings.profile} is ${String(real)}. Choose another profile or leave "architecture" out.`,
      ),
    );
  }
  return settings;
}

function readSetting(setting: Setting, draft: Draft, report: Report): void {
  const description = describe(setting, MACHINE_SETTINGS, report);
  const [value] = setting.values;
  if (description === null || !checkValue(setting, description, report) || value === undefined) {
    return;
  }
  if (description.takes === 'process') {
    draft.processes.push(readProcess(setting, value, report));
  } else if (description.name === 'missing') {
    draft.missing.push(...setting.values.map(({ text }) => text.toUpperCase()));
  } else if (description.name === 'windows') {
    draft['windows'] = value.text === 'on';
  } else if (description.takes === 'tracing') {
    draft['tracing'] = value.kind === 'number' ? value.number : value.text === 'on' ? 0 : null;
  } else {
    const name = FIELDS[description.name] ?? description.name;
    draft[name] = description.takes === 'number' ? value.number : value.text;
  }
}

function readProcess(setting: Setting, image: SettingValue, report: Report): ProcessSetting {
  const draft: Record<string, unknown> = {};
  for (const inner of setting.settings ?? []) {
    const description = describe(inner, PROCESS_SETTINGS, report);
    const [value] = inner.values;
    if (description !== null && checkValue(inner, description, report) && value !== undefined) {
      const name = FIELDS[description.name] ?? description.name;
      draft[name] = description.takes === 'number' ? value.number : value.text;
    }
  }
  const main = (draft['main'] ?? null) as string | null;
  return {
    processId: null,
    session: null,
    user: null,
    ...draft,
    main,
    image: image.text,
    running: main === null,
  };
}

function describe(
  { name }: Setting,
  known: readonly SettingDescription[],
  report: Report,
): SettingDescription | null {
  const found = known.find((each) => each.name === name.name);
  if (found === undefined) {
    const names = known.map((each) => each.name);
    const near = nearestName(name.name, names);
    report({
      ...problem(
        name,
        'unknown-setting',
        `There is no setting "${name.name}". ${near === null ? `The settings are ${names.join(', ')}.` : `Did you mean "${near}"?`}`,
      ),
      ...(near === null ? {} : { replacement: near }),
    });
  }
  return found ?? null;
}

/** True when the values of a setting are of the right kind. */
function checkValue(setting: Setting, description: SettingDescription, report: Report): boolean {
  const [value] = setting.values;
  if (value === undefined) {
    report(
      problem(
        setting.name,
        'missing-value',
        `"${setting.name.name}" needs a value: ${description.summary}`,
      ),
    );
    return false;
  }
  const { takes, words } = description;
  const wanted = takes === 'process' ? 'text' : takes;
  const fits = takes === 'tracing' ? value.kind !== 'text' : value.kind === wanted;
  if (!fits) {
    report(
      problem(
        value,
        'wrong-value',
        `"${setting.name.name}" takes ${describeKind(takes)}. ${description.summary}`,
      ),
    );
    return false;
  }
  if (words !== undefined && value.kind !== 'number' && !words.includes(value.text)) {
    const near = nearestName(value.text, words);
    report({
      ...problem(
        value,
        'wrong-value',
        `"${value.text}" is no value of "${setting.name.name}". It can be ${words.join(', ')}.`,
      ),
      ...(near === null ? {} : { replacement: value.kind === 'text' ? `"${near}"` : near }),
    });
    return false;
  }
  const isId = setting.name.name === 'pid' || setting.name.name === 'tid';
  if (isId && (value.number % 4 !== 0 || value.number <= 0)) {
    report(problem(value, 'wrong-id', 'Process and thread ids are multiples of 4 above 0.'));
    return false;
  }
  return true;
}

function describeKind(takes: SettingDescription['takes']): string {
  switch (takes) {
    case 'number':
      return 'a number';
    case 'word':
      return 'a word without quotes';
    case 'tracing':
      return '"on", "off" or a number';
    default:
      return 'a text in quotes';
  }
}

function problem(span: Span, code: string, message: string): ScriptProblem {
  return { code, severity: 'error', message, start: span.start, end: span.end };
}
