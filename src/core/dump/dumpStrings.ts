/** MINIDUMP_STRING: a 32-bit byte length and UTF-16LE text, anywhere in the file (domain.md 5, dump-facts 4 to 6). */

import { hex0x } from '../util/hex';
import { placeItems, readScattered } from '../util/scatteredReads';
import { decodeUtf16 } from '../util/utf16';
import type { DumpFile } from './dumpFile';

/** Longest text that is read, bytes; a UNICODE_STRING holds no more. */
const MAXIMUM_BYTES = 0xfffe;
/** Bytes fetched for each string at first; nearly all fit. */
const REACH = 512;
/** Most characters of one call, so that strings that overlap each other do not multiply a small file. */
const BUDGET = 4 * 1024 * 1024;

/**
 * Reads the strings at some file offsets (bytes, 0 = none), in the order given. Null where there is none, it is empty or
 * it lies outside the file; what is wrong is reported as `what`. Equal offsets share one string.
 */
export async function readStrings(
  file: DumpFile,
  rvas: ArrayLike<number>,
  what: string,
): Promise<(string | null)[]> {
  const reader = new StringReader(file, what);
  const texts = new Array<string | null>(rvas.length).fill(null);
  const wanted: number[] = [];
  for (let index = 0; index < rvas.length; index++) {
    if (rvas[index] !== 0) {
      wanted.push(index);
    }
  }
  const placed = placeItems(wanted.map((index) => rvas[index] ?? 0));
  const decoded = await reader.read(placed.offsets);
  decoded.forEach((text, index) => {
    texts[wanted[placed.order[index] ?? 0] ?? 0] = text;
  });
  return texts;
}

/** Says how many bytes of text there really are, and reports what does not fit. */
export function checkedLength(
  file: DumpFile,
  text: { readonly what: string; readonly offset: number; readonly declared: number },
): number {
  const { what, offset, declared } = text;
  const room = Math.max(0, file.source.size - offset - 4);
  const length = Math.min(declared, room, MAXIMUM_BYTES);
  if (length < declared) {
    file.problems.add('string-too-long', hex0x(offset), () => ({
      message: `The ${what} declares ${declared} bytes of text; ${length} are read.`,
      hint: 'The dump is damaged there, or the file is cut off.',
    }));
  } else if (declared % 2 === 1) {
    file.problems.add('string-odd', hex0x(offset), () => ({
      message: `The ${what} has an odd length of ${declared} bytes; the last byte is left out.`,
    }));
  }
  return length;
}

/** Reports a string whose place is outside the file. */
export function reportOutside(file: DumpFile, what: string, offset: number): void {
  file.problems.add('string-outside-file', hex0x(offset), () => ({
    message: `The ${what} is outside the file, which has ${hex0x(file.source.size)} bytes.`,
    hint: 'It is shown as absent.',
  }));
}

class StringReader {
  private budget = BUDGET;

  constructor(
    private readonly file: DumpFile,
    private readonly what: string,
  ) {}

  /** The strings at ascending offsets. */
  async read(offsets: Float64Array): Promise<(string | null)[]> {
    const { file, what } = this;
    const texts = new Array<string | null>(offsets.length).fill(null);
    const long: number[] = [];
    const options = { reach: REACH, token: file.token };
    await readScattered(file.source, offsets, options, (index, view, at, available) => {
      const offset = offsets[index] ?? 0;
      if (index > 0 && offset === offsets[index - 1]) {
        texts[index] = texts[index - 1] ?? null;
      } else if (available < 4) {
        reportOutside(file, what, offset);
      } else {
        const declared = view.getUint32(at, true);
        const length =
          declared <= available - 4 && declared % 2 === 0
            ? declared
            : checkedLength(file, { what, offset, declared });
        if (length > available - 4) {
          long.push(index);
        } else {
          texts[index] = this.decode(view, at + 4, length);
        }
      }
    });
    await this.readLong(offsets, texts, long);
    return texts;
  }

  /** The few that are longer than what was fetched; one that repeats an offset finds it read already. */
  private async readLong(
    offsets: Float64Array,
    texts: (string | null)[],
    long: readonly number[],
  ): Promise<void> {
    const reach = MAXIMUM_BYTES + 4;
    const places = Float64Array.from(long, (index) => offsets[index] ?? 0);
    const options = { reach, token: this.file.token };
    await readScattered(this.file.source, places, options, (place, view, at, available) => {
      if (available >= 4) {
        const length = Math.min(view.getUint32(at, true), available - 4, MAXIMUM_BYTES);
        texts[long[place] ?? 0] = this.decode(view, at + 4, length);
      }
    });
    for (let index = 1; index < offsets.length && long.length > 0; index++) {
      if (offsets[index] === offsets[index - 1]) {
        texts[index] = texts[index - 1] ?? null;
      }
    }
  }

  private decode(view: DataView, at: number, length: number): string | null {
    if (length < 2) {
      return null;
    }
    this.budget -= length / 2;
    if (this.budget < 0) {
      this.file.problems.add('strings-too-many', this.what, () => ({
        message: `The texts of one page take more than ${BUDGET} characters; the rest is left out.`,
        hint: 'The dump is damaged: its strings overlap each other.',
      }));
      return null;
    }
    return decodeUtf16(view, at, length);
  }
}
