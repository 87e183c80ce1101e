/** Reads the command line's arguments. */

import { CHECK_OPTIONS, parseCheck, type CheckArguments } from './check/checkArguments';
import { parseRecord, RECORD_OPTIONS, type RecordArguments } from './record/recordArguments';
import type { ProgramArguments } from './program/runProgram';
import { SITE_OPTIONS, siteRules, type SiteRules } from './siteRules';
import { nearestName } from '../core/util/nearestName';
import { fail, ok, type Failure, type Result } from '../core/util/result';

/** What the user asked for. */
export type CliArguments =
  | { readonly kind: 'help'; readonly topic: CliCommandName | null }
  | { readonly kind: 'version' }
  | { readonly kind: 'samples'; readonly json: boolean }
  | { readonly kind: 'dap'; readonly port: number | null; readonly host: string | null }
  | CheckArguments
  | ProgramArguments
  | RecordArguments
  | {
      readonly kind: 'open';
      readonly target: string;
      /** Command lines given with `-c`, in order; empty means read them from stdin. */
      readonly commands: readonly string[];
      readonly json: boolean;
      /** Whose code is whose, and which leak sites are not wanted. */
      readonly sites: SiteRules;
    };

/** The words that say what to do. */
export const CLI_COMMANDS = ['open', 'check', 'diff', 'record', 'samples', 'dap'] as const;

/** One of {@link CLI_COMMANDS}. */
export type CliCommandName = (typeof CLI_COMMANDS)[number];

interface OptionDescription {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly takesValue: boolean;
  /** Commands that know the option; all when it is empty. */
  readonly commands: readonly CliCommandName[];
}

const OPTIONS: readonly OptionDescription[] = [
  { name: '--help', aliases: ['-h', '-?'], takesValue: false, commands: [] },
  { name: '--version', aliases: ['-V'], takesValue: false, commands: [] },
  { name: '--command', aliases: ['-c'], takesValue: true, commands: ['open', 'record'] },
  {
    name: '--json',
    aliases: [],
    takesValue: false,
    commands: ['open', 'diff', 'record', 'samples'],
  },
  { name: '--all', aliases: [], takesValue: false, commands: ['diff'] },
  ...CHECK_OPTIONS.filter((name) => name !== '--output').map((name): OptionDescription => ({
    name,
    aliases: [],
    takesValue: true,
    commands: ['check'],
  })),
  ...SITE_OPTIONS.map((name): OptionDescription => ({
    name,
    aliases: [],
    takesValue: true,
    commands: ['open', 'diff', 'check'],
  })),
  { name: '--output', aliases: ['-o'], takesValue: true, commands: ['check', 'record', 'samples'] },
  ...RECORD_OPTIONS.map((name): OptionDescription => ({
    name,
    aliases: [],
    takesValue: true,
    commands: ['record'],
  })),
  { name: '--force', aliases: [], takesValue: false, commands: ['record', 'samples'] },
  { name: '--whole-history', aliases: [], takesValue: false, commands: ['record'] },
  { name: '--port', aliases: [], takesValue: true, commands: ['dap'] },
  { name: '--host', aliases: [], takesValue: true, commands: ['dap'] },
];

interface GivenOption {
  readonly description: OptionDescription;
  /** As the user wrote it. */
  readonly written: string;
  readonly value: string;
}

interface Split {
  readonly words: readonly string[];
  readonly options: readonly GivenOption[];
}

/**
 * Reads arguments (without node and script). Options may stand anywhere, `--` ends them, `--name=value` and
 * `--name value` are the same. The problem of a failure names the nearest right word.
 */
