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
export type Proposal = Omit<CompletionItem, 'start' | 'length'>;
