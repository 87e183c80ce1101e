/** One proposal of command completion. */

/** One proposal; replaces `length` characters of the line from `start` by `insert`. */
export interface CompletionItem {
  readonly label: string;
  readonly insert: string;
  readonly start: number;
  readonly length: number;
  readonly kind:
    | 'command'
    | 'switch'
    | 'handle'
    | 'type'
    | 'process'
    | 'sample'
    | 'snapshot'
    | 'field'
    | 'value';
  /** A few words beside the label; empty when there is nothing to add. */
  readonly detail: string;
}

/** A proposal before its place is known. */
export interface Proposal extends Omit<CompletionItem, 'start' | 'length'> {
  /** What of the line it replaces, when that is more or less than the word before the cursor. */
  readonly typed?: string;
}
