/** Says what a file is from its first bytes, and what to record instead when it is no minidump. */

import { BinaryView } from '../util/binaryView';
import type { ByteSource } from '../util/byteSource';
import type { Problem } from '../util/problem';
import { unmarkedUtf16 } from '../util/unmarkedUtf16';
import { describeKernelDump } from './kernelDump';

/** Bytes of a file that are looked at: a kernel dump's header and the start of the next one. */
const HEAD = 0x2040;
const MINIDUMP = 0x504d_444d;
const MINIDUMP_BIG_ENDIAN = 0x4d44_4d50;

/**
 * What a file is. `text` may be a log that somebody can read; the problem says what it is to those who want a dump.
 */
export type FileIdentity =
  { readonly kind: 'minidump' } | { readonly kind: 'text' | 'other'; readonly problem: Problem };

/** How to record a dump that can be read. */
export const HOW_TO_RECORD =
  'Record the process with .dump /mh in WinDbg or with procdump -ma, and open that file.';

/** Looks at the first bytes of a file. Anything but a minidump comes with a problem that says what it is. */
export async function identifyFile(source: ByteSource): Promise<FileIdentity> {
  const view = new BinaryView(await source.read(0, HEAD));
  if (view.has(0, 4) && view.u32(0) === MINIDUMP) {
    return { kind: 'minidump' };
  }
  const kernel = describeKernelDump(view);
  if (kernel !== null) {
    return other('kernel-dump', `${kernel.what} ${kernel.missing}`, kernel.hint);
  }
  const known = describeSignature(view) ?? describeContent(view);
  const found = other(known.code, known.message, known.hint ?? HOW_TO_RECORD);
  return TEXT_CODES.has(known.code) ? { ...found, kind: 'text' } : found;
}

const TEXT_CODES: ReadonlySet<string> = new Set(['file-debugger-log', 'file-text']);

function other(
  code: string,
  message: string,
  hint: string,
): Extract<FileIdentity, { readonly problem: Problem }> {
  return { kind: 'other', problem: { code, message, where: 'offset 0x0', hint } };
}

