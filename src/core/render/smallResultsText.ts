/** The text of results that are not lists of handles or traces. */

import type {
  CloseHandleResult,
  ExpressionResult,
  ModulesResult,
  NearestSymbolResult,
  ProcessesResult,
  StackResult,
  ThreadsResult,
  TracingResult,
  VersionResult,
} from '../commands/results';
import type { TargetInfo } from '../target/targetInfo';
import { hex, hexAddress, hexPadded } from '../util/hex';
import { describeProblem } from '../util/problem';
import { escapeText } from './escapeText';
import { formatFrame } from './formatFrame';

/** `!htrace -enable`, `-snapshot`, `-disable`. */
export function tracingText(result: TracingResult): string {
  const snapshot = 'Handle tracing information snapshot successfully taken.\n';
  switch (result.action) {
    case 'enable':
      return `Handle tracing enabled.\n${snapshot}`;
    case 'snapshot':
      return snapshot;
    case 'disable':
      return 'Handle tracing disabled.\n';
  }
}

/** `.closehandle`. */
export function closeHandleChunks(result: CloseHandleResult): readonly string[] {
  return [
    ...result.closed.map((handle) => `Closed handle ${hex(handle)}\n`),
    ...result.failed.map(({ problem }) => `${escapeText(describeProblem(problem))}\n`),
    ...(result.closed.length + result.failed.length === 0 ? ['The process has no handles.\n'] : []),
  ];
}

/** Stands for an address that the target does not know. */
const UNKNOWN_ADDRESS = '?';

/** `lm`. */
export function moduleChunks(result: ModulesResult): readonly string[] {
  const { pointerSize } = result.target;
  const width = pointerSize === 4 ? 8 : 17;
  const symbols = {
    simulated: '(simulated symbols)',
    exports: '(export symbols)',
    printed: '(printed symbols)',
    none: '(no symbols)',
  };
  const nameWidth = Math.max(8, ...result.modules.map((module) => module.name.length));
  const head = `${'start'.padEnd(width)} ${'end'.padEnd(width)}   module name\n`;
  return [
    head,
    ...result.modules.map((module) => {
      const { base, size } = module;
      const place =
        base === null || size === null
          ? [UNKNOWN_ADDRESS.padEnd(width), UNKNOWN_ADDRESS.padEnd(width)]
          : [base, BigInt.asUintN(64, base + BigInt(size))].map((at) =>
              hexAddress(at, pointerSize),
            );
      const name = escapeText(module.name).padEnd(nameWidth);
      return `${place.join(' ')}   ${name} ${symbols[module.symbols]}  ${escapeText(module.path)}`
        .trimEnd()
        .concat('\n');
    }),
  ];
}

/** `~`. */
export function threadChunks(result: ThreadsResult): readonly string[] {
  const { pointerSize } = result.target;
  return result.threads.map((thread, index) => {
    const mark = thread.threadId === result.currentThreadId ? '.' : ' ';
    const name = thread.name === null ? '' : ` "${escapeText(thread.name)}"`;
    const teb = thread.teb === null ? UNKNOWN_ADDRESS : hexAddress(thread.teb, pointerSize);
    return `${mark} ${String(index).padStart(2)}  Id: ${hex(thread.processId)}.${hex(thread.threadId)} Suspend: ${hex(thread.suspendCount)} Teb: ${teb} Unfrozen${name}\n`;
  });
}

/** `|`. */
export function processChunks(result: ProcessesResult): readonly string[] {
  return result.processes.map((process, index) => {
    const mark = process.processId === result.currentProcessId ? '.' : ' ';
    const object =
      process.kernel === undefined
        ? ''
        : `\tobject: ${hexPadded(process.kernel.object, result.target.pointerSize * 2)}`;
    const id = process.idUnrecorded === true ? '?' : hex(process.processId);
    return `${mark} ${String(index).padStart(2)}\tid: ${id}\tparent: ${hex(process.parentProcessId)}${object}\tname: ${escapeText(process.image)}\n`;
  });
}

/** `k`. */
export function stackChunks(result: StackResult): readonly string[] {
  const { pointerSize } = result.target;
  const width = pointerSize === 4 ? 8 : 17;
  return [
    ` # ${'Address'.padEnd(width)} Call Site\n`,
    ...result.frames.map(
      (frame, index) =>
        `${hexPadded(index, 2)} ${frame.addressUnrecorded === true ? UNKNOWN_ADDRESS.padEnd(width) : hexAddress(frame.address, pointerSize)} ${formatFrame(frame)}\n`,
    ),
    ...(result.note === null ? [] : [`${result.note}\n`]),
  ];
}

/** `?`: decimal with sign, then hexadecimal. */
export function expressionText(result: ExpressionResult): string {
  const signed = BigInt.asIntN(64, result.value);
  const fits = signed >= -0x8000_0000n && signed <= 0xffff_ffffn;
  const text =
    result.target.pointerSize === 4 && fits
      ? hexPadded(BigInt.asUintN(32, result.value), 8)
      : hexAddress(result.value, 8);
  return `Evaluate expression: ${signed} = ${text}\n`;
}

/** `ln`: the symbols on both sides, and whether the address is exactly a symbol's. */
export function nearestSymbolText(result: NearestSymbolResult): string {
  const { before, after } = result.nearby;
  const { pointerSize } = result.target;
  if (before === null && after === null) {
    return `No symbol is known near ${hexAddress(result.address, pointerSize)}.\n`;
  }
  const sides: string[] = [];
  if (before !== null) {
    const distance = result.address - before.address;
    const plus = distance === 0n ? '' : `+0x${hex(distance)}`;
    sides.push(`(${hexAddress(before.address, pointerSize)})   ${escapeText(before.name)}${plus}`);
  }
  if (after !== null) {
    sides.push(`(${hexAddress(after.address, pointerSize)})   ${escapeText(after.name)}`);
  }
  const exact =
    before?.address === result.address ? `Exact matches:\n    ${escapeText(before.name)}\n` : '';
  return `${sides.join('   |  ')}\n${exact}`;
}

/** `version` and `vertarget`. */
export function versionChunks(result: VersionResult): readonly string[] {
  const lines = [...targetLines(result.target)];
  if (result.withTool) {
    lines.push(`Handle Lens ${result.toolVersion}`);
  }
  return [
    lines.map((line) => `${line}\n`).join(''),
    ...result.problems.map((problem) => `${escapeText(describeProblem(problem))}\n`),
  ];
}

function targetLines(target: TargetInfo): readonly string[] {
  const { windows } = target;
  const system =
    windows === null
      ? 'Windows version not recorded'
      : `${windows.name} (${windows.major}.${windows.minor}.${windows.build})`;
  const kind = `${target.mode === 'kernel' ? 'Kernel mode' : 'User mode'}, ${target.liveness === 'live' ? 'live' : 'dump'}${target.simulated ? ', simulated' : ''}`;
  return [
    `${system} ${target.architecture}`,
    escapeText(target.description),
    `${kind}: ${escapeText(target.title)}`,
  ];
}
