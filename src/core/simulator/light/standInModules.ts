/** The modules of a version of which only the windowing system is simulated, on a machine that stands in for its kernel. */

import { address } from '../../model/identifiers';
import type { ProfileId } from '../../windows/profiles';
import type { UserProfileId } from '../../windows/user/userProfileId';
import { catalogProfile } from '../catalog/catalogProfile';
import type { ModuleImage } from '../catalog/moduleImage';
import {
  moduleFunctions,
  systemModules,
  userServices,
  type ModuleVariation,
} from '../catalog/systemModules';
import { lightModules } from './lightModules';

/** How far a module moves down that would lie where the version has another. */
const MOVE = 0x1000_0000n;

/**
 * The version's own modules where it has them, in which the functions of the machine that it lacks go between its own; and the
 * machine's further user-mode modules. Its kernel has no part in stacks: what it records is not shown.
 */
export function standInModules(
  id: UserProfileId,
  standIn: ProfileId,
  variation: Pick<ModuleVariation, 'only'> = {},
): readonly ModuleImage[] {
  const functionsOf = moduleFunctions(standIn);
  const services = userServices(catalogProfile(standIn));
  const own = lightModules(
    id,
    [],
    (name) => `${functionsOf(name)} ${name === 'win32u' ? services : ''}`,
  ).images;
  const names = new Set(own.map(({ info }) => info.name.toLowerCase()));
  const others = systemModules(standIn, variation)
    .filter(({ info }) => !names.has(info.name.toLowerCase()))
    .map((image) => movedClear(image, own));
  return [
    ...own.filter(({ isKernel }) => !isKernel),
    ...others,
    ...own.filter(({ isKernel }) => isKernel),
  ];
}

function movedClear(image: ModuleImage, taken: readonly ModuleImage[]): ModuleImage {
  const { info } = image;
  const end = info.base + BigInt(info.size);
  const overlaps = taken.some(
    (each) => each.info.base < end && info.base < each.info.base + BigInt(each.info.size),
  );
  return overlaps
    ? movedClear({ ...image, info: { ...info, base: address(info.base - MOVE) } }, taken)
    : image;
}
