/** SystemInfo, MiscInfo and the comment of a minidump that is written (domain.md 5.4). */

import type { Architecture, TargetInfo } from '../../target/targetInfo';
import type { ProcessInfo } from '../../model/process';
import { NEWEST_FIRST_COMMENT, SIMULATED_COMMENT } from '../dumpComment';
import type { DumpOutput } from './dumpOutput';
import { windowsName } from '../windowsName';

const SYSTEM_INFO_SIZE = 0x38;
const MISC_INFO_SIZE = 24;
const PROCESS_ID_IS_VALID = 1;
const WINDOWS_NT = 2;
const WORKSTATION = 1;
const SERVER = 3;
/** PROCESSOR_ARCHITECTURE_*. */
const PROCESSORS: Readonly<Record<Architecture, number>> = {
  x86: 0,
  arm: 5,
  x64: 9,
  arm64: 12,
  unknown: 0xffff,
};

/** MINIDUMP_SYSTEM_INFO. A version that the target does not know is 0.0.0; processor details are never known. */
export function systemInfo(info: TargetInfo, output: DumpOutput): Uint8Array {
  const bytes = new Uint8Array(SYSTEM_INFO_SIZE);
  const view = new DataView(bytes.buffer);
  const { windows } = info;
  view.setUint16(0, PROCESSORS[architectureOf(info)], true);
  if (windows !== null) {
    view.setUint8(7, windowsName(windows, SERVER) === windows.name ? SERVER : WORKSTATION);
    view.setUint32(8, windows.major, true);
    view.setUint32(0xc, windows.minor, true);
    view.setUint32(0x10, windows.build, true);
  }
  view.setUint32(0x14, WINDOWS_NT, true);
  view.setUint32(0x18, output.text(''), true);
  return bytes;
}

/** The processor; one that is not known but has 32-bit pointers is written as x86, the only one that tells readers so. */
export function architectureOf({ architecture, pointerSize }: TargetInfo): Architecture {
  return architecture === 'unknown' && pointerSize === 4 ? 'x86' : architecture;
}

/** MINIDUMP_MISC_INFO with the process id, where the target knows it. */
export function miscInfo({ processId, idUnrecorded }: ProcessInfo): Uint8Array {
  const bytes = new Uint8Array(MISC_INFO_SIZE);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MISC_INFO_SIZE, true);
  if (idUnrecorded !== true) {
    view.setUint32(4, PROCESS_ID_IS_VALID, true);
    view.setUint32(8, processId, true);
  }
  return bytes;
}

/** The comment: who wrote the dump and from what, and whether a program ever ran. ASCII with a terminating zero. */
export function commentText(
  info: TargetInfo,
  process: ProcessInfo,
  options: {
    readonly writer: string;
    readonly comment?: string;
    readonly wholeHistory?: boolean;
    /** True when it is known that the first handle operation is the newest. */
    readonly newestFirst: boolean;
  },
): Uint8Array {
  const { writer, comment, wholeHistory, newestFirst } = options;
  const title = info.title.slice(
    Math.max(info.title.lastIndexOf('/'), info.title.lastIndexOf('\\')) + 1,
  );
  const origin = info.simulated
    ? `${SIMULATED_COMMENT}: no such process ever ran. Written by ${writer} from ${title}`
    : `Written by ${writer} from ${title}`;
  const who = process.image === '' ? '' : `, process ${process.image}`;
  const view = info.mode === 'kernel' ? ', as a kernel debugger sees it' : '';
  const history =
    wholeHistory === true
      ? ' Stream 18 holds every operation on handles since the program began, not only what a trace log has room for.'
      : '';
  const order = newestFirst ? ` ${NEWEST_FIRST_COMMENT}` : '';
  const text = `${origin}${who}${view}.${history}${order}${comment === undefined ? '' : ` ${comment}`}`;
  return Uint8Array.from({ length: text.length + 1 }, (_, index) => asciiOf(text, index));
}

/** The code of a character, `?` for what is no printable ASCII, 0 behind the end. */
function asciiOf(text: string, index: number): number {
  const code = text.charCodeAt(index);
  return index >= text.length ? 0 : code >= 0x20 && code < 0x7f ? code : 0x3f;
}
