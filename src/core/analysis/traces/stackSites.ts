/** Places in the program: stacks that differ only in frames of the system, or in the depth of a recursion, are one place. */

import type { Address } from '../../model/identifiers';
import type { HandleFamily } from './handleFamily';
import type { ResolvedAddress } from '../../model/stackFrame';
import { NO_STACK, type StackTable } from '../../model/stackColumn';
import { DistinctIndex, mixHash } from '../../util/distinctIndex';
import { WorkMeter, type Work } from '../work';
import type { FrameBook } from './frameBook';
import { frameText, type FrameOwner } from './ownFrames';
import { OWN_FRAMES, siteFrames, type Folding, type SiteFrames } from './siteFrames';

/** Frames looked at between two rests. */
const STRETCH = 16_384;
const PRIME = 0x0100_0193;

/** No place: there is no stack. */
export const NO_SITE = 0;

/** A place in words. */
export interface SiteFacts {
  /**
   * Stays the same as long as the names of modules and functions do, also in another build. Of several places in the same
   * functions the first in the order of their displacements has the key of the functions alone, the others one each.
   */
  readonly key: string;
  /** The frame to name, `module!symbol+0x12`. */
  readonly label: string;
  readonly owner: FrameOwner;
  /** The frames that make the place, innermost first. */
  readonly frames: readonly ResolvedAddress[];
  /** A stack of this place, for showing all frames. */
  readonly stack: number;
}

/** How stacks are told apart. */
export interface SiteRules {
  readonly folding: Folding;
  /** Most frames of a stack in the log: a stack with as many may have been cut off. */
  readonly maximumDepth: number;
  /** Which handles the log is about; a place that opens both kinds is two. Kernel handles when nothing is said. */
  readonly family?: HandleFamily;
}

/** The places of some stacks. Numbers start at 1; {@link NO_SITE} stands for stacks without frames. */
export class StackSites {
  private readonly index = new DistinctIndex();
  /** A stack of each place, by number. */
  private readonly samples: number[] = [NO_STACK];
  /** Second hash of each place: together with the first it stands for the frames themselves. */
  private readonly checks: number[] = [0];
  /** Places whose outer end is not known, by the first hash of their frames. */
  private readonly openEnded = new Map<number, number>();
  private readonly frameHash = new FrameHash();
  /** Places that were found to be parts of others. */
  private readonly parts = new Set<number>();
  /** By number of a place: how many others in the same functions come before it. Null until a key is asked for. */
  private ordinals: Uint32Array | null = null;

  private constructor(
    private readonly table: StackTable,
    private readonly book: FrameBook,
    private readonly rules: SiteRules,
    /** Place of each stack. */
    private readonly sites: Uint32Array,
  ) {}

  /** Finds the places of all stacks of a table. */
  static async build(
    table: StackTable,
    book: FrameBook,
    work: Work,
    rules: SiteRules = { folding: OWN_FRAMES, maximumDepth: Infinity },
  ): Promise<StackSites> {
    const sites = new StackSites(table, book, rules, new Uint32Array(table.count + 1));
    const meter = new WorkMeter(work, STRETCH);
    await book.prepare(table, numbersTo(table.count), work);
    for (let stack = 1; stack <= table.count; stack++) {
      sites.sites[stack] = sites.add(stack);
      if (meter.add(table.depth(stack))) {
        await meter.rest();
      }
    }
    if (sites.openEnded.size > 0) {
      await sites.joinOpenEnded(meter);
    }
    return sites;
  }