export function parseArguments(argv: readonly string[]): Result<CliArguments> {
  const split = splitArguments(argv);
  if (!split.ok) {
    return split;
  }
  const { words, options } = split.value;
  const [word, ...rest] = impliedOpen(words);
  const command = CLI_COMMANDS.find((name) => name === word);
  if (has(options, '--help')) {
    return ok({ kind: 'help', topic: command ?? null });
  }
  if (has(options, '--version')) {
    return ok({ kind: 'version' });
  }
  if (word === undefined) {
    return usage('Nothing was asked for.', 'Try: handle-lens open sample:leaky-service');
  }
  if (command === undefined) {
    return word === 'help' ? helpTopic(rest) : unknownCommand(word);
  }
  const stranger = options.find(({ description }) => !description.commands.includes(command));
  if (stranger !== undefined) {
    return usage(
      `"handle-lens ${command}" has no option ${stranger.written}.`,
      `Run "handle-lens ${command} --help" for those it has.`,
    );
  }
  switch (command) {
    case 'open':
      return parseOpen(rest, options);
    case 'diff':
      return parseDiff(rest, options);
    case 'check':
      return parseCheck(rest, optionValues(options));
    case 'record':
      return parseRecord(rest, {
        commands: valuesOf(options, '--command'),
        output: valuesOf(options, '--output').at(-1),
        process: valuesOf(options, '--process').at(-1),
        descriptors: valuesOf(options, '--descriptors').at(-1),
        wholeHistory: has(options, '--whole-history'),
        force: has(options, '--force'),
        json: has(options, '--json'),
      });
    case 'samples':
      return parseSamples(rest, options);
    case 'dap':
      return parseDap(rest, options);
  }
}

/** A script alone is opened: `handle-lens leak.hsim`. */
function impliedOpen(words: readonly string[]): readonly string[] {
  return /\.hsim$/i.test(words[0] ?? '') ? ['open', ...words] : words;
}

function splitArguments(argv: readonly string[]): Result<Split> {
  const words: string[] = [];
  const options: GivenOption[] = [];
  for (let index = 0; index < argv.length; index++) {
    const argument = argv[index] ?? '';
    if (argument === '--') {
      words.push(...argv.slice(index + 1));
      break;
    }
    if (!argument.startsWith('-') || argument === '-') {
      words.push(argument);
      continue;
    }
    const equals = argument.startsWith('--') ? argument.indexOf('=') : -1;
    const written = equals === -1 ? argument : argument.slice(0, equals);
    const description = findOption(written);
    if (description === undefined) {
      return unknownOption(written);
    }
    if (!description.takesValue) {
      if (equals !== -1) {
        return usage(`The option ${written} takes no value.`, `Write it as ${written} alone.`);
      }
      options.push({ description, written, value: '' });
      continue;
    }
    const value = equals === -1 ? argv[++index] : argument.slice(equals + 1);
    if (value === undefined) {
      return usage(
        `The option ${written} needs a value.`,
        `Write it as ${valueForm(description)}.`,
      );
    }
    options.push({ description, written, value });
  }
  return ok({ words, options });
}

function parseOpen(
  words: readonly string[],
  options: readonly GivenOption[],
): Result<CliArguments> {
  const [target, extra] = words;
  if (target === undefined) {
    return usage(
      '"handle-lens open" needs a target.',
      'Give the path of a dump or a log, or a sample: handle-lens open sample:leaky-service',
    );
  }
  if (extra !== undefined) {
    return usage(
      `"handle-lens open" takes one target; "${extra}" is one too many.`,
      'Put a path or a command that holds blanks into quotation marks.',
    );
  }
  const commands = valuesOf(options, '--command');
  if (target === '-' && commands.length === 0) {
    return usage(
      '"handle-lens open -" reads the log from stdin, so commands cannot come from there.',
      'Give them with -c: type app.log | handle-lens open - -c "!handle 0 f"',
    );
  }
  const sites = siteRules((name) => valuesOf(options, name));
  return ok({ kind: 'open', target, commands, json: has(options, '--json'), sites });
}

/** `diff A B` opens B and compares A with it. */
function parseDiff(
  words: readonly string[],
  options: readonly GivenOption[],
): Result<CliArguments> {
  const [before, target, extra] = words;
  if (before === undefined || target === undefined) {
    return usage(
      `"handle-lens diff" needs two targets${before === undefined ? '' : `; only "${before}" was given`}.`,
      'Give the paths of two dumps: handle-lens diff before.dmp after.dmp',
    );
  }
  if (extra !== undefined) {
    return usage(
      `"handle-lens diff" takes two targets; "${extra}" is one too many.`,
      'Put a path that holds blanks into quotation marks.',
    );
  }
  const all = has(options, '--all') ? '-all ' : '';
  return ok({
    kind: 'open',
    target,
    commands: [`!compare ${all}"${before}" now`],
    json: has(options, '--json'),
    sites: siteRules((name) => valuesOf(options, name)),
  });
}

