/** What a command is: one description that feeds execution, help, completion and documentation. */

import type { HandleTable } from '../analysis/handleTable';
import type { Target } from '../target/target';
import type { SavedDump, SaveDumpRequest } from '../target/writtenDump';
import type { CancellationToken } from '../util/cancellation';
import type { Result } from '../util/result';
import type { CommandResult } from './results';
import type { DebuggerState } from './debuggerState';

/** What the shell around the interpreter can do for a command. */
export interface CommandHost {
  /**
   * Opens a log file for `.logopen`; returns the path that was opened. Rejects with a readable message or, where that needs a next
   * step of its own, with a ProblemError.
   */
  openLog(path: string, append: boolean): Promise<string>;
  /** Closes the log file; null when none is open. */
  closeLog(): Promise<string | null>;
  /**
   * Opens another target, to compare with: a path or `sample:<name>`. The caller closes it. Fails where the shell has no
   * files.
   */
  openTarget(spec: string, token: CancellationToken): Promise<Result<Target>>;
  /** Writes a process of a target as a minidump file. Fails where the shell has no files. */
  saveDump(
    target: Target,
    request: SaveDumpRequest,
    token: CancellationToken,
  ): Promise<Result<SavedDump>>;
  /** Lets the shell do other things during long work. */
  yieldNow(): Promise<void>;
  /** Called between steps of long work: how much is done, 0 to 1, or undefined when unknown. */
  progress(message: string, fraction?: number): void;
  /** The shell's own table of a process, where it keeps one for its views. */
  handleTable?(processId: number, token: CancellationToken): Promise<Result<HandleTable>>;
}

/** What a running command can use. */
export interface CommandContext {
  readonly target: Target;
  /** Radix, snapshots, current process and thread of this debugging session. */
  readonly state: DebuggerState;
  readonly host: CommandHost;
  readonly token: CancellationToken;
  /** The command as typed. */
  readonly text: string;
}

/** Arguments of the commands about USER handles. */
export type UserArgument =
  'userHandle' | 'userFlags' | 'userType' | 'userProcess' | 'userThread' | 'structure' | 'field';

/** An argument as help and completion show it. */
export interface ArgumentDescription {
  readonly name: string;
  /** What values it takes, one sentence. */
  readonly description: string;
  /** The values it takes, where they are few. */
  readonly choices?: readonly string[];
  /** What completion offers here besides. */
  readonly completes:
    | 'handle'
    /** A handle or a USER handle. */
    | 'anyHandle'
    | 'flags'
    | 'type'
    /** An object type, or with `USER:` a type of USER objects. */
    | 'anyType'
    | 'process'
    | 'number'
    | 'path'
    | 'command'
    | 'snapshot'
    | 'query'
    | 'none'
    | UserArgument;
}

/** A switch such as `-diff`. */
export interface SwitchDescription {
  readonly name: string;
  readonly description: string;
  /** Only in this mode; in both without it. */
  readonly mode?: 'user' | 'kernel';
  /** The value that follows it; none by default. */
  readonly value?: ArgumentDescription;
  /** Number of the argument that comes after the switch and its value, from 0; none by default. */
  readonly next?: number;
}

/** A command line and what it shows. */
export interface CommandExample {
  readonly line: string;
  readonly shows: string;
  /** Only in this mode; in both without it. */
  readonly mode?: 'user' | 'kernel';
}

/** One debugger command. */
export interface Command {
  /** As typed, with its prefix: `!handle`, `.help`, `lm`. */
  readonly name: string;
  readonly aliases: readonly string[];
  /** One sentence. */
  readonly summary: string;
  /** Forms, one per line of usage; may differ by mode. */
  usage(mode: 'user' | 'kernel'): readonly string[];
  readonly modes: readonly ('user' | 'kernel')[];
  arguments(mode: 'user' | 'kernel'): readonly ArgumentDescription[];
  readonly switches: readonly SwitchDescription[];
  /** Examples for help and documentation. */
  readonly examples: readonly CommandExample[];
  /** What of the command was not checked against Windows, or differs from the real one; a sentence each. */
  readonly notes: readonly string[];
  /** The help text where a real debugger's is known; null builds it from the description. */
  helpText(mode: 'user' | 'kernel'): readonly string[] | null;
  /** Runs the command with what follows its name, trimmed. Expected failures are error results. */
  run(context: CommandContext, argumentText: string): Promise<CommandResult>;
}