  /** The last number of a place; places that were found to be parts of others have no stacks. */
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
    const addresses = this.table.frames(stack);
    const picked = this.pick(addresses);
    const frames = addresses.map((address) => this.book.facts(address).resolved);
    const resolved = picked.frames.flatMap((at) => frames[at] ?? []);
    const named = frames[picked.owner === 'plumbing' ? nameable(frames) : picked.named];
    return {
      key: placeKey(resolved, this.rules.family, this.ordinalOf(site)),
      label: named === undefined ? '' : frameText(named),
      owner: picked.owner,
      frames: resolved,
      stack,
    };
  }

  private pick(addresses: readonly Address[]): SiteFrames {
    const frames = addresses.map((address) => this.book.facts(address));
    return siteFrames(frames, this.rules.folding, frames.length >= this.rules.maximumDepth);
  }

  private ordinalOf(site: number): number {
    this.ordinals ??= this.orderPlaces();
    return this.ordinals[site] ?? 0;
  }

  /** Numbers the places that are in the same functions by their displacements, innermost first. */
  private orderPlaces(): Uint32Array {
    const byFunctions = new Map<number, number[]>();
    const numbers = new FunctionNumbers();
    for (let site = 1; site <= this.count; site++) {
      if (!this.parts.has(site)) {
        const { frameHash } = this;
        frameHash.start();
        for (const frame of this.framesOf(site)) {
          frameHash.add(BigInt(numbers.of(frame)));
        }
        const key = frameHash.first * 2 ** 21 + (frameHash.second & 0x1f_ffff);
        const known = byFunctions.get(key);
        if (known === undefined) {
          byFunctions.set(key, [site]);
        } else {
          known.push(site);
        }
      }
    }
    const ordinals = new Uint32Array(this.count + 1);
    for (const sites of byFunctions.values()) {
      if (sites.length > 1) {
        const frames = new Map(sites.map((site) => [site, this.framesOf(site)]));
        sites
          .sort((a, b) => compareDisplacements(frames.get(a) ?? [], frames.get(b) ?? []))
          .forEach((site, ordinal) => {
            ordinals[site] = ordinal;
          });
      }
    }
    return ordinals;
  }

  /** The frames that make a place, innermost first. */
  private framesOf(site: number): readonly ResolvedAddress[] {
    const addresses = this.table.frames(this.samples[site] ?? NO_STACK);
    return this.pick(addresses).frames.map(
      (at) => this.book.facts(addresses[at] ?? (0n as Address)).resolved,
    );
  }

  private add(stack: number): number {
    const addresses = this.table.frames(stack);
    const picked = this.pick(addresses);
    const { frameHash } = this;
    frameHash.start();
    for (const at of picked.frames) {
      frameHash.add(addresses[at] ?? 0n);
    }
    const known = this.index.find(frameHash.first, this.equalsChecked);
    if (known !== 0) {
      if (!picked.isOpenEnded && this.openEnded.get(frameHash.first) === known) {
        this.openEnded.delete(frameHash.first);
        this.samples[known] = stack;
      }
      return known;
    }
    this.samples.push(stack);
    this.checks.push(frameHash.second);
    const site = this.index.add(frameHash.first);
    if (picked.isOpenEnded) {
      this.openEnded.set(frameHash.first, site);
    }
    return site;
  }

  /**
   * A stack that was cut off inside a recursion begins as the whole ones of its place do: joins it with the first such
   * place.
   */
  private async joinOpenEnded(meter: WorkMeter): Promise<void> {
    const { frameHash, openEnded } = this;
    const joined = new Map<number, number>();
    for (let site = 1; site <= this.count; site++) {
      const addresses = this.table.frames(this.samples[site] ?? NO_STACK);
      const { frames, isOpenEnded } = this.pick(addresses);
      frameHash.start();
      for (const at of isOpenEnded ? [] : frames) {
        frameHash.add(addresses[at] ?? 0n);
        const part = openEnded.get(frameHash.first);
        if (part !== undefined && this.checks[part] === frameHash.second && !joined.has(part)) {
          joined.set(part, site);
        }
      }
      if (meter.add(addresses.length)) {
        await meter.rest();
      }
    }
    for (const part of joined.keys()) {
      this.parts.add(part);
    }
    for (let stack = 1; joined.size > 0 && stack < this.sites.length; stack++) {
      const site = this.sites[stack] ?? NO_SITE;
      this.sites[stack] = joined.get(site) ?? site;
    }
  }

  private readonly equalsChecked = (site: number): boolean =>
    this.checks[site] === this.frameHash.second;
}

/**
 * The frame to name where all are plumbing: the innermost that says what for, so neither an address of the kernel nor the
 * stub of the system call.
 */
function nameable(frames: readonly ResolvedAddress[]): number {
  const telling = frames.findIndex(
    ({ module, symbol }) => module !== null && symbol !== null && !/^(?:Nt|Zw)[A-Z]/.test(symbol),
  );
  return telling === -1
    ? Math.max(
        0,
        frames.findIndex(({ module }) => module !== null),
      )
    : telling;
}

function compareDisplacements(
  one: readonly ResolvedAddress[],
  other: readonly ResolvedAddress[],
): number {
  const at = one.findIndex((frame, index) => frame.displacement !== other[index]?.displacement);
  const difference = (one[at]?.displacement ?? 0n) - (other[at]?.displacement ?? 0n);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/**
 * What a place is recognised by from build to build: the functions on its stack without displacements. `ordinal`: how many
 * places in the same functions come before it.
 */
export function placeKey(
  frames: readonly ResolvedAddress[],
  family: HandleFamily = 'kernel',
  ordinal = 0,
): string {
  return hashOfTexts([
    ...(family === 'kernel' ? [] : [family]),
    ...frames.map(functionText),
    ...(ordinal === 0 ? [] : [`#${ordinal + 1}`]),
  ]);
}

/** A frame without its displacement, where it is in a function. */
function functionText(frame: ResolvedAddress): string {
  return frame.symbol === null ? frameText(frame) : `${frame.module ?? ''}!${frame.symbol}`;
}

/** Numbers for functions; their texts are made once for each frame. */
class FunctionNumbers {
  private readonly byText = new Map<string, number>();
  private readonly byFrame = new Map<ResolvedAddress, number>();

  of(frame: ResolvedAddress): number {
    let number = this.byFrame.get(frame);
    if (number === undefined) {
      const text = functionText(frame);
      number = this.byText.get(text) ?? this.byText.size + 1;
      this.byText.set(text, number);
      this.byFrame.set(frame, number);
    }
    return number;
  }
}

/** Two running hashes over addresses. */
class FrameHash {
  first = 0;
  second = 0;

  start(): void {
    this.first = 0;
    this.second = 0;
  }

  add(address: bigint): void {
    const low = Number(BigInt.asUintN(32, address));
    const high = Number(address >> 32n);
    this.first = mixHash(Math.imul(this.first ^ low, PRIME) ^ high);
    this.second = (Math.imul(this.second + low, 0x9e37_79b1) + mixHash(high ^ 0x5bd1_e995)) >>> 0;
  }
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
