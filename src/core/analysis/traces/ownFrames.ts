/** Just my code: which frames of a stack are the program's own, and which one to name. */

import type { ModuleInfo } from '../../model/process';
import type { ResolvedAddress } from '../../model/stackFrame';
import { foldCase } from '../../util/foldCase';
import {
  hasWildcards,
  testText,
  wholeMatcher,
  wildcardMatcher,
  type TextMatcher,
} from '../text/textMatcher';
import { PLUMBING_MODULES, SYSTEM_FOLDERS, SYSTEM_MODULES } from './systemModules';

/** What the user says about modules and symbols. Patterns: `module` or `module!symbol`, with `*` and `?`. */
export interface OwnCodeRules {
  /** The program's own, whatever the lists say; wins over {@link system}. */
  readonly own: readonly string[];
  /** Not the program's own: libraries, wrappers. */
  readonly system: readonly string[];
}

/** No rules: system modules by folder and by name. */
export const DEFAULT_RULES: OwnCodeRules = { own: [], system: [] };

/**
 * Whose code a frame is: the program's, that of no known module (generated code, unloaded modules), of the system, or of
 * the layers every system call passes.
 */
export type FrameOwner = 'own' | 'unknown' | 'system' | 'plumbing';

/** From what is most worth naming to what is least. */
const OWNERS: readonly FrameOwner[] = ['own', 'unknown', 'system', 'plumbing'];

/** First address of the kernel on 64-bit targets, and on 32-bit ones. */
const KERNEL_64 = 0xffff_8000_0000_0000n;
const KERNEL_32 = 0x8000_0000n;

/** Decides whose code frames are. */
export class OwnCode {
  /** Owner by folded module name. */
  private readonly modules = new Map<string, FrameOwner>();
  private readonly own: readonly TextMatcher[];
  private readonly system: readonly TextMatcher[];
  private readonly kernelStart: bigint;

  constructor(
    modules: readonly ModuleInfo[],
    pointerSize: 4 | 8,
    rules: OwnCodeRules = DEFAULT_RULES,
  ) {
    for (const module of modules) {
      this.modules.set(foldCase(module.name), ownerOf(module.name, module.path));
    }
    this.own = rules.own.map(rulePattern);
    this.system = rules.system.map(rulePattern);
    this.kernelStart = pointerSize === 8 ? KERNEL_64 : KERNEL_32;
  }

  /** Whose code an address is. */
  ownerOf(frame: ResolvedAddress): FrameOwner {
    if (frame.module === null) {
      return frame.address >= this.kernelStart ? 'plumbing' : 'unknown';
    }
    const module = foldCase(frame.module);
    if (this.own.length > 0 || this.system.length > 0) {
      const candidates = [module, `${module}!${foldCase(frame.symbol ?? '')}`];
      if (matchesAny(this.own, candidates)) {
        return 'own';
      }
      if (matchesAny(this.system, candidates)) {
        return 'system';
      }
    }
    return this.modules.get(module) ?? ownerOf(frame.module, '');
  }
}

/** What {@link pickFrames} finds. */
export interface PickedFrames {
  /** Index of the frame to name; -1 for an empty stack. */
  readonly named: number;
  /** Whose code the named frame is. */
  readonly owner: FrameOwner;
  /**
   * Indexes of the frames that tell the place apart from others: the program's own, or those of no known module; all
   * frames where there are neither.
   */
  readonly site: readonly number[];
}

/** Picks the frame to name from the owners of a stack's frames, innermost first. */
export function pickFrames(owners: readonly FrameOwner[]): PickedFrames {
  for (const owner of OWNERS) {
    const named = owners.indexOf(owner);
    if (named !== -1) {
      const isOwn = owner === 'own' || owner === 'unknown';
      const site = owners.map((_, index) => index).filter((at) => !isOwn || owners[at] === owner);
      return { named, owner, site };
    }
  }
  return { named: -1, owner: 'plumbing', site: [] };
}

/** A frame in words: `module!symbol+0x12`, `module+0x12` or `0x7ff612340012`. */
export function frameText(frame: ResolvedAddress): string {
  if (frame.module === null) {
    return `0x${frame.address.toString(16)}`;
  }
  const symbol = frame.symbol === null ? '' : `!${frame.symbol}`;
  const displacement = frame.displacement === 0n ? '' : `+0x${frame.displacement.toString(16)}`;
  return `${frame.module}${symbol}${displacement}`;
}

function ownerOf(name: string, path: string): FrameOwner {
  const folded = foldCase(name);
  if (PLUMBING_MODULES.has(folded)) {
    return 'plumbing';
  }
  const place = foldCase(path).replaceAll('/', '\\');
  const isSystem =
    SYSTEM_MODULES.has(folded) ||
    folded.startsWith('api-ms-win-') ||
    SYSTEM_FOLDERS.some((folder) => place.includes(folder));
  return isSystem ? 'system' : 'own';
}

function rulePattern(pattern: string): TextMatcher {
  return hasWildcards(pattern) ? wildcardMatcher(pattern, null) : wholeMatcher(pattern);
}

function matchesAny(matchers: readonly TextMatcher[], candidates: readonly string[]): boolean {
  return candidates.some((text) => matchers.some((matcher) => testText(matcher, text)));
}
