/** The one call of Papa Parse that is used; its published types need those of Node. */

declare module 'papaparse' {
  /** What was read of a text, and what was wrong with its quotation marks. */
  export interface ParseResult {
    readonly data: readonly (readonly string[])[];
    readonly errors: readonly { readonly message: string; readonly row?: number }[];
  }

  /** Reads delimited text, whose fields may stand in quotation marks. */
  export function parse(
    text: string,
    config: { readonly delimiter: string; readonly newline: '\n' },
  ): ParseResult;
}
