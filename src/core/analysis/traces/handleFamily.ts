/** The two kinds of handles that Windows has. */

/** Which kind of handles is meant; `kernel` stands for everything that `!handle` shows. */
export type HandleFamily = 'kernel' | 'USER';

/** A type, and whose type it is where the text says so. */
export interface FamilyType {
  /** Null when the text has no prefix. */
  readonly family: HandleFamily | null;
  readonly type: string;
}

/** Reads `USER:Menu`, `kernel:Timer` or a plain `Event`; letter case and blanks around the colon do not matter. */
export function familyType(text: string): FamilyType {
  const [, prefix, type] = /^\s*(user|kernel)\s*:\s*(.*?)\s*$/i.exec(text) ?? [];
  return prefix === undefined || type === undefined
    ? { family: null, type: text.trim() }
    : { family: prefix.toLowerCase() === 'user' ? 'USER' : 'kernel', type };
}
