/** Opens a compiled script as a sample: its machine at the first place where the script stops the debugger. */

import type { Address } from '../../model/identifiers';
import { SimulatedTarget, type ProgramStop } from '../../simulator/simulatedTarget';
import type { Target } from '../../target/target';
import type { Engine } from '../run/engine';
import type { ScriptThread } from '../run/engineState';
import { startScript } from '../target/scriptMachine';
import { viewOf } from '../target/scriptView';
import { unpackProgram } from './builtProgram';

/** A sample as `npm run samples` writes it. */
export interface BuiltSample {
  /** As in `sample:<name>`. */
  readonly name: string;
  readonly description: string;
  /** See {@link unpackProgram}. */
  readonly program: string;
}

/** Runs the script to its first stop. Throws when it has none: a mistake in the sample. */
export function openScriptSample({ name, program }: BuiltSample): Target {
  const engine = startScript(unpackProgram(program));
  const stops = new SampleRun(engine);
  const first = stops.next();
  if (first === null) {
    throw new Error(`The script of sample:${name} does not stop anywhere.`);
  }
  return new ScriptSampleTarget(engine, `sample:${name}`, { first, stops });
}

/** Runs the engine from stop to stop. */
class SampleRun {
  private sentence = '';

  constructor(private readonly engine: Engine) {
    engine.watcher = {
      atStatement: () => false,
      atCall: () => false,
      atException: ({ isFatal }) => isFatal,
      atStop: (_thread, text) => {
        this.sentence = text;
        return true;
      },
      print: () => undefined,
    };
  }

  /** The next stop; null when the program has ended, or nothing in it will ever run again. */
  next(): ProgramStop | null {
    const { engine } = this;
    engine.run(Infinity);
    const { stoppedThread } = engine;
    return engine.wasInterrupted && stoppedThread !== null
      ? stopOf(stoppedThread, this.sentence)
      : null;
  }

  /** The stops behind the first. */
  *rest(): Generator<ProgramStop, void, undefined> {
    for (let stop = this.next(); stop !== null; stop = this.next()) {
      yield stop;
    }
  }
}

function stopOf({ sim }: ScriptThread, description: string): ProgramStop {
  return {
    reason: 'breakpoint',
    description,
    threadId: sim.threadId,
    processId: sim.process.processId,
  };
}

/** A simulated target whose threads stand in functions of a script. */
class ScriptSampleTarget extends SimulatedTarget {
  constructor(
    private readonly engine: Engine,
    title: string,
    run: { readonly first: ProgramStop; readonly stops: SampleRun },
  ) {
    const process = engine.context.machine.process(run.first.processId ?? 0) ?? engine.home;
    super({
      ...viewOf(engine, process),
      title,
      description: engine.program.settings.description ?? '',
      stop: run.first,
      steps: run.stops.rest(),
    });
  }

  override callStack(threadId: number): Promise<readonly Address[]> {
    const thread = this.engine.state.threads.find(({ sim }) => sim.threadId === threadId);
    const stack = thread === undefined ? [] : this.engine.stackOf(thread);
    return stack.length === 0 ? super.callStack(threadId) : Promise.resolve(stack);
  }
}
