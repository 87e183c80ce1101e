/** A process in words: targets do not always know what its image is called, or which id it has. */

import { hex } from '../util/hex';
import type { ProcessInfo } from './process';

/** `OrderService.exe (1f3c)`, as far as it is known: `process 1f3c` without a name. Not escaped. */
export function processWords({ image, processId, idUnrecorded }: ProcessInfo): string {
  if (idUnrecorded === true) {
    return image === '' ? 'a process that is not recorded' : image;
  }
  return image === '' ? `process ${hex(processId)}` : `${image} (${hex(processId)})`;
}

/** `process 1f3c OrderService.exe`, without the name where it is not known. Not escaped. */
export function numberedProcess({
  processId,
  image,
}: Pick<ProcessInfo, 'processId' | 'image'>): string {
  return `process ${hex(processId)} ${image}`.trimEnd();
}
