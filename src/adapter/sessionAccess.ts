/** What request handlers see of the session they belong to. */

import type { CancellationSource } from '../core/util/cancellation';
import type { StopInfo } from '../core/target/target';
import type { ChangeReason } from '../protocol/dapExtensions';
import type { LaunchArguments } from '../protocol/launchArguments';
import type { ClientAbilities } from './capabilities';
import type { ConsoleSink } from './consoleWriter';
import type { Examination } from './examination';
import type { RequestContext, RequestGuard, RequestHandler } from './requestGuard';
import type { SessionHost } from './sessionHost';

/** Handlers by request name. */
export type HandlerTable = Readonly<Record<string, RequestHandler>>;

/** The session as its handlers use it. */
export interface SessionAccess {
  readonly host: SessionHost;
  readonly guard: RequestGuard;
  /** What the client can do. */
  client: ClientAbilities;
  readonly console: ConsoleSink;
  /** Cancels the run of a resumed target; null while it is stopped. */
  running: CancellationSource | null;
  /** The open target; an error when there is none. */
  examination(): Examination;
  /** True while a target is open. */
  readonly isOpen: boolean;
  /** Opens the target of a launch, attach or restart; fails with a visible error. */
  open(launch: LaunchArguments, context: RequestContext): Promise<void>;
  /** Arguments of the last launch or attach; null before. */
  readonly launched: LaunchArguments | null;
  /** The client finished configuring. */
  configured(): void;
  /** Tells the client that the target stands where it stands. */
  announceEntry(): void;
  /** Tells the client that the target ran and stopped again. */
  announceStop(stop: StopInfo): void;
  /** Tells views and variables that state changed. */
  announceChange(reason: ChangeReason): void;
  /** Ends the examination: says so once, then closes the target. The connection stays. */
  end(): Promise<void>;
  /** Ends the examination and tells the host that the client is done. */
  leave(): Promise<void>;
  /** Routes progress of the interpreter to the console line that runs. */
  withProgress<T>(progress: RequestContext['progress'], work: () => Promise<T>): Promise<T>;
  sendBody(event: string, body?: object): void;
  /** Runs work after all earlier exclusive work: console lines and resuming never mix. */
  exclusive<T>(work: () => Promise<T>): Promise<T>;
}
