/** Types and object names of all tables of a log, each text once. */

import { NameColumn, NO_NAME_ID, type NameChunk } from '../../model/nameColumn';
import { NameColumnBuilder, type TextSpans } from '../../model/nameColumnBuilder';

/** UTF-16 units of all names together. */
const NAME_BUDGET = 2 ** 26;
/** More types than any Windows has; only a hostile log has more. */
const MOST_TYPES = 4096;
const NO_ROWS = new Uint32Array(0);

/** Numbers for types and names. */
export class NameBook {
  /** Type names by number; 0 stands for "not recorded". */
  readonly types: string[] = [''];
  private readonly typeIds = new Map<string, number>();
  private readonly names = new NameColumnBuilder(0, NAME_BUDGET);
  private chunks: readonly NameChunk[] | null = null;

  /** True once names were left out because they need more memory than allowed. */
  get isExhausted(): boolean {
    return this.names.isExhausted;
  }

  /** The number of a type; 0 for none, and for those beyond the limit. */
  typeId(type: string | undefined): number {
    if (type === undefined) {
      return 0;
    }
    const known = this.typeIds.get(type);
    if (known !== undefined || this.types.length > MOST_TYPES) {
      return known ?? 0;
    }
    this.types.push(type);
    this.typeIds.set(type, this.types.length - 1);
    return this.types.length - 1;
  }

  /** The number of a name; 0 for none. */
  nameId(name: string | null): number {
    return name === null || name === '' ? NO_NAME_ID : this.names.addText(name);
  }

  /** The number of a name that stands in bytes as ASCII; 0 for none. */
  nameIdOf(bytes: Uint8Array, start: number, end: number): number {
    return this.names.addAscii(bytes, start, end);
  }

  /** The numbers of many such names, none of them empty. */
  nameIdsOf(bytes: Uint8Array, spans: TextSpans): void {
    this.names.addAllAscii(bytes, spans);
  }

  /** The text with a number; null for none. As {@link NameBook.column}, it ends the adding of names. */
  text(id: number): string | null {
    return this.column(NO_ROWS).text(id);
  }

  /** The names of rows by number; no name can be added afterwards. */
  column(ids: Uint32Array): NameColumn {
    this.chunks ??= this.names.finish().chunks;
    return new NameColumn(ids, this.chunks);
  }
}
