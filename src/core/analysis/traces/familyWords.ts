/** How the life of a handle is told: kernel handles are opened and closed, USER objects created and destroyed. */

import type { BadReferenceKind } from '../../model/badReference';
import { pseudoHandle } from '../../model/badReference';
import type { HandleValue } from '../../model/identifiers';
import { RESERVED_HANDLES } from '../../windows/user/userHandleValue';
import type { HandleFamily } from './handleFamily';

/** Words for one kind of handles. */
export interface FamilyWords {
  readonly opened: string;
  readonly closed: string;
  readonly opening: string;
  readonly closing: string;
  /** What a record is called where the commands list it. */
  readonly labels: Readonly<Record<'open' | 'close', string>>;
  /** What a handle is that stands for something. */
  readonly open: string;
  /** Names of the mistakes. */
  readonly mistakes: Readonly<Record<BadReferenceKind, string>>;
}

/** The words for each kind. */
export const FAMILY_WORDS: Readonly<Record<HandleFamily, FamilyWords>> = {
  kernel: {
    opened: 'opened',
    closed: 'closed',
    opening: 'opening',
    closing: 'closing',
    labels: { open: 'OPEN', close: 'CLOSE' },
    open: 'open',
    mistakes: {
      'null handle': 'null handle',
      'pseudo handle': 'pseudo handle',
      'never opened': 'never opened',
      'not recorded': 'not recorded',
      'closed twice': 'closed twice',
      'used after close': 'used after close',
      open: 'open',
    },
  },
  USER: {
    opened: 'created',
    closed: 'destroyed',
    opening: 'creation',
    closing: 'destruction',
    labels: { open: 'CREATE', close: 'DESTROY' },
    open: 'in use',
    mistakes: {
      'null handle': 'null handle',
      'pseudo handle': 'reserved value',
      'never opened': 'never created',
      'not recorded': 'not recorded',
      'closed twice': 'destroyed twice',
      'used after close': 'used after its destruction',
      open: 'in use',
    },
  },
};

/** What a value stands for without being in any table of its kind; null for other values. */
export function reservedMeaning(
  family: HandleFamily,
  handle: HandleValue,
  pointerSize: 4 | 8,
): string | null {
  if (family === 'kernel') {
    return pseudoHandle(handle, pointerSize);
  }
  return RESERVED_HANDLES.find(({ value }) => BigInt(value) === handle)?.names[0] ?? null;
}
