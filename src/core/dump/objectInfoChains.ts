/** Walks the object-information chains of a page of handles, all chains one step at a time. */

import type { ObjectInfo } from '../model/objectInfo';
import { hex0x } from '../util/hex';
import { placeItems, readScattered } from '../util/scatteredReads';
import type { DumpFile } from './dumpFile';
import {
  LARGEST_PAYLOAD,
  OBJECT_INFORMATION_HEADER,
  readObjectInformation,
} from './objectInformation';

/** Real chains have one or two records. */
const MAXIMUM_CHAIN = 16;
const REACH = OBJECT_INFORMATION_HEADER + LARGEST_PAYLOAD;
const NONE = 0;
const NO_INFO: readonly ObjectInfo[] = [];

/** Reads the chains that start at some file offsets (0 = none), in the order given. */
export async function readObjectInfoChains(
  file: DumpFile,
  firstRvas: Uint32Array,
): Promise<(readonly ObjectInfo[])[]> {
  const infos = new Array<readonly ObjectInfo[]>(firstRvas.length).fill(NO_INFO);
  let chains = startChains(firstRvas);
  for (let depth = 0; chains.length > 0; depth++) {
    if (depth === MAXIMUM_CHAIN) {
      chains.forEach((chain) =>
        reportChain(file, chain, `is longer than ${MAXIMUM_CHAIN} records`),
      );
      break;
    }
    const step = new ChainStep(file, infos);
    await step.read(chains);
    chains = step.next;
  }
  return infos;
}

/** A chain that goes on: its row, where its next record is and where it has been. */
interface Chain {
  readonly row: number;
  readonly rva: number;
  readonly before: Chain | null;
}

function startChains(firstRvas: Uint32Array): Chain[] {
  const chains: Chain[] = [];
  firstRvas.forEach((rva, row) => {
    if (rva !== NONE) {
      chains.push({ row, rva, before: null });
    }
  });
  return chains;
}

/** One step of all chains: reads one record of each. */
class ChainStep {
  /** The chains that have another record. */
  readonly next: Chain[] = [];

  constructor(
    private readonly file: DumpFile,
    private readonly infos: (readonly ObjectInfo[])[],
  ) {}

  async read(chains: readonly Chain[]): Promise<void> {
    const placed = placeItems(chains.map((chain) => chain.rva));
    const options = { reach: REACH, token: this.file.token };
    await readScattered(this.file.source, placed.offsets, options, (index, view, at, available) => {
      const chain = chains[placed.order[index] ?? 0];
      if (chain !== undefined) {
        this.readRecord(chain, view, at, available);
      }
    });
  }

  private readRecord(chain: Chain, view: DataView, at: number, available: number): void {
    if (available < OBJECT_INFORMATION_HEADER) {
      reportChain(this.file, chain, 'is outside the file');
      return;
    }
    const nextRva = view.getUint32(at, true);
    const infoType = view.getUint32(at + 4, true);
    const size = view.getUint32(at + 8, true);
    if (infoType !== NONE) {
      const fits = size <= available - OBJECT_INFORMATION_HEADER;
      if (!fits && chain.rva + OBJECT_INFORMATION_HEADER + size > this.file.source.size) {
        reportChain(this.file, chain, `declares ${size} bytes, more than the file has`);
      }
      const info: ObjectInfo = fits
        ? readObjectInformation(infoType, view, at + OBJECT_INFORMATION_HEADER, size)
        : { kind: 'unknown', infoType, size };
      const known = this.infos[chain.row] ?? NO_INFO;
      this.infos[chain.row] = known.length === 0 ? [info] : [...known, info];
    }
    if (nextRva !== NONE) {
      this.follow(chain, nextRva);
    }
  }

  private follow(chain: Chain, nextRva: number): void {
    for (let seen: Chain | null = chain; seen !== null; seen = seen.before) {
      if (seen.rva === nextRva) {
        reportChain(this.file, chain, 'leads back to itself');
        return;
      }
    }
    this.next.push({ row: chain.row, rva: nextRva, before: chain });
  }
}

function reportChain(file: DumpFile, chain: Chain, what: string): void {
  file.problems.add('object-info-chain', hex0x(chain.rva), () => ({
    message: `The object information of a handle ${what}.`,
    hint: 'The records before it are shown; the dump is damaged there.',
  }));
}
