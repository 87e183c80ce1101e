/** One module of the simulated machine: what a debugger lists, plus its symbols. */

import { address, type Address } from '../../model/identifiers';
import type { LoadedModule } from '../../model/process';
import { guidFromText, numberFromText } from './hashText';
import { layOutSymbols } from './symbolLayout';
import type { SymbolTable } from './symbolTable';

/** What a module is made from. */
export interface ModuleRecipe {
  /** Name as frames print it, for example `KERNELBASE`. */
  readonly name: string;
  /** Full path of the image. */
  readonly path: string;
  readonly base: bigint;
  /** Size of the image in bytes, a multiple of 0x1000. */
  readonly size: number;
  /** PE time stamp, seconds since 1970; made up from the seed when absent. */
  readonly timeDateStamp?: number;
  /** Function list, see {@link layOutSymbols}. */
  readonly functions: string;
  /** More of them, which change nothing about where those lie. */
  readonly further?: string;
  /** Seeds everything made up; modules with the same seed have the same offsets and PDB identity. */
  readonly seed: string;
  /** True for the kernel image and drivers: seen by kernel debuggers only. */
  readonly isKernel?: boolean;
}

/** A loaded module with its symbols. */
export interface ModuleImage {
  readonly info: LoadedModule;
  readonly symbols: SymbolTable;
  readonly isKernel: boolean;
}

/** 2019-01-01 and 2024-12-31, between which made-up time stamps fall. */
const EARLIEST_STAMP = 1_546_300_800;
const LATEST_STAMP = 1_735_603_200;

/**
 * Builds a module. Function names are those of the real module; offsets, sizes, the time stamp and the PDB identity are
 * simulated, that is made up from the seed, except where a recipe fixes them to match a published stack.
 */
export function buildModule(recipe: ModuleRecipe): ModuleImage {
  const { name, path, seed, further = '' } = recipe;
  const stamp =
    recipe.timeDateStamp ?? numberFromText(`${seed}:stamp`, EARLIEST_STAMP, LATEST_STAMP);
  return {
    info: {
      name,
      path,
      base: address(recipe.base),
      size: recipe.size,
      timeDateStamp: stamp,
      pdb: { path: pdbPath(path), guid: guidFromText(`${seed}:pdb`), age: 1 },
      symbols: 'simulated',
    },
    symbols: layOutSymbols(recipe.functions, { seed, imageSize: recipe.size, further }),
    isKernel: recipe.isKernel ?? false,
  };
}

/** True when an address lies in a module. */
export function containsAddress(image: ModuleImage, wanted: Address): boolean {
  return wanted >= image.info.base && wanted < image.info.base + BigInt(image.info.size);
}

function pdbPath(imagePath: string): string {
  const file = imagePath.slice(imagePath.lastIndexOf('\\') + 1);
  const dot = file.lastIndexOf('.');
  return `${dot === -1 ? file : file.slice(0, dot)}.pdb`;
}
