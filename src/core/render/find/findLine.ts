/** The answers of `!find`, `!dups` and `!zombies` in one line. */

import type { SearchResult } from '../../commands/find/findResults';
import { counted } from './findWords';

/** One line without a line feed. */
export function searchLine(result: SearchResult): string {
  switch (result.kind) {
    case 'find': {
      const { found, total, groups } = result;
      const inGroups = groups.grouping === 'flat' ? '' : ` in ${counted(groups.count, 'group')}`;
      return `${found} of ${counted(total, 'handle')}${inGroups}`;
    }
    case 'duplicates': {
      const races = result.groups.filter(({ looksLikeRace }) => looksLikeRace).length;
      const suspects = races === 0 ? '' : `, ${counted(races, 'possible race')}`;
      return `${counted(result.groups.length, 'object or name', 'objects or names')} with several handles${suspects}`;
    }
    case 'zombies':
      return `${counted(result.zombies.length, 'ended process or thread', 'ended processes and threads')} with open handles`;
  }
}
