/** Loads something once for everybody who asks, and again when it failed. */

import { CancelledError, type CancellationToken } from './cancellation';

/** A value that is loaded on first use and then kept. */
export class SharedLoad<T> {
  private loading: Promise<T> | null = null;

  constructor(private readonly load: (token: CancellationToken) => Promise<T>) {}

  /**
   * The value. Callers that ask while it is loading share the load; when the one who started it cancels, the next one
   * starts over. A failure is not kept.
   */
  async get(token: CancellationToken): Promise<T> {
    for (;;) {
      const loading = (this.loading ??= this.load(token));
      try {
        return await loading;
      } catch (error) {
        if (this.loading === loading) {
          this.loading = null;
        }
        if (!(error instanceof CancelledError) || token.isCancelled) {
          throw error;
        }
      }
    }
  }
}