interface Description {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

interface Signature extends Description {
  readonly bytes: readonly number[];
}

const UNPACK = 'Unpack it first and open the .dmp file that is in it.';

const ascii = (text: string): number[] => Array.from(text, (character) => character.charCodeAt(0));

function packed(format: string, bytes: readonly number[]): Signature {
  return {
    bytes,
    code: 'file-compressed',
    message: `This is a ${format} archive, not a dump.`,
    hint: UNPACK,
  };
}

function strange(format: string, bytes: readonly number[]): Signature {
  return { bytes, code: 'file-foreign', message: `This is a ${format}, not a dump of a process.` };
}

const SIGNATURES: readonly Signature[] = [
  packed('gzip', [0x1f, 0x8b]),
  packed('ZIP', [0x50, 0x4b, 3, 4]),
  packed('cabinet (CAB)', ascii('MSCF')),
  packed('7-Zip', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]),
  packed('xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]),
  packed('Zstandard', [0x28, 0xb5, 0x2f, 0xfd]),
  packed('bzip2', ascii('BZh')),
  packed('RAR', ascii('Rar!')),
  {
    bytes: ascii('Microsoft C/C++ MSF 7.00'),
    code: 'file-pdb',
    message: 'This is a PDB file: symbols of a program, not a dump of a process.',
  },
  strange('PNG image', [0x89, 0x50, 0x4e, 0x47]),
  strange('JPEG image', [0xff, 0xd8, 0xff]),
  strange('PDF document', ascii('%PDF-')),
  strange('Windows event log', ascii('ElfFile')),
  strange('SQLite database', ascii('SQLite format 3')),
  {
    bytes: ascii('USERDUMP'),
    code: 'file-user-dump',
    message:
      'This is a user-mode dump in the format before Windows XP, not a minidump: it holds no handles.',
  },
  {
    bytes: ascii('HIBR'),
    code: 'file-hibernation',
    message: 'This is a Windows hibernation file, which Handle Lens does not read.',
  },
];

function describeSignature(view: BinaryView): Description | null {
  if (view.has(0, 4) && view.u32(0) === MINIDUMP_BIG_ENDIAN) {
    return {
      code: 'minidump-foreign',
      message:
        'This is a minidump of a big-endian machine, so not of Windows: it holds no Windows handles.',
    };
  }
  return (
    SIGNATURES.find(({ bytes }) => bytes.every((byte, index) => view.bytes[index] === byte)) ??
    describeElf(view) ??
    describeMachO(view) ??
    describePe(view)
  );
}

const ELF_CORE = 4;

function describeElf(view: BinaryView): Description | null {
  if (!view.has(0, 0x14) || view.u32(0) !== 0x464c_457f) {
    return null;
  }
  return view.u16(0x10) === ELF_CORE
    ? {
        code: 'file-elf-core',
        message: 'This is an ELF core dump, as Linux writes it: it holds no Windows handles.',
      }
    : { code: 'file-elf', message: 'This is an ELF program or library, not a dump of a process.' };
}

const MACH_O = new Set([0xfeed_face, 0xfeed_facf, 0xcefa_edfe, 0xcffa_edfe]);
const MACH_O_CORE = 4;

function describeMachO(view: BinaryView): Description | null {
  if (!view.has(0, 16) || !MACH_O.has(view.u32(0))) {
    return null;
  }
  return view.u32(12) === MACH_O_CORE
    ? {
        code: 'file-macho-core',
        message: 'This is a Mach-O core dump, as macOS writes it: it holds no Windows handles.',
      }
    : {
        code: 'file-macho',
        message: 'This is a Mach-O program or library, not a dump of a process.',
      };
}

function describePe(view: BinaryView): Description | null {
  return view.has(0, 2) && view.u16(0) === 0x5a4d
    ? {
        code: 'file-program',
        message: 'This is a Windows program or library (MZ), not a dump of a process.',
      }
    : null;
}

/** For files without a known signature: empty, never written, text or unknown. */
function describeContent(view: BinaryView): Description {
  if (view.length === 0) {
    return { code: 'file-empty', message: 'The file is empty: the dump was never written.' };
  }
  if (view.bytes.every((byte) => byte === 0)) {
    return {
      code: 'file-zeros',
      message:
        'The file begins with nothing but zeros: the dump was never written, or the disk was full.',
    };
  }
  const text = asText(view.bytes);
  if (text === null) {
    return {
      code: 'file-unknown',
      message: 'This is not a minidump: its first four bytes should be MDMP.',
    };
  }
  return isDebuggerText(text)
    ? {
        code: 'file-debugger-log',
        message: 'This is the text of a debugger session, not a dump.',
      }
    : { code: 'file-text', message: 'This is a text file, not a dump.' };
}

/** One in so many characters of a text may be a control character: consoles leave some, other files have more. */
const CONTROL_SHARE = 16;

/** The bytes as text: UTF-16, or 8-bit with few control characters; null when they are neither. */
function asText(bytes: Uint8Array): string | null {
  const unmarked = unmarkedUtf16(bytes);
  const isLittle = unmarked === 'utf-16le' || (bytes[0] === 0xff && bytes[1] === 0xfe);
  const isBig = unmarked === 'utf-16be' || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const first = unmarked === null ? 2 : 0;
  const half = isLittle ? 0 : 1;
  const narrow =
    isLittle || isBig ? bytes.filter((_, index) => index >= first && index % 2 === half) : bytes;
  let text = '';
  let controls = 0;
  for (const byte of narrow) {
    if (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 12) {
      controls++;
    }
    text += String.fromCharCode(byte);
  }
  return controls * CONTROL_SHARE > text.length ? null : text;
}

/** Prompts, banners and the first lines of `!handle` and `!htrace`. */
function isDebuggerText(text: string): boolean {
  return (
    /^\s*(\d+:\d+(:x86)?>|(\d+: )?l?kd>)/m.test(text) ||
    /!htrace|!handle|Windows Debugger Version|^Handle = 0x|^Handle [0-9a-f]+\s*$/im.test(text)
  );
}
