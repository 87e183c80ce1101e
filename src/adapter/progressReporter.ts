/** Progress of long requests: shown only when a request takes more than half a second and the client can show it. */

import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Scheduler } from './scheduler';

/** Milliseconds a request may take before progress is shown. */
export const PROGRESS_DELAY = 500;
/** Milliseconds between two updates. */
const UPDATE_INTERVAL = 100;

/** Progress of one request. */
export interface ProgressTask {
  /** Says what is being done and how much of it is done, 0 to 1; undefined when unknown. */
  report(message: string, fraction?: number): void;
  /** Ends the progress; nothing is shown afterwards. */
  end(): void;
}

/** What the reporter needs. */
export interface ProgressOptions {
  readonly scheduler: Scheduler;
  sendEvent(event: string, body: object): void;
  /** True once the client said that it shows progress. */
  isSupported(): boolean;
}

/** Shows progress of requests and knows which request a progress belongs to. */
export class ProgressReporter {
  private readonly requests = new Map<string, number>();
  private lastId = 0;

  constructor(private readonly options: ProgressOptions) {}

  /** The request whose progress has this id; undefined when it is over or was never shown. */
  requestOf(progressId: string): number | undefined {
    return this.requests.get(progressId);
  }

  /** Begins to watch a request. Call `end` in any case. */
  begin(requestSeq: number, title: string): ProgressTask {
    if (!this.options.isSupported()) {
      return { report: () => undefined, end: () => undefined };
    }
    const task = new RunningTask(this.options, title, requestSeq, `handleLens-${++this.lastId}`);
    const stopTimer = this.options.scheduler.after(PROGRESS_DELAY, () => {
      this.requests.set(task.id, requestSeq);
      task.start();
    });
    return {
      report: (message, fraction) => {
        task.report(message, fraction);
      },
      end: () => {
        stopTimer();
        this.requests.delete(task.id);
        task.end();
      },
    };
  }
}

/** The state of one progress: waiting, shown, over. */
class RunningTask {
  private message: string | undefined;
  private percentage: number | undefined;
  private shown = false;
  private lastUpdate = 0;

  constructor(
    private readonly options: ProgressOptions,
    private readonly title: string,
    private readonly requestSeq: number,
    readonly id: string,
  ) {}

  start(): void {
    this.shown = true;
    this.lastUpdate = this.options.scheduler.now();
    const body: DebugProtocol.ProgressStartEvent['body'] = {
      progressId: this.id,
      title: this.title,
      requestId: this.requestSeq,
      cancellable: true,
      ...this.state(),
    };
    this.options.sendEvent('progressStart', body);
  }

  report(message: string, fraction?: number): void {
    this.message = message;
    this.percentage = percentageOf(fraction);
    const now = this.options.scheduler.now();
    if (this.shown && now - this.lastUpdate >= UPDATE_INTERVAL) {
      this.lastUpdate = now;
      this.options.sendEvent('progressUpdate', { progressId: this.id, ...this.state() });
    }
  }

  end(): void {
    if (this.shown) {
      this.shown = false;
      this.options.sendEvent('progressEnd', { progressId: this.id });
    }
  }

  private state(): { message?: string; percentage?: number } {
    return {
      ...(this.message === undefined ? {} : { message: this.message }),
      ...(this.percentage === undefined ? {} : { percentage: this.percentage }),
    };
  }
}

/** Whole percents, 0 to 100; undefined when the fraction is unknown or no number. */
function percentageOf(fraction: number | undefined): number | undefined {
  if (fraction === undefined || Number.isNaN(fraction)) {
    return undefined;
  }
  return Math.round(Math.min(1, Math.max(0, fraction)) * 100);
}
