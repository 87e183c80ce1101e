/** The place in a program from which the windowing system is called, and what its calls answer. */

import type { Address } from '../../../model/identifiers';
import type { UserTypeId } from '../../../windows/user/userTypeTable';
import type { ModuleSet } from '../../catalog/moduleSet';
import { highWord, lowWord } from '../../machine/words';
import { StackCaller } from '../../win32/stackCaller';
import type { GuiThread, SessionThread } from '../guiParties';
import type { ObjectRequest } from '../handleManager';
import type { UserObject } from '../userObject';
import type { UserSession } from '../userSession';
import { refusalOf } from './callSupport';
import type { UserCallPaths } from './userCallPaths';

/** What a call answers. */
export interface UserOutcome {
  /** A handle, 1 for TRUE, a count; 0 when the call failed. */
  readonly value: number;
  /** GetLastError of a failed call; 0 when it succeeded. */
  readonly lastError: number;
  /** Why this version cannot do it at all; null when it can. */
  readonly refusal: string | null;
}

/** What all callers of one process share. */
export interface UserContext {
  readonly session: UserSession;
  readonly modules: ModuleSet;
  readonly paths: UserCallPaths;
}

/** A thread that calls the windowing system; its first call makes it a GUI thread. */
export class UserCaller extends StackCaller<SessionThread> {
  constructor(
    readonly context: UserContext,
    thread: SessionThread,
    site: Address | null = null,
  ) {
    super(context.modules, thread, site);
  }

  get session(): UserSession {
    return this.context.session;
  }

  /** The session's view of the thread. */
  get gui(): GuiThread {
    return this.session.connect(this.thread);
  }

  /** The same thread, calling from a place in the program: `createMenu(caller.at('App!OnPaint+0x20'))`. */
  at(frame: string): UserCaller {
    return new UserCaller(this.context, this.thread, this.context.modules.place(frame));
  }

  /** Leaves the frames of a call on the stack, as a thread that waits in it has; answers with their number. */
  wait(name: string): number {
    const { frames } = this.context.paths.path(name);
    for (const frame of frames) {
      this.thread.pushFrame(lowWord(frame), highWord(frame));
    }
    return frames.length;
  }

  /** Runs something with the frames of a call on the stack, on behalf of this thread. */
  call<T>(name: string, body: (gui: GuiThread) => T): T {
    return this.through(this.context.paths.path(name), (thread, service) => {
      const gui = this.session.connect(thread);
      return this.session.as({ thread: gui, service }, () => body(gui));
    });
  }
}

/** A call that worked. */
export function succeeded(value = 1): UserOutcome {
  return { value, lastError: 0, refusal: null };
}

/** A call that failed. */
export function failed(lastError: number): UserOutcome {
  return { value: 0, lastError, refusal: null };
}

/** ERROR_CALL_NOT_IMPLEMENTED, with the reason. */
export function refused(refusal: string): UserOutcome {
  return { value: 0, lastError: 120, refusal };
}

/** What a creating call asks for. */
export interface CreateCall {
  /** The call, for its frames. */
  readonly name: string;
  readonly type: UserTypeId;
  readonly request?: Partial<ObjectRequest>;
  /** What is checked first; an outcome ends the call. */
  readonly before?: (gui: GuiThread) => UserOutcome | null;
  /** Completes the object; a last error undoes its creation. */
  readonly complete?: (object: UserObject, gui: GuiThread) => number;
}

/** Calls a function that makes one object; answers with its handle. */
export function createCall(caller: UserCaller, options: CreateCall): UserOutcome {
  const { session } = caller;
  const refusal = refusalOf(session.profile, options.type);
  if (refusal !== null) {
    return refused(refusal);
  }
  return caller.call(options.name, (gui) => {
    const refusedBefore = options.before?.(gui) ?? null;
    if (refusedBefore !== null) {
      return refusedBefore;
    }
    const creation = session.create({ ...options.request, type: options.type, creator: gui });
    if ('error' in creation) {
      return failed(creation.error);
    }
    const error = options.complete?.(creation.object, gui) ?? 0;
    if (error !== 0) {
      session.destroy(creation.object);
      return failed(error);
    }
    return succeeded(creation.object.handle);
  });
}

/** What a call with a handle does. */
export interface HandleCall {
  readonly name: string;
  /** Null: any type. */
  readonly type: UserTypeId | null;
  readonly handle: number;
  /** Default: nothing but TRUE. */
  readonly body?: (object: UserObject, gui: GuiThread) => UserOutcome;
}

/** Calls a function that takes a handle: checks it, then does what the function does. */
export function handleCall(caller: UserCaller, options: HandleCall): UserOutcome {
  const { session } = caller;
  const refusal = options.type === null ? null : refusalOf(session.profile, options.type);
  if (refusal !== null) {
    return refused(refusal);
  }
  return caller.call(options.name, (gui) => {
    const checked = session.validate(gui, options.handle, options.type);
    return 'error' in checked
      ? failed(checked.error)
      : (options.body?.(checked.object, gui) ?? succeeded());
  });
}

/** Calls a function that destroys an object. A locked one is marked and goes with its last lock; that is success too. */
export function destroyCall(
  caller: UserCaller,
  name: string,
  type: UserTypeId,
  handle: number,
): UserOutcome {
  return handleCall(caller, {
    name,
    type,
    handle,
    body: (object) => {
      caller.session.destroy(object);
      return succeeded();
    },
  });
}
