/** Places in the program: stacks that differ only in frames of the system are one place. */

import { NO_STACK, type StackTable } from '../../model/stackColumn';
import { DistinctIndex, mixHash } from '../../util/distinctIndex';
import { WorkMeter, type Work } from '../work';
import type { FrameBook } from './frameBook';
import { frameText, pickFrames, type FrameOwner } from './ownFrames';

/** Frames looked at between two rests. */
const STRETCH = 16_384;
const PRIME = 0x0100_0193;

/** No place: there is no stack. */
export const NO_SITE = 0;

/** A place in words. */
export interface SiteFacts {
  /** Stays the same as long as the module and symbol names do, also when modules are loaded elsewhere. */
  readonly key: string;
  /** The frame to name, `module!symbol+0x12`. */
  readonly label: string;
  readonly owner: FrameOwner;
  /** A stack of this place, for showing all frames. */
  readonly stack: number;
}

/** The places of some stacks. Numbers start at 1; {@link NO_SITE} stands for stacks without frames. */
export class StackSites {
  private readonly index = new DistinctIndex();
  /** A stack of each place, by number. */
  private readonly samples: number[] = [NO_STACK];
  /** Second hash of each place: together with the first it stands for the frames themselves. */
  private readonly checks: number[] = [0];
  private checked = 0;

  private constructor(
    private readonly table: StackTable,
    private readonly book: FrameBook,
    /** Place of each stack. */
    private readonly sites: Uint32Array,
  ) {}

  /** Finds the places of all stacks of a table. */
  static async build(table: StackTable, book: FrameBook, work: Work): Promise<StackSites> {
    const sites = new StackSites(table, book, new Uint32Array(table.count + 1));
    const meter = new WorkMeter(work, STRETCH);
    await book.prepare(table, numbersTo(table.count), work);
    for (let stack = 1; stack <= table.count; stack++) {
      sites.sites[stack] = sites.add(stack);
      if (meter.add(table.depth(stack))) {
        await meter.rest();
      }
    }
    return sites;
  }

  /** How many places there are; also the last number. */
  get count(): number {
    return this.index.count;
  }

  /** The place of a stack. */
  siteOf(stack: number): number {
    return this.sites[stack] ?? NO_SITE;
  }

  /** A place in words; null for {@link NO_SITE}. */
  facts(site: number): SiteFacts | null {
    const stack = this.samples[site] ?? NO_STACK;
    if (stack === NO_STACK) {
      return null;
    }
    const frames = this.table.frames(stack).map((address) => this.book.facts(address));
    const picked = pickFrames(frames.map((frame) => frame.owner));
    const texts = picked.site.map((at) => textAt(frames, at));
    return {
      key: hashOfTexts(texts),
      label: textAt(frames, picked.named),
      owner: picked.owner,
      stack,
    };
  }

  private add(stack: number): number {
    const addresses = this.table.frames(stack);
    const picked = pickFrames(addresses.map((address) => this.book.facts(address).owner));
    let first = 0;
    let second = 0;
    for (const at of picked.site) {
      const address = addresses[at] ?? 0n;
      const low = Number(BigInt.asUintN(32, address));
      const high = Number(address >> 32n);
      first = mixHash(Math.imul(first ^ low, PRIME) ^ high);
      second = Math.imul(second + low, 0x9e37_79b1) + mixHash(high ^ 0x5bd1_e995);
    }
    this.checked = second >>> 0;
    const known = this.index.find(first, this.equalsChecked);
    if (known !== 0) {
      return known;
    }
    this.samples.push(stack);
    this.checks.push(this.checked);
    return this.index.add(first);
  }

  private readonly equalsChecked = (site: number): boolean => this.checks[site] === this.checked;
}

function textAt(
  frames: readonly { readonly resolved: Parameters<typeof frameText>[0] }[],
  at: number,
): string {
  const frame = frames[at];
  return frame === undefined ? '' : frameText(frame.resolved);
}

function* numbersTo(last: number): Generator<number> {
  for (let number = 1; number <= last; number++) {
    yield number;
  }
}

/** 64 bits of hash over some texts, as 16 digits. */
export function hashOfTexts(texts: readonly string[]): string {
  let first = 0x811c_9dc5;
  let second = 0x1b87_3593;
  for (const text of texts) {
    for (let at = 0; at <= text.length; at++) {
      const unit = at < text.length ? text.charCodeAt(at) : 0x1_0000;
      first = Math.imul(first ^ unit, 0x0100_0193);
      second = mixHash(second ^ unit) + at;
    }
  }
  return [mixHash(first), second >>> 0].map((half) => half.toString(16).padStart(8, '0')).join('');
}
