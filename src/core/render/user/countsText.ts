/** Counts of USER handles by type as lines. */

import { typeText } from '../../windows/user/userTypeText';
import type { UserVersion } from '../../windows/user/userVersions';

const NAME_WIDTH = 19;

/** One line for each type that is there, by value. Empty when there are none. */
export function countsChunk(
  version: UserVersion,
  { byType }: { readonly byType: Uint32Array },
  indent = '    ',
): string {
  let text = '';
  byType.forEach((count, type) => {
    if (count > 0) {
      text += `${indent}${typeText(version, type).padEnd(NAME_WIDTH)}  ${count}\n`;
    }
  });
  return text;
}

/** The same in one line: `380 Menu, 20 Window`, most first. */
export function countsLine(
  version: UserVersion,
  { byType }: { readonly byType: Uint32Array },
): string {
  return Array.from(byType, (count, type) => ({ count, type }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || a.type - b.type)
    .map(({ count, type }) => `${count} ${typeText(version, type)}`)
    .join(', ');
}
