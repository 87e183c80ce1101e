/** A small traced program on any Windows version, for tests of the Win32 functions. */

import { buildModule } from '../../../../src/core/simulator/catalog/moduleImage';
import { startMachine } from '../../../support/machines/startMachine';
import { Caller } from '../../../../src/core/simulator/win32/caller';
import type { Machine } from '../../../../src/core/simulator/machine/machine';
import type { SimulatedProcess } from '../../../../src/core/simulator/machine/simulatedProcess';
import { SimulatedTraceStore } from '../../../../src/core/simulator/simulatedTraceStore';
import type { ProfileId } from '../../../../src/core/windows/profiles';

/** A record with its stack in words. */
export interface ReadRecord {
  readonly handle: number;
  readonly operation: string;
  readonly processId: number;
  /** `module!symbol+0x1f`, innermost first. */
  readonly frames: readonly string[];
  /** The same without kernel frames and displacements. */
  readonly functions: readonly string[];
}

/** The program. */
export interface Program {
  readonly machine: Machine;
  readonly process: SimulatedProcess;
  readonly main: Caller;
  /** Records so far, newest first. */
  readonly records: () => Promise<readonly ReadRecord[]>;
}

/** Starts a program whose `main` is ready to call something, with tracing on. */
export function startProgram(profile: ProfileId): Program {
  const { machine, context } = startMachine({
    profile,
    program: [
      buildModule({
        name: 'App',
        path: 'C:\\App.exe',
        base: 0x40_0000n,
        size: 0x8000,
        functions: 'main Work ThreadMain',
        seed: 'App',
      }),
    ],
  });
  const process = machine.createProcess({ image: 'App.exe', sessionId: 1 });
  const main = new Caller(context, machine.createThread(process));
  main.start('main', ['App!main+0x20']);
  machine.services.enableTracing(process, 0);
  const symbols = context.modules.symbols('kernel');
  return {
    machine,
    process,
    main,
    records: async () => {
      const { tracer } = process;
      if (tracer === null) {
        return [];
      }
      const store = new SimulatedTraceStore(tracer, false);
      const rows = Array.from({ length: store.count }, (_, row) => row);
      const traces = await store.records(rows);
      return traces.map((trace) => {
        const frames = trace.stack.map((place) => {
          const { module, symbol, displacement } = symbols.resolve(place);
          return `${module ?? ''}!${symbol ?? ''}+0x${displacement.toString(16)}`;
        });
        return {
          handle: Number(trace.handle),
          operation: trace.operation,
          processId: trace.processId,
          frames,
          functions: frames
            .map((frame) => frame.replace(/\+0x.*$/, ''))
            .filter((frame) => !/^(nt|ntoskrnl|win32k|win32kfull)!/.test(frame)),
        };
      });
    },
  };
}
