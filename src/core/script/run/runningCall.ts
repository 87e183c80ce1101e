/** The call of a Windows function that is carried out, as the function sees it. */

import type { Address } from '../../model/identifiers';
import { hasUserDesktops } from '../../simulator/user/standIns';
import { UserCaller } from '../../simulator/user/calls/userCaller';
import type { Windowing } from '../../simulator/user/startWindowing';
import { Caller } from '../../simulator/win32/caller';
import { nativeFilePath, nativeKeyPath } from '../../simulator/win32/names';
import type { Call, CallAnswer, RunAccess, WaitRequest } from '../functions/builtIn';
import type { Engine } from './engine';
import type { ScriptThread } from './engineState';
import type { Value } from './program';

/** Cell of bInheritHandle in a SECURITY_ATTRIBUTES. */
const INHERIT_HANDLE = 2;
const STATUS_ACCESS_VIOLATION = 0xc000_0005;

interface RunningThread {
  readonly thread: ScriptThread;
  readonly site: Address;
  readonly caller: Caller;
}

/** One object serves all calls of a program, which do not nest. */
export class RunningCall implements Call {
  count = 0;
  readonly run: RunAccess;
  private running: RunningThread | null = null;

  constructor(private readonly engine: Engine) {
    this.run = engine.scheduler;
  }

  /** A call begins: its arguments are the topmost cells of the thread's stack. */
  begin(thread: ScriptThread, site: Address, count: number): this {
    this.running = { thread, site, caller: new Caller(this.engine.context, thread.sim, site) };
    this.count = count;
    return this;
  }

  get caller(): Caller {
    return this.current.caller;
  }

  get userCaller(): UserCaller {
    const { thread, site } = this.current;
    return new UserCaller(this.windowing.user, thread.sim, site);
  }

  get hasUserDesktops(): boolean {
    const { windowing } = this.engine;
    return windowing !== null && hasUserDesktops(windowing.user.session.profile);
  }

  get csrss(): UserCaller {
    return this.windowing.csrss;
  }

  value(index: number): Value {
    const { thread } = this.current;
    return index < this.count ? (thread.cells[thread.top - this.count + index] ?? 0) : 0;
  }

  number(index: number): number {
    const value = this.value(index);
    return typeof value === 'number' ? value : 1;
  }

  text(index: number): string | null {
    const value = this.value(index);
    return value === 0 ? null : this.textOf(value);
  }

  /** A number stands for the text in the cell with that address: a buffer. */
  textOf(value: Value): string {
    if (typeof value === 'string') {
      return value;
    }
    const pointed = this.engine.read(value);
    return typeof pointed === 'string' ? pointed : '';
  }

  read(place: number, offset = 0): Value {
    return place === 0 ? 0 : (this.engine.read(place + offset) ?? 0);
  }

  write(place: number, value: Value, offset = 0): void {
    if (place !== 0 && !this.engine.write(place + offset, value)) {
      this.engine.fault(this.current.thread, STATUS_ACCESS_VIOLATION);
    }
  }

  inherit(index: number): boolean {
    const place = this.number(index);
    return place !== 0 && this.read(place, INHERIT_HANDLE) !== 0;
  }

  setLastError(error: number): void {
    this.current.thread.lastError = error;
  }

  get lastError(): number {
    return this.current.thread.lastError;
  }

  fail<T extends Value>(error: number, value: T): T {
    this.setLastError(error);
    return value;
  }

  raise(status: number, from: readonly Address[] = []): void {
    this.engine.raise(this.current.thread, status, from);
  }

  print(text: string): void {
    this.engine.watcher?.print(text);
  }

  stop(text: string): void {
    this.engine.stop(this.current.thread, text);
  }

  stopAtException(text: string): void {
    this.current.thread.exceptionText = text;
  }

  wait(request: WaitRequest): CallAnswer {
    return this.engine.scheduler.wait(this.current.thread, request);
  }

  isMissing(path: string): boolean {
    const { missing } = this.engine.program.settings;
    const wanted = [path, nativeKeyPath(path), nativeFilePath(this.caller, path)];
    return wanted.some((each) => missing.includes(each.toUpperCase()));
  }

  private get windowing(): Windowing {
    const { windowing } = this.engine;
    if (windowing === null) {
      throw new Error('Functions of the windowing system are only called where there is one.');
    }
    return windowing;
  }

  private get current(): RunningThread {
    if (this.running === null) {
      throw new Error('A call runs while its function looks at it.');
    }
    return this.running;
  }
}
