// Reads and writes PNG pictures of 8-bit RGB, as Chromium takes them (PNG specification, third edition).

import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Bytes of a pixel in memory. */
const PIXEL = 3;
/** Bytes of a pixel in a file by its colour type: RGB, and RGB with a transparency, which pictures of a page do not use. */
const STORED = { 2: 3, 6: 4 };

/** A picture: `pixels` has 3 bytes each, from the top left on. */
export function decodePng(file) {
  if (!file.subarray(0, SIGNATURE.length).equals(SIGNATURE)) {
    throw new Error('This is no PNG file: its first eight bytes are others.');
  }
  const parts = [];
  let head;
  for (let at = SIGNATURE.length; at + 12 <= file.length;) {
    const length = file.readUInt32BE(at);
    const kind = file.toString('latin1', at + 4, at + 8);
    const data = file.subarray(at + 8, at + 8 + length);
    if (kind === 'IHDR') {
      head = data;
    } else if (kind === 'IDAT') {
      parts.push(data);
    }
    at += 12 + length;
  }
  const stored = head?.[8] === 8 && head[12] === 0 ? STORED[head[9]] : undefined;
  if (stored === undefined) {
    throw new Error('Only PNG files of 8-bit RGB that are not interlaced can be read.');
  }
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)];
  const rows = unfiltered(inflateSync(Buffer.concat(parts)), width * stored, height, stored);
  return { width, height, pixels: stored === PIXEL ? rows : withoutAlpha(rows) };
}

/** Undoes the filter of each row: none, left, above, their mean, or the nearest to a plane through them. */
function unfiltered(data, rowBytes, height, stored) {
  const out = Buffer.alloc(rowBytes * height);
  for (let y = 0; y < height; y++) {
    const filter = data[y * (rowBytes + 1)];
    const from = y * (rowBytes + 1) + 1;
    for (let x = 0; x < rowBytes; x++) {
      const at = y * rowBytes + x;
      const left = x < stored ? 0 : out[at - stored];
      const above = y === 0 ? 0 : out[at - rowBytes];
      const corner = y === 0 || x < stored ? 0 : out[at - rowBytes - stored];
      out[at] = data[from + x] + predicted(filter, left, above, corner);
    }
  }
  return out;
}

function predicted(filter, left, above, corner) {
  switch (filter) {
    case 0:
      return 0;
    case 1:
      return left;
    case 2:
      return above;
    case 3:
      return (left + above) >> 1;
    default: {
      const plane = left + above - corner;
      const [a, b, c] = [left, above, corner].map((each) => Math.abs(plane - each));
      return a <= b && a <= c ? left : b <= c ? above : corner;
    }
  }
}

function withoutAlpha(rows) {
  const out = Buffer.alloc((rows.length / 4) * PIXEL);
  for (let i = 0, at = 0; i < rows.length; i += 4) {
    out[at++] = rows[i];
    out[at++] = rows[i + 1];
    out[at++] = rows[i + 2];
  }
  return out;
}

/** The smallest rectangle outside which two pictures of one size are equal; undefined when they are the same. */
function changed(before, after) {
  const { width, height, pixels } = after;
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let y = 0; y < height; y++) {
    const at = y * width * PIXEL;
    if (before.pixels.compare(pixels, at, at + width * PIXEL, at, at + width * PIXEL) === 0) {
      continue;
    }
    top = Math.min(top, y);
    bottom = y;
    for (let x = 0; x < width; x++) {
      const pixel = at + x * PIXEL;
      if (before.pixels.compare(pixels, pixel, pixel + PIXEL, pixel, pixel + PIXEL) !== 0) {
        left = Math.min(left, x);
        right = Math.max(right, x);
      }
    }
  }
  return right < 0 ? undefined : { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/** The rows of a rectangle, each with the filter "none" before it, compressed. */
function compressed({ width, pixels }, area) {
  const rowBytes = area.width * PIXEL;
  const rows = Buffer.alloc((rowBytes + 1) * area.height);
  for (let y = 0; y < area.height; y++) {
    const from = ((area.top + y) * width + area.left) * PIXEL;
    pixels.copy(rows, y * (rowBytes + 1) + 1, from, from + rowBytes);
  }
  return deflateSync(rows, { level: 9, memLevel: 9 });
}

/**
 * An animated PNG, which starts over at its end. `frames` are pictures of one size with the milliseconds they stay (up to 65,535); of each
 * only what changed is written, and frames that change nothing lengthen the one before. Programs that know no animation show the first.
 */
export function encodeAnimation(frames) {
  const [first] = frames;
  if (
    first === undefined ||
    frames.some(
      (each) =>
        each.picture.width !== first.picture.width || each.picture.height !== first.picture.height,
    )
  ) {
    throw new Error('An animation needs at least one picture, and all of one size.');
  }
  const { width, height } = first.picture;
  const shown = [{ ...first, area: { left: 0, top: 0, width, height } }];
  for (const [index, frame] of frames.entries()) {
    if (index === 0) {
      continue;
    }
    const area = changed(frames[index - 1].picture, frame.picture);
    if (area === undefined) {
      shown.at(-1).milliseconds += frame.milliseconds;
    } else {
      shown.push({ ...frame, area });
    }
  }
  let sequence = 0;
  const chunks = [
    chunk('IHDR', words(width, height), [8, 2, 0, 0, 0]),
    chunk('acTL', words(shown.length, 0)),
  ];
  for (const [index, { picture, area, milliseconds }] of shown.entries()) {
    const place = words(sequence++, area.width, area.height, area.left, area.top);
    chunks.push(
      chunk('fcTL', place, [milliseconds >> 8, milliseconds & 0xff, 1000 >> 8, 1000 & 0xff, 0, 0]),
    );
    const data = compressed(picture, area);
    chunks.push(index === 0 ? chunk('IDAT', data) : chunk('fdAT', words(sequence++), data));
  }
  return Buffer.concat([SIGNATURE, ...chunks, chunk('IEND')]);
}

/** 32-bit numbers, the highest byte first. */
function words(...values) {
  const out = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => out.writeUInt32BE(value, index * 4));
  return out;
}

function chunk(kind, ...data) {
  const body = Buffer.concat([
    Buffer.from(kind, 'latin1'),
    ...data.map((each) => Buffer.from(each)),
  ]);
  return Buffer.concat([words(body.length - 4), body, words(crc32(body))]);
}
