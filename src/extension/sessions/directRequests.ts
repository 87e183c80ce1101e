/**
 * Requests of ours to an adapter in this process. What VS Code offers for them (`customRequest`) goes through its window and
 * back, which takes tens of milliseconds, and more while the window is busy with a stop.
 */

import { l10n } from '../l10n';

/** Told about each message that goes this way, for the log. */
export type ExchangeListener = (direction: 'sent' | 'received', message: object) => void;

interface Waiting {
  readonly resolve: (body: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Sends requests and finds their answers among what the adapter sends. The adapter sees requests like all others. */
export class DirectRequests {
  private readonly waiting = new Map<number, Waiting>();
  /** VS Code counts its own requests upwards from 1: ours go the other way. */
  private lastSeq = 0;
  private isOver = false;

  /** `send` hands a message to the adapter. */
  constructor(
    private readonly send: (message: object) => void,
    private readonly listener: ExchangeListener = () => undefined,
  ) {}

  /** The body of the answer; rejects with the adapter's sentence. */
  ask(command: string, args: object): Promise<unknown> {
    if (this.isOver) {
      return Promise.reject(ended());
    }
    const seq = --this.lastSeq;
    const request = { seq, type: 'request', command, arguments: args };
    this.listener('sent', request);
    return new Promise((resolve, reject) => {
      this.waiting.set(seq, { resolve, reject });
      this.send(request);
    });
  }

  /** Takes a message of the adapter. False when it answers no request of ours: then it is for VS Code. */
  take(message: object): boolean {
    const { type, request_seq, success, body, message: sentence }: Partial<AnyAnswer> = message;
    const waiting =
      type === 'response' && typeof request_seq === 'number'
        ? this.waiting.get(request_seq)
        : undefined;
    if (waiting === undefined || typeof request_seq !== 'number') {
      return false;
    }
    this.waiting.delete(request_seq);
    this.listener('received', message);
    if (success === true) {
      waiting.resolve(body);
    } else {
      waiting.reject(typeof sentence === 'string' ? new Error(sentence) : ended());
    }
    return true;
  }

  /** Nothing will be answered any more. */
  end(): void {
    this.isOver = true;
    for (const { reject } of this.waiting.values()) {
      reject(ended());
    }
    this.waiting.clear();
  }
}

/** The fields of an answer; who sent it is not vouched for. */
interface AnyAnswer {
  readonly type: unknown;
  readonly request_seq: unknown;
  readonly success: unknown;
  readonly body: unknown;
  readonly message: unknown;
}

function ended(): Error {
  return new Error(l10n.t('The session has ended.'));
}
