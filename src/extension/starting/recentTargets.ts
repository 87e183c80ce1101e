/** The targets that were examined last, newest first; kept across windows. */

/** Where the list is kept; a VS Code memento fits. */
export interface RecentMemory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

/** Most targets that are remembered. */
export const MAXIMUM_RECENT = 10;

const KEY = 'handleLens.recentTargets';

/** Remembers at most {@link MAXIMUM_RECENT} targets. */
export class RecentTargets {
  constructor(private readonly memory: RecentMemory) {}

  /** Newest first. What an older or damaged memory holds besides texts is left out. */
  get list(): readonly string[] {
    const stored = this.memory.get(KEY);
    return Array.isArray(stored)
      ? stored
          .filter((each): each is string => typeof each === 'string' && each !== '')
          .slice(0, MAXIMUM_RECENT)
      : [];
  }

  /** Puts a target first. */
  async add(target: string): Promise<void> {
    await this.memory.update(KEY, [target, ...this.without(target)].slice(0, MAXIMUM_RECENT));
  }

  /** Forgets a target; true when it was remembered. */
  async remove(target: string): Promise<boolean> {
    const left = this.without(target);
    if (left.length === this.list.length) {
      return false;
    }
    await this.memory.update(KEY, left);
    return true;
  }

  private without(target: string): readonly string[] {
    return this.list.filter((each) => each !== target);
  }
}
