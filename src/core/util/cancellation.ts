/** Cooperative cancellation, independent of any host's token type. */

/** Asked by long work between steps. */
export interface CancellationToken {
  /** True once the work should stop. */
  readonly isCancelled: boolean;
}

/** Thrown by {@link throwIfCancelled}; shells turn it into a "cancelled" answer. */
export class CancelledError extends Error {
  constructor() {
    super('The operation was cancelled.');
    this.name = 'CancelledError';
  }
}

/** A token that is never cancelled. */
export const neverCancelled: CancellationToken = { isCancelled: false };

/** Owns a token and cancels it. */
export class CancellationSource {
  private cancelled = false;

  readonly token: CancellationToken;

  constructor() {
    const isCancelled = (): boolean => this.cancelled;
    this.token = {
      get isCancelled(): boolean {
        return isCancelled();
      },
    };
  }

  /** Cancels the token; a second call does nothing. */
  cancel(): void {
    this.cancelled = true;
  }
}

/** Whether something thrown is a {@link CancelledError}, of this bundle or of another one, which has a class of its own. */
export function isCancelledError(error: unknown): boolean {
  return error instanceof Error && error.name === 'CancelledError';
}

/** Throws {@link CancelledError} if the token is cancelled. */
export function throwIfCancelled(token: CancellationToken): void {
  if (token.isCancelled) {
    throw new CancelledError();
  }
}
