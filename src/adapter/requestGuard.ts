/** Answers every request exactly once, whatever its handler does: returns, throws, rejects or is cancelled. */

import type { DebugProtocol } from '@vscode/debugprotocol';
import {
  CancellationSource,
  CancelledError,
  type CancellationToken,
} from '../core/util/cancellation';
import { ProblemError } from '../core/util/problem';
import { Fields } from '../protocol/fields';
import { problemSentence, RequestError } from './adapterErrors';
import type { ProgressReporter } from './progressReporter';

/** Id of every error we answer with; clients only require that there is one. */
const ERROR_ID = 1;

/** What a handler gets. */
export interface RequestContext {
  readonly command: string;
  /** Sequence number of the request. */
  readonly seq: number;
  /** The arguments, to be read with care. */
  readonly arguments: Fields;
  /** The arguments as they came, for guards of their own. */
  readonly rawArguments: unknown;
  readonly token: CancellationToken;
  /** Says what is being done and how much of it is done, 0 to 1. */
  readonly progress: (message: string, fraction?: number) => void;
  /** Runs an action right after the answer was sent; only if the request succeeded. */
  readonly afterAnswer: (action: () => void) => void;
}

/** Handles one request and returns the body of the answer. */
export type RequestHandler = (
  context: RequestContext,
) => object | undefined | Promise<object | undefined>;

/** A request as far as it could be made out. */
export interface IncomingRequest {
  readonly seq: number;
  readonly command: string;
  readonly arguments: unknown;
  /** What progress is called, should it have to be shown. */
  readonly title: string;
}

/** What the guard needs of the session. */
export interface GuardOptions {
  sendResponse(response: DebugProtocol.Response): void;
  readonly progress: ProgressReporter;
  /** Told about defects, with the stack. */
  report(message: string): void;
}

/** Runs handlers, owns their cancellation, and answers. */
export class RequestGuard {
  private readonly pending = new Set<{
    readonly seq: number;
    readonly source: CancellationSource;
  }>();

  constructor(private readonly options: GuardOptions) {}

  /** Cancels a request by its sequence number; does nothing when it is answered already. */
  cancel(seq: number): void {
    for (const each of this.pending) {
      if (each.seq === seq) {
        each.source.cancel();
      }
    }
  }

  /** Cancels the request whose progress is shown under an id; does nothing when there is none. */
  cancelProgress(progressId: string): void {
    const seq = this.options.progress.requestOf(progressId);
    if (seq !== undefined) {
      this.cancel(seq);
    }
  }

  /** Cancels all requests but one. */
  cancelAllExcept(seq: number): void {
    for (const each of this.pending) {
      if (each.seq !== seq) {
        each.source.cancel();
      }
    }
  }

  /** Runs a handler and answers. Never rejects. */
  async answer(request: IncomingRequest, handler: RequestHandler): Promise<void> {
    const source = new CancellationSource();
    const entry = { seq: request.seq, source };
    const progress = this.options.progress.begin(request.seq, request.title);
    const afterwards: (() => void)[] = [];
    this.pending.add(entry);
    let response: DebugProtocol.Response;
    try {
      const body = await handler({
        command: request.command,
        seq: request.seq,
        arguments: Fields.of(`The request ${request.command}`, request.arguments),
        rawArguments: request.arguments,
        token: source.token,
        progress: (message, fraction) => {
          progress.report(message, fraction);
        },
        afterAnswer: (action) => {
          afterwards.push(action);
        },
      });
      response = success(request, body);
    } catch (error) {
      afterwards.length = 0;
      response = this.failure(request, error);
    }
    this.pending.delete(entry);
    progress.end();
    this.finish(response, afterwards);
  }

  /** Answers a message that is no proper request. */
  reject(seq: number, command: string, sentence: string): void {
    this.options.sendResponse(errorResponse({ seq, command }, sentence, false));
  }

  private finish(response: DebugProtocol.Response, afterwards: readonly (() => void)[]): void {
    try {
      this.options.sendResponse(response);
      for (const action of afterwards) {
        action();
      }
    } catch (error) {
      this.options.report(`After answering ${response.command}: ${describeDefect(error)}`);
    }
  }

  private failure(request: IncomingRequest, error: unknown): DebugProtocol.Response {
    if (error instanceof CancelledError) {
      return errorResponse(request, 'cancelled', false);
    }
    if (error instanceof ProblemError) {
      return errorResponse(request, problemSentence(error.problem), false);
    }
    if (error instanceof RequestError) {
      return errorResponse(request, error.message, error.showUser);
    }
    this.options.report(`Request ${request.command}: ${describeDefect(error)}`);
    const reason = error instanceof Error ? firstLine(error.message) : 'unknown reason';
    return errorResponse(
      request,
      `Handle Lens could not carry out "${request.command}" because of a defect of its own (${reason}). The session goes on.`,
      false,
    );
  }
}

function success(request: IncomingRequest, body: object | undefined): DebugProtocol.Response {
  const response = answerTo(request, true);
  return body === undefined ? response : { ...response, body };
}

/** The text stands in `message` and `format`, without placeholders: clients use one or the other. */
function errorResponse(
  request: { readonly seq: number; readonly command: string },
  sentence: string,
  showUser: boolean,
): DebugProtocol.ErrorResponse {
  return {
    ...answerTo(request, false),
    message: sentence,
    body: { error: { id: ERROR_ID, format: sentence, showUser } },
  };
}

function answerTo(
  request: { readonly seq: number; readonly command: string },
  isSuccess: boolean,
): DebugProtocol.Response {
  return {
    seq: 0,
    type: 'response',
    request_seq: request.seq,
    command: request.command,
    success: isSuccess,
  };
}

function describeDefect(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
