/** Builds command descriptions without repeating what most of them have in common. */

import { fail, type Failure } from '../util/result';
import type { Problem } from '../util/problem';
import type { ArgumentDescription, Command, CommandContext } from './command';
import type { CommandResult, ErrorResult, ResultHeader } from './results';

/** Either mode of debugging. */
export type Mode = 'user' | 'kernel';

/** A command with everything optional left out. */
export interface CommandDefinition {
  readonly name: string;
  readonly aliases?: Command['aliases'];
  readonly summary: string;
  /** Forms, the same in both modes. */
  readonly forms: readonly string[];
  readonly modes?: Command['modes'];
  readonly arguments?: readonly ArgumentDescription[];
  readonly switches?: Command['switches'];
  readonly examples?: Command['examples'];
  readonly notes?: Command['notes'];
  run(context: CommandContext, argumentText: string): CommandResult | Promise<CommandResult>;
}

/**
 * Completes a definition: both modes, no aliases, no arguments, help built from the description. A command whose only form
 * is its name refuses arguments.
 */
export function defineCommand(definition: CommandDefinition): Command {
  const { name, forms } = definition;
  const takesNothing = forms.every((form) => form === name);
  return {
    name,
    aliases: definition.aliases ?? [],
    summary: definition.summary,
    usage: () => forms,
    modes: definition.modes ?? ['user', 'kernel'],
    arguments: () => definition.arguments ?? [],
    switches: definition.switches ?? [],
    examples: definition.examples ?? [],
    notes: definition.notes ?? [],
    helpText: () => null,
    run: async (context, argumentText) =>
      takesNothing && argumentText !== ''
        ? errorResult(context, usageProblem(`${name} does not take '${argumentText}'.`, forms))
        : await definition.run(context, argumentText),
  };
}

/** The part of a result that repeats the question. */
export function headerOf(context: CommandContext): ResultHeader {
  return { command: context.text, target: context.target.info };
}

/** An error result. */
export function errorResult(context: CommandContext, problem: Problem): ErrorResult {
  return { ...headerOf(context), kind: 'error', problem };
}

/** A failure because the command was typed wrongly: what is wrong, and the right forms. */
export function usageFailure(message: string, forms: readonly string[]): Failure {
  return fail(usageProblem(message, forms));
}

function usageProblem(message: string, forms: readonly string[]): Problem {
  return { code: 'usage', message, hint: `Usage: ${forms.join(' | ')}` };
}
