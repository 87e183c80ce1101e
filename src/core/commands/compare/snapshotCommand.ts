/** `!snapshot`: keeps the handle table of this moment under a name. */

import type { NamedSnapshot } from '../../analysis/compare/namedSnapshot';
import { nearestName } from '../../util/nearestName';
import { fail, ok, type Result } from '../../util/result';
import { isSwitch, splitArguments } from '../argumentList';
import type { CommandContext } from '../command';
import { defineCommand, errorResult, headerOf, usageFailure } from '../defineCommand';
import { currentProcess } from '../resolveProcess';
import type { CommandResult } from '../results';
import { takeSnapshot } from './takeSnapshot';
import { NOW } from './resolveSide';

const FORMS = ['!snapshot', '!snapshot <Name>', '!snapshot -d <Name>'];
/** Names that cannot be mistaken for a path, a sample or a switch. */
const NAME = /^[A-Za-z0-9][\w-]*$/;

/** The command `!snapshot`. */
export const snapshotCommand = defineCommand({
  name: '!snapshot',
  summary:
    'Keeps the open handles of this moment under a name, for !compare; alone it lists those kept.',
  forms: FORMS,
  arguments: [{ name: 'Name', description: 'Letters, digits, - and _.', completes: 'snapshot' }],
  switches: [{ name: '-d', description: 'Deletes the snapshot.' }],
  examples: [
    { line: '!snapshot before', shows: 'keeps the handles as they are now' },
    { line: '!compare before', shows: 'what differs now' },
    { line: '!snapshot', shows: 'the snapshots of this session' },
  ],
  notes: [
    'This command is not part of Windows debuggers. !htrace -snapshot keeps a snapshot of the trace log, for !htrace -diff.',
  ],
  run: async (context, argumentText) => await run(context, splitArguments(argumentText)),
});

async function run(context: CommandContext, pieces: readonly string[]): Promise<CommandResult> {
  const [first, second, extra] = pieces;
  const snapshots = context.state.named;
  if (first === undefined) {
    return answer(context, 'list', null);
  }
  const isDeletion = first.toLowerCase() === '-d';
  if (isSwitch(first) && !isDeletion) {
    return errorResult(context, usageFailure(`!snapshot has no switch '${first}'.`, FORMS).problem);
  }
  const surplus = isDeletion ? extra : second;
  if (surplus !== undefined) {
    return errorResult(
      context,
      usageFailure(`!snapshot does not take '${surplus}'.`, FORMS).problem,
    );
  }
  if (isDeletion) {
    const known = findSnapshot(snapshots, second ?? '');
    if (!known.ok) {
      return errorResult(context, known.problem);
    }
    context.state.named = snapshots.filter((each) => each !== known.value);
    return answer(context, 'deleted', known.value);
  }
  return await take(context, first);
}

async function take(context: CommandContext, name: string): Promise<CommandResult> {
  if (!NAME.test(name) || name.toLowerCase() === NOW) {
    const problem =
      name.toLowerCase() === NOW
        ? `'${NOW}' always means the present moment; a snapshot needs another name.`
        : `'${name}' is no name for a snapshot: use letters, digits, - and _.`;
    return errorResult(context, usageFailure(problem, FORMS).problem);
  }
  const process = currentProcess(context);
  if (!process.ok) {
    return errorResult(context, process.problem);
  }
  const of = { name, target: context.target, process: process.value };
  const taken = await takeSnapshot(of, context);
  if (!taken.ok) {
    return errorResult(context, taken.problem);
  }
  const others = context.state.named.filter((each) => !isNamed(each, name));
  const isNew = others.length === context.state.named.length;
  context.state.named = [...others, taken.value];
  return answer(context, isNew ? 'taken' : 'replaced', taken.value);
}

/** The snapshot of that name, letter case ignored; the problem names the nearest. */
export function findSnapshot(
  snapshots: readonly NamedSnapshot[],
  name: string,
): Result<NamedSnapshot> {
  const found = snapshots.find((each) => isNamed(each, name));
  if (found !== undefined) {
    return ok(found);
  }
  const names = snapshots.map((each) => each.name);
  const nearest = nearestName(name, names);
  return fail({
    code: 'no-such-snapshot',
    message: name === '' ? 'No snapshot was named.' : `There is no snapshot '${name}'.`,
    hint:
      nearest !== null
        ? `Did you mean ${nearest}?`
        : names.length === 0
          ? 'Take one with !snapshot <Name>.'
          : `The snapshots are ${names.join(', ')}.`,
  });
}

function isNamed(snapshot: NamedSnapshot, name: string): boolean {
  return snapshot.name.toLowerCase() === name.toLowerCase();
}

function answer(
  context: CommandContext,
  action: 'taken' | 'replaced' | 'deleted' | 'list',
  subject: NamedSnapshot | null,
): CommandResult {
  const snapshots = context.state.named;
  return { ...headerOf(context), kind: 'snapshots', action, subject, snapshots };
}
