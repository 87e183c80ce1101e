/** Keeps texts that are opened as logs without being files, in memory, and forgets the oldest when they are too many. */

/** Bytes of all texts together, and of one. */
export const MOST_PASTED_BYTES = 64 * 1024 * 1024;

/** Texts by their path. */
export class PastedTexts {
  private readonly texts = new Map<string, Uint8Array>();
  private count = 0;
  private length = 0;

  constructor(private readonly most = MOST_PASTED_BYTES) {}

  /** Keeps a text; `name` is what people see of it. The path is its own each time, and ends with `.log`. */
  add(name: string, text: string): string {
    const bytes = new TextEncoder().encode(text);
    this.count++;
    const path = `/${name.replaceAll(/[\\/?#]/g, '-')} (${this.count}).log`;
    this.texts.set(path, bytes);
    this.length += bytes.length;
    for (const [oldest, old] of this.texts) {
      if (this.length <= this.most || oldest === path) {
        break;
      }
      this.texts.delete(oldest);
      this.length -= old.length;
    }
    return path;
  }

  /** The bytes of a text; undefined when it is no longer kept. */
  get(path: string): Uint8Array | undefined {
    return this.texts.get(path);
  }

  /** Paths of the texts that are kept, oldest first. */
  get paths(): readonly string[] {
    return [...this.texts.keys()];
  }
}
