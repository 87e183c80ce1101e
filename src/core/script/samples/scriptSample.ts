/** Opens a compiled script as a sample: its machine at the first place where the script stops the debugger. */

import type { Address } from '../../model/identifiers';
import { SimulatedTarget, type ProgramStop } from '../../simulator/simulatedTarget';
import type { Target } from '../../target/target';
import type { Engine } from '../run/engine';
import { describeException } from '../debug/stopWords';
import type { ScriptException, ScriptThread } from '../run/engineState';
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
  /** The exception at which the program stopped; null at stops for another reason. */
  raised: ScriptException | null = null;

  constructor(private readonly engine: Engine) {
    engine.watcher = {
      atStatement: () => false,
      atCall: () => false,
      atException: (exception) => {
        const stops = exception.isFatal || exception.text !== '';
        this.raised = stops ? exception : this.raised;
        return stops;
      },
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
    this.raised = null;
    engine.run(Infinity);
    const { stoppedThread } = engine;
    return engine.wasInterrupted && stoppedThread !== null ? this.stopIn(stoppedThread) : null;
  }

  private stopIn(thread: ScriptThread): ProgramStop {
    const { raised, sentence } = this;
    return raised === null ? stopOf(thread, sentence) : exceptionStop(raised);
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

function exceptionStop(exception: ScriptException): ProgramStop {
  const { thread, code, address } = exception;
  const { threadId, process } = thread.sim;
  const place = { threadId, processId: process.processId };
  return {
    reason: 'exception',
    description: describeException(exception),
    ...place,
    exception: { code, address, ...place, firstChance: true, parameters: [] },
  };
}

/** A simulated target whose threads stand in functions of a script. */
class ScriptSampleTarget extends SimulatedTarget {
  private readonly stops: SampleRun;

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
    this.stops = run.stops;
  }

  override callStack(threadId: number): Promise<readonly Address[]> {
    const thread = this.engine.state.threads.find(({ sim }) => sim.threadId === threadId);
    const { raised } = this.stops;
    const isRaising = raised !== null && raised.thread === thread && raised.stack.length > 0;
    const own = thread === undefined ? [] : this.engine.stackOf(thread);
    const stack = isRaising ? raised.stack : own;
    return stack.length === 0 ? super.callStack(threadId) : Promise.resolve(stack);
  }
}
