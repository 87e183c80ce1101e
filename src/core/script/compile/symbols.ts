/** The names of a script: where each is declared, what it is, and where it is used. */

import type { Span } from '../language/syntax';
import type { ScriptType } from '../language/typeNames';

/** A span in one of the files. */
export interface FileSpan extends Span {
  readonly file: number;
}

/** One use of a name. */
export interface Reference extends FileSpan {
  readonly isWrite: boolean;
}

/** What a name stands for. */
export interface ScriptSymbol {
  readonly kind:
    'function' | 'global' | 'local' | 'parameter' | 'define' | 'struct' | 'field' | 'label';
  readonly name: string;
  readonly place: FileSpan;
  /** All of the declaration. */
  readonly extent: FileSpan;
  readonly type: ScriptType;
  /** Elements of an array; 0 for others. */
  readonly length: number;
  /** Cell of a variable; number of a function. */
  readonly offset: number;
  /** Value of a define; null for others and where it is no constant. */
  readonly value: number | null;
  /** Of functions: the types of the parameters. */
  readonly parameters: readonly ScriptSymbol[];
  readonly references: Reference[];
}
