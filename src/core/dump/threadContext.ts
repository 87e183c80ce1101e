/** The three registers of a CONTEXT that a stack starts with, per processor (winnt.h). */

import { address, type Address } from '../model/identifiers';
import type { Architecture } from '../target/targetInfo';

/** Registers of a stopped thread. */
export interface ThreadRegisters {
  readonly instructionPointer: Address;
  readonly stackPointer: Address;
  readonly framePointer: Address;
}

interface ContextLayout {
  readonly instructionPointer: number;
  readonly stackPointer: number;
  readonly framePointer: number;
  readonly pointerSize: 4 | 8;
}

const LAYOUTS: Readonly<Record<Architecture, ContextLayout | null>> = {
  x86: { instructionPointer: 0xb8, stackPointer: 0xc4, framePointer: 0xb4, pointerSize: 4 },
  x64: { instructionPointer: 0xf8, stackPointer: 0x98, framePointer: 0xa0, pointerSize: 8 },
  arm: { instructionPointer: 0x40, stackPointer: 0x38, framePointer: 0x30, pointerSize: 4 },
  arm64: { instructionPointer: 0x108, stackPointer: 0x100, framePointer: 0xf0, pointerSize: 8 },
  unknown: null,
};

/** Bytes of a CONTEXT that are looked at; no layout needs more. */
export const CONTEXT_REACH = 0x110;

/** Takes the registers out of the CONTEXT at `at`; null when its layout is not known or it is too short. */
export function readRegisters(
  view: DataView,
  place: { readonly at: number; readonly available: number },
  architecture: Architecture,
): ThreadRegisters | null {
  const layout = LAYOUTS[architecture];
  if (layout === null) {
    return null;
  }
  const register = (offset: number): Address =>
    layout.pointerSize === 8
      ? address(view.getBigUint64(place.at + offset, true))
      : address(view.getUint32(place.at + offset, true));
  const needed = Math.max(layout.instructionPointer, layout.stackPointer) + layout.pointerSize;
  if (place.available < needed) {
    return null;
  }
  return {
    instructionPointer: register(layout.instructionPointer),
    stackPointer: register(layout.stackPointer),
    framePointer: register(layout.framePointer),
  };
}
