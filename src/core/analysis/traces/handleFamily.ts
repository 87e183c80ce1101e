/** The two kinds of handles that Windows has. */

/** Which kind of handles is meant; `kernel` stands for everything that `!handle` shows. */
export type HandleFamily = 'kernel' | 'USER';