/** Without a name the list, with one a copy of that program. */
function parseSamples(
  words: readonly string[],
  options: readonly GivenOption[],
): Result<CliArguments> {
  const [name, extra] = words;
  const unsuited = options.find(({ description }) =>
    name === undefined ? description.name !== '--json' : description.name === '--json',
  );
  if (extra !== undefined) {
    return tooMany('samples', extra);
  }
  if (unsuited !== undefined) {
    return name === undefined
      ? usage(
          `"handle-lens samples" alone only lists; ${unsuited.written} belongs to a program that is copied.`,
          'Write: handle-lens samples leak-in-a-loop -o loop.hsim',
        )
      : usage(
          'The option --json belongs to the list of samples.',
          'Write: handle-lens samples --json',
        );
  }
  return name === undefined
    ? ok({ kind: 'samples', json: has(options, '--json') })
    : ok({
        kind: 'program',
        name,
        output: valuesOf(options, '--output').at(-1) ?? null,
        force: has(options, '--force'),
      });
}

function parseDap(words: readonly string[], options: readonly GivenOption[]): Result<CliArguments> {
  if (words[0] !== undefined) {
    return tooMany('dap', words[0]);
  }
  const written = valuesOf(options, '--port').at(-1);
  const host = valuesOf(options, '--host').at(-1) ?? null;
  if (written === undefined) {
    return host === null
      ? ok({ kind: 'dap', port: null, host })
      : usage('The option --host needs --port too.', 'Write: handle-lens dap --port 4711 --host …');
  }
  const port = /^\d{1,5}$/.test(written) ? Number(written) : Number.NaN;
  if (!(port <= 65535)) {
    return usage(
      `"${written}" is not a port.`,
      'Give a number from 1 to 65535, or 0 for any free port.',
    );
  }
  return ok({ kind: 'dap', port, host });
}

function helpTopic(words: readonly string[]): Result<CliArguments> {
  const [word] = words;
  const topic = CLI_COMMANDS.find((name) => name === word) ?? null;
  return word === undefined || topic !== null ? ok({ kind: 'help', topic }) : unknownCommand(word);
}

function findOption(written: string): OptionDescription | undefined {
  return OPTIONS.find(({ name, aliases }) => name === written || aliases.includes(written));
}

function has(options: readonly GivenOption[], name: string): boolean {
  return options.some(({ description }) => description.name === name);
}

function valuesOf(options: readonly GivenOption[], name: string): readonly string[] {
  return options.filter(({ description }) => description.name === name).map(({ value }) => value);
}

function optionValues(options: readonly GivenOption[]): ReadonlyMap<string, readonly string[]> {
  return new Map(
    [...CHECK_OPTIONS, ...SITE_OPTIONS].map((name) => [name, valuesOf(options, name)] as const),
  );
}

function valueForm({ name }: OptionDescription): string {
  switch (name) {
    case '--command':
      return '-c "<commands>"';
    case '--output':
      return '-o <file>';
    case '--port':
      return '--port <number>';
    default:
      return name === '--host' ? `${name} <address>` : `${name} <value>`;
  }
}

function unknownOption(written: string): Failure {
  const names = OPTIONS.flatMap(({ name, aliases }) => [name, ...aliases]);
  const near = nearestName(written, names) ?? nearestName(`-${written}`, names);
  return usage(
    `There is no option ${written}.`,
    near === null ? 'Run "handle-lens --help" for all of them.' : `Did you mean ${near}?`,
  );
}

function unknownCommand(word: string): Result<CliArguments> {
  const near = nearestName(word, CLI_COMMANDS);
  return usage(
    `"${word}" is not something handle-lens does.`,
    near === null
      ? `To open a target, write: handle-lens open ${word.includes(' ') ? `"${word}"` : word}`
      : `Did you mean: handle-lens ${near}?`,
  );
}

function tooMany(command: CliCommandName, word: string): Result<CliArguments> {
  return usage(
    `"handle-lens ${command}" does not know what to do with "${word}".`,
    `Run "handle-lens ${command} --help" for its form.`,
  );
}

function usage(message: string, hint: string): Failure {
  return fail({ code: 'usage', message, hint });
}
