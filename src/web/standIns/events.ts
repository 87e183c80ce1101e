/**
 * Stands for Node's module "events" in bundles for browsers. The session class of the debug adapter library derives from it to hear
 * of its streams; inside the editor there are none, so nothing is ever emitted.
 */

/** An emitter without events. */
export class EventEmitter {
  /** Takes a listener that is never called. */
  on(): this {
    return this;
  }

  /** Tells that nobody heard it. */
  emit(): boolean {
    return false;
  }
}
