/** `!compare`: what differs between any two moments or targets. */

import { compareSnapshots, type ComparedBy } from '../../analysis/compare/comparison';
import { fail, ok, type Result } from '../../util/result';
import { evaluateCount, isSwitch, splitArguments } from '../argumentList';
import type { CommandContext } from '../command';
import { defineCommand, errorResult, headerOf, usageFailure } from '../defineCommand';
import type { CommandResult } from '../results';
import { workOf } from '../workOf';
import { NOW, resolveSide } from './resolveSide';

const FORMS = ['!compare [-all | -n Count] [-byvalue | -byname] <Before> [<After>]'];
/** Handles listed in each part of the text unless the user says otherwise. */
const MOST_LISTED = 20;

interface Options {
  readonly sides: readonly string[];
  readonly most: number;
  readonly by: ComparedBy | null;
}

/** The command `!compare`. */
export const compareCommand = defineCommand({
  name: '!compare',
  summary:
    'Compares two snapshots, dumps, logs or the present moment: opened, closed, replaced and changed handles, by type and by place.',
  forms: FORMS,
  arguments: [
    {
      name: 'Before',
      description: 'A snapshot, a path, sample:<name>, or now.',
      completes: 'snapshot',
    },
    { name: 'After', description: 'The same; now without it.', completes: 'snapshot' },
  ],
  switches: [
    { name: '-all', description: 'Lists every handle; 20 of each kind without it.' },
    { name: '-n', description: 'Lists at most so many handles of each kind.' },
    { name: '-byvalue', description: 'Takes equal handle values for the same handle.' },
    {
      name: '-byname',
      description: 'Matches handles by type and name, as for different processes.',
    },
  ],
  examples: [
    { line: '!compare before', shows: 'what differs between the snapshot "before" and now' },
    { line: '!compare first second', shows: 'what differs between two snapshots' },
    { line: '!compare "C:\\dumps\\monday.dmp"', shows: 'what differs between that dump and now' },
  ],
  notes: [
    'This command is not part of Windows debuggers. A value that was closed and opened again counts as replaced when its',
    'type, access, name or object differs, or when the trace log shows another opening.',
  ],
  run: async (context, argumentText) => await run(context, splitArguments(argumentText)),
});

async function run(context: CommandContext, pieces: readonly string[]): Promise<CommandResult> {
  const options = await parseOptions(pieces, context);
  if (!options.ok) {
    return errorResult(context, options.problem);
  }
  const [beforeText = NOW, afterText = NOW] = options.value.sides;
  const before = await resolveSide(beforeText, context);
  if (!before.ok) {
    return errorResult(context, before.problem);
  }
  const after = await resolveSide(afterText, context);
  if (!after.ok) {
    return errorResult(context, after.problem);
  }
  const comparison = await compareSnapshots(
    before.value,
    after.value,
    workOf(context),
    options.value.by,
  );
  return { ...headerOf(context), kind: 'comparison', comparison, most: options.value.most };
}

async function parseOptions(
  pieces: readonly string[],
  context: CommandContext,
): Promise<Result<Options>> {
  const sides: string[] = [];
  let most = MOST_LISTED;
  let by: ComparedBy | null = null;
  for (let at = 0; at < pieces.length; at++) {
    const piece = pieces[at] ?? '';
    if (!isSwitch(piece)) {
      sides.push(piece);
      continue;
    }
    switch (piece.toLowerCase()) {
      case '-all':
        most = Infinity;
        break;
      case '-n': {
        const count = await evaluateCount(pieces[++at] ?? '', context);
        if (!count.ok) {
          return count;
        }
        most = count.value;
        break;
      }
      case '-byvalue':
        by = 'value';
        break;
      case '-byname':
        by = 'name';
        break;
      default:
        return usageFailure(`!compare has no switch '${piece}'.`, FORMS);
    }
  }
  if (sides.length > 2) {
    return usageFailure(`!compare takes two sides; '${sides[2] ?? ''}' is one too many.`, FORMS);
  }
  if (sides.length === 0) {
    return noSides(context);
  }
  return ok({ sides, most, by });
}

function noSides({ state }: CommandContext): Result<Options> {
  const names = state.named.map(({ name }) => name);
  return fail({
    code: 'usage',
    message: '!compare needs to know what to compare with.',
    hint:
      names.length === 0
        ? 'Take a snapshot with !snapshot <Name>, let the program run, then use !compare <Name>. A path of a dump works too.'
        : `Name a snapshot: ${names.join(', ')}. A path of a dump works too.`,
  });
}
