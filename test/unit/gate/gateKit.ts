/** Targets and reports for the tests of the gate. */

import { DEFAULT_GATE, type GateConfig } from '../../../src/core/analysis/gate/gateConfig';
import type { Baseline } from '../../../src/core/analysis/gate/baseline';
import type { GateReport } from '../../../src/core/analysis/gate/gateReport';
import { checkTarget } from '../../../src/core/commands/gate/checkTarget';
import type { HandleTrace } from '../../../src/core/model/handleTrace';
import type { Target } from '../../../src/core/target/target';
import { neverCancelled } from '../../../src/core/util/cancellation';
import { FakeTarget, fakeHandle, fakeTrace } from '../../support/fakeTarget';
import { valueOf } from '../../support/openDump';

const SYMBOLS = {
  '1000': 'ntdll!NtCreateEvent+0x14',
  '2000': 'ntdll!NtClose+0x14',
  '3000': 'app!Cache::Add+0x10',
  '3100': 'app!Cache::Add+0x99',
  '4000': 'app!Loop+0x20',
  '7000': 'app!<Use>|`x`+0x30',
};

/** A program that opens `leaked` events at one place and closes none, after `closed` that it closes. */
export function leakingTarget(leaked: number, closed = 40, place = 0x3000): FakeTarget {
  const traces: HandleTrace[] = [];
  const handles = [];
  let value = 4;
  const each = Math.max(1, Math.floor(closed / Math.max(1, leaked)));
  for (let index = 0; index < leaked; index++) {
    for (let pair = 0; pair < each; pair++) {
      traces.unshift(fakeTrace('open', 0x9000, [0x1000, place, 0x4000]));
      traces.unshift(fakeTrace('close', 0x9000, [0x2000, 0x4000]));
    }
    traces.unshift(fakeTrace('open', value, [0x1000, place, 0x4000]));
    handles.push(fakeHandle(value, 'Event'));
    value += 4;
  }
  return new FakeTarget({
    handles,
    traces,
    symbols: SYMBOLS,
    traceFacts: { lost: 0, recorded: traces.length, slots: 65536 },
  });
}

/** A program that uses a handle after its close. */
export function staleTarget(): FakeTarget {
  return new FakeTarget({
    handles: [fakeHandle(4, 'Key')],
    traces: [
      fakeTrace('badref', 0x3c, [0x7000, 0x4000]),
      fakeTrace('close', 0x3c, [0x2000, 0x4000]),
      fakeTrace('open', 0x3c, [0x1000, 0x4000]),
    ],
    symbols: SYMBOLS,
    traceFacts: { lost: 0, recorded: 3, slots: 4096 },
  });
}

/** Checks a target. */
export async function checked(
  target: Target,
  config: Partial<GateConfig> = {},
  baseline: Baseline | null = null,
): Promise<GateReport> {
  return valueOf(
    await checkTarget(target, {
      config: { ...DEFAULT_GATE, ...config },
      baseline,
      baselinePath: baseline === null ? null : 'handles.json',
      token: neverCancelled,
      progress: () => undefined,
    }),
  );
}

/** The findings in short: `leak!` fails, `leak` does not. */
export function found({ verdict }: GateReport): readonly string[] {
  return verdict.findings.map(({ rule, fails, state }) => `${rule}${fails ? '!' : ''} ${state}`);
}
