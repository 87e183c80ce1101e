/** Handle descriptors of some rows, with where their names and object information are. */

import { placeItems, readScattered } from '../util/scatteredReads';
import type { RecordRun } from '../util/sequentialReads';
import type { DumpFile } from './dumpFile';
import { DESCRIPTOR_2_SIZE } from './handleData';

/** Descriptors of some rows; position i of every array describes the same handle. */
export class DescriptorPage {
  readonly valueLow: Uint32Array;
  readonly valueHigh: Uint32Array;
  readonly typeRva: Uint32Array;
  readonly nameRva: Uint32Array;
  readonly attributes: Uint32Array;
  readonly grantedAccess: Uint32Array;
  readonly handleCount: Uint32Array;
  readonly pointerCount: Uint32Array;
  /** 0 where the descriptors have no such field. */
  readonly infoRva: Uint32Array;
  /** 1 where the descriptor could be read; 0 where the file ended early. */
  readonly present: Uint8Array;

  constructor(readonly count: number) {
    this.valueLow = new Uint32Array(count);
    this.valueHigh = new Uint32Array(count);
    this.typeRva = new Uint32Array(count);
    this.nameRva = new Uint32Array(count);
    this.attributes = new Uint32Array(count);
    this.grantedAccess = new Uint32Array(count);
    this.handleCount = new Uint32Array(count);
    this.pointerCount = new Uint32Array(count);
    this.infoRva = new Uint32Array(count);
    this.present = new Uint8Array(count);
  }
}

/** Reads the descriptors of some rows (each inside the run), in the order given. */
export async function readDescriptors(
  file: DumpFile,
  run: RecordRun,
  rows: ArrayLike<number>,
): Promise<DescriptorPage> {
  const page = new DescriptorPage(rows.length);
  const { stride } = run;
  const hasInfo = stride >= DESCRIPTOR_2_SIZE;
  const offsets = new Float64Array(rows.length);
  for (let index = 0; index < rows.length; index++) {
    offsets[index] = run.offset + (rows[index] ?? 0) * stride;
  }
  const placed = placeItems(offsets);
  const options = { reach: stride, token: file.token };
  await readScattered(file.source, placed.offsets, options, (sorted, view, at, available) => {
    if (available < stride) {
      return;
    }
    const index = placed.order[sorted] ?? 0;
    page.valueLow[index] = view.getUint32(at, true);
    page.valueHigh[index] = view.getUint32(at + 4, true);
    page.typeRva[index] = view.getUint32(at + 8, true);
    page.nameRva[index] = view.getUint32(at + 12, true);
    page.attributes[index] = view.getUint32(at + 16, true);
    page.grantedAccess[index] = view.getUint32(at + 20, true);
    page.handleCount[index] = view.getUint32(at + 24, true);
    page.pointerCount[index] = view.getUint32(at + 28, true);
    page.infoRva[index] = hasInfo ? view.getUint32(at + 32, true) : 0;
    page.present[index] = 1;
  });
  return page;
}
