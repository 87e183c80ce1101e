/** The animation of the README: PNG pictures read, and written as one animated PNG. */

import assert from 'node:assert/strict';
import { crc32, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { loadBuildModule } from './buildModule';

interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

interface Frame {
  readonly picture: Picture;
  readonly milliseconds: number;
}

interface Png {
  decodePng(file: Buffer): Picture;
  encodeAnimation(frames: readonly Frame[]): Buffer;
}

/** The chunks of a file; fails when a checksum is wrong. */
function chunksOf(file: Buffer): { kind: string; data: Buffer }[] {
  const chunks = [];
  for (let at = 8; at < file.length;) {
    const length = file.readUInt32BE(at);
    const body = file.subarray(at + 4, at + 8 + length);
    assert.equal(file.readUInt32BE(at + 8 + length), crc32(body));
    chunks.push({ kind: body.toString('latin1', 0, 4), data: body.subarray(4) });
    at += 12 + length;
  }
  return chunks;
}

/** What a program shows that plays an animation: the picture after each frame, with its time. */
function played(file: Buffer): Frame[] {
  const chunks = chunksOf(file);
  const head = chunks[0]!.data;
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)];
  const canvas = new Uint8Array(width * height * 3);
  const frames: Frame[] = [];
  let place: Buffer | undefined;
  for (const { kind, data } of chunks) {
    if (kind === 'fcTL') {
      place = data;
    } else if (kind === 'IDAT' || kind === 'fdAT') {
      assert.ok(place);
      const rows = inflateSync(kind === 'IDAT' ? data : data.subarray(4));
      const [w, h, x, y] = [4, 8, 12, 16].map((at) => place!.readUInt32BE(at)) as [
        number,
        number,
        number,
        number,
      ];
      assert.equal(rows.length, h * (w * 3 + 1));
      for (let row = 0; row < h; row++) {
        const from = row * (w * 3 + 1) + 1;
        canvas.set(rows.subarray(from, from + w * 3), ((y + row) * width + x) * 3);
      }
      frames.push({
        picture: { width, height, pixels: canvas.slice() },
        milliseconds: place.readUInt16BE(20),
      });
    }
  }
  return frames;
}

const pictures = fc
  .tuple(
    fc.integer({ min: 1, max: 9 }),
    fc.integer({ min: 1, max: 9 }),
    fc.integer({ min: 1, max: 6 }),
  )
  .chain(([width, height, count]) => {
    // Few values, so that some pictures are equal and some rows are.
    const pixels = fc
      .array(fc.constantFrom(0, 0, 0, 7, 255), {
        minLength: width * height * 3,
        maxLength: width * height * 3,
      })
      .map((values) => Uint8Array.from(values));
    const picture = pixels.map((each) => ({ width, height, pixels: Buffer.from(each) }));
    return fc.array(picture, { minLength: count, maxLength: count });
  });

describe('the animation of the README', () => {
  let png: Png;
  before(async () => {
    png = await loadBuildModule<Png>('animation/png.mjs');
  });

  it('shows each picture for its time, and one that changes nothing lengthens the one before', () => {
    fc.assert(
      fc.property(pictures, (all) => {
        const expected: { pixels: number[]; milliseconds: number }[] = [];
        for (const { pixels } of all) {
          const last = expected.at(-1);
          if (last !== undefined && Buffer.from(last.pixels).equals(Buffer.from(pixels))) {
            last.milliseconds += 100;
          } else {
            expected.push({ pixels: [...pixels], milliseconds: 100 });
          }
        }
        const file = png.encodeAnimation(all.map((picture) => ({ picture, milliseconds: 100 })));
        const seen = played(file).map(({ picture, milliseconds }) => ({
          pixels: [...picture.pixels],
          milliseconds,
        }));
        assert.deepEqual(seen, expected);
        const control = chunksOf(file).find(({ kind }) => kind === 'acTL');
        assert.equal(control?.data.readUInt32BE(0), expected.length);
      }),
    );
  });

  it('reads back as its first picture where no animation is known', () => {
    const picture = { width: 2, height: 1, pixels: Buffer.from([1, 2, 3, 4, 5, 6]) };
    const other = { width: 2, height: 1, pixels: Buffer.from([1, 2, 3, 9, 9, 9]) };
    const file = png.encodeAnimation([
      { picture, milliseconds: 1 },
      { picture: other, milliseconds: 1 },
    ]);
    assert.deepEqual(png.decodePng(file), picture);
  });

  it('refuses pictures of several sizes, none, and files that are no PNG', () => {
    const small = { picture: { width: 1, height: 1, pixels: Buffer.alloc(3) }, milliseconds: 1 };
    const wide = { picture: { width: 2, height: 1, pixels: Buffer.alloc(6) }, milliseconds: 1 };
    assert.throws(() => png.encodeAnimation([small, wide]), /all of one size/);
    assert.throws(() => png.encodeAnimation([]), /at least one picture/);
    assert.throws(() => png.decodePng(Buffer.from('GIF89a')), /no PNG file/);
  });
});
