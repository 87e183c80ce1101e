/** The arguments of `!handle` on kernel-mode targets. */

import { handleValue, type HandleValue } from '../../model/identifiers';
import type { HandleTableSelector } from '../../target/target';
import { fail, ok, type Result } from '../../util/result';
import type { CommandContext } from '../command';
import { chooseProcess, type ProcessChoice } from '../resolveProcess';
import { explainTypeInFront, handleAndFlags, isAllHandles } from './handleArguments';

const FLAG_KERNEL_TABLE = 0x10;
const FLAG_CLIENT_ID = 0x20;
const ARGUMENTS = { usualFlags: 3, form: '!handle 0 3 -1' };

/** What was asked for. */
export interface KernelQuery {
  /** Null for all handles. */
  readonly handle: HandleValue | null;
  /** The value to look up: as {@link handle}, kernel handles without their high bits. */
  readonly lookup: HandleValue;
  readonly flags: number;
  readonly choice: ProcessChoice;
  readonly typed: string | null;
  readonly table: HandleTableSelector;
}

/** Reads `[Handle [KMFlags [Process [TypeName]]]]`; flags default to 3, the process to the current one. */
export async function parseKernelQuery(
  context: CommandContext,
  pieces: readonly string[],
): Promise<Result<KernelQuery>> {
  const [, , processText, ...typeWords] = pieces;
  const numbers = await handleAndFlags(context, pieces, ARGUMENTS);
  if (!numbers.ok) {
    return numbers;
  }
  const { handle, flags } = numbers.value;
  const choice = await chooseProcess(processText, context);
  if (!choice.ok) {
    return {
      ok: false,
      problem: explainTypeInFront(processText ?? '', choice.problem, ARGUMENTS.form),
    };
  }
  const all = isAllHandles(handle, context.target.info);
  const kernelHandle = !all && isKernelHandle(handle);
  const table = chooseTable(flags, kernelHandle);
  if (table !== 'process' && choice.value.kind === 'all') {
    return fail({
      code: 'usage',
      message:
        'There is only one kernel handle table, so all processes (0) cannot be combined with it.',
      hint: 'Leave Process out: !handle 0 13',
    });
  }
  return ok({
    handle: all ? null : handle,
    lookup: kernelHandle ? handleValue(handle & 0x7fff_ffffn) : handle,
    flags,
    choice: choice.value,
    typed: typeWords.length === 0 ? null : typeWords.join(' '),
    table,
  });
}

/** Kernel handles have bit 31 set, on 64-bit targets sign-extended or as the debugger prints them (domain.md 1.1). */
function isKernelHandle(value: HandleValue): boolean {
  const high = value >> 32n;
  return (value & 0x8000_0000n) !== 0n && (high === 0n || high === 0xffff_ffffn);
}

function chooseTable(flags: number, kernelHandle: boolean): HandleTableSelector {
  if ((flags & FLAG_CLIENT_ID) !== 0) {
    return 'cid';
  }
  return (flags & FLAG_KERNEL_TABLE) !== 0 || kernelHandle ? 'kernel' : 'process';
}
