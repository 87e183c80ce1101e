/** What the tests in the extension host share: the extension, files of the workspace, events that are waited for. */

import assert from 'node:assert/strict';
import { realpathSync } from 'node:fs';
import Module from 'node:module';
import { join } from 'node:path';
import * as vscode from 'vscode';

/** Milliseconds in which something awaited has to happen. */
const PATIENCE = 20_000;

/** The extension under test, active or not. */
export function ownExtension(): vscode.Extension<unknown> {
  const extension = vscode.extensions.getExtension('handle-lens.handle-lens');
  assert.ok(extension, 'The extension is not installed.');
  return extension;
}

/** What activation takes of the extension host's time, as VS Code's own list of running extensions counts it. */
export interface ActivationTime {
  /** Reading and compiling the code, milliseconds. */
  readonly load: number;
  /** Calling `activate`, milliseconds. */
  readonly call: number;
  /** What the processor worked for both, with the compiler's and the collector's threads, milliseconds. */
  readonly processor: number;
  /** Until `activate()` of the API resolves, messages to the window included, milliseconds. */
  readonly whole: number;
}

/** Activates the extension and times it. `onApi` gets the extension's own `vscode`, before its code is loaded. */
export async function activateTimed(
  onApi: (api: typeof vscode) => void = () => undefined,
): Promise<ActivationTime> {
  const prototype = Module.prototype as unknown as {
    load: (this: NodeJS.Module, file: string) => void;
  };
  const { load } = prototype;
  const time = { load: 0, call: 0, processor: 0 };
  const worked = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1000;
  // Other extensions are loaded just then, some from a file of the same name.
  const own = realpathSync(join(ownExtension().extensionPath, 'dist', 'extension.js'));
  prototype.load = function (file) {
    if (realpathSync(file) !== own) {
      load.call(this, file);
      return;
    }
    onApi(Module.createRequire(file)('vscode') as typeof vscode);
    const before = process.cpuUsage();
    const started = performance.now();
    load.call(this, file);
    time.load = performance.now() - started;
    time.processor = worked(process.cpuUsage(before));
    const { activate } = this.exports as { activate: (context: unknown) => unknown };
    this.exports = {
      activate: (context: unknown) => {
        const earlier = process.cpuUsage();
        const called = performance.now();
        const result = activate(context);
        time.call = performance.now() - called;
        time.processor += worked(process.cpuUsage(earlier));
        return result;
      },
    };
  };
  try {
    const started = performance.now();
    await ownExtension().activate();
    return { ...time, whole: performance.now() - started };
  } finally {
    prototype.load = load;
  }
}

/** Writes a line into the output of the run. */
export function say(text: string): void {
  (globalThis as unknown as { readonly handleLensSay: (text: string) => void }).handleLensSay(text);
}

/** A file of the workspace. */
export function workspaceFile(name: string): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'There is no workspace folder.');
  return vscode.Uri.joinPath(folder.uri, name);
}

/** The first event that meets a condition; fails when it does not come. */
export function eventOf<T>(
  event: vscode.Event<T>,
  isWanted: (value: T) => boolean,
  what: string,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      listener.dispose();
      reject(new Error(`${what}: nothing in ${PATIENCE} ms.`));
    }, PATIENCE);
    const listener = event((value) => {
      if (isWanted(value)) {
        clearTimeout(timer);
        listener.dispose();
        resolve(value);
      }
    });
  });
}

/** Asks until the answer is good; fails with the last answer. */
export async function until<T>(ask: () => Thenable<T>, isGood: (value: T) => boolean): Promise<T> {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const value = await ask();
    if (isGood(value)) {
      return value;
    }
    assert.ok(Date.now() < end, `No good answer in ${PATIENCE} ms: ${JSON.stringify(value)}`);
    await new Promise((next) => setTimeout(next, 50));
  }
}

/** Starts a session and waits for its first stop. */
export async function startSession(target: string): Promise<vscode.DebugSession> {
  const stop = stopOf(target);
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const configuration = { type: 'handle-lens', request: 'launch', name: target, target };
  assert.equal(await vscode.debug.startDebugging(folder, configuration), true);
  return await stop;
}

/** Stops a session and waits for its end. */
export async function endSession(session: vscode.DebugSession): Promise<void> {
  const end = eventOf(
    vscode.debug.onDidTerminateDebugSession,
    ({ id }) => id === session.id,
    'The end of the session',
  );
  await vscode.debug.stopDebugging(session);
  await end;
}

/** The session of a target at its first stop. */
export async function stopOf(name: string): Promise<vscode.DebugSession> {
  const stops = new vscode.EventEmitter<vscode.DebugSession>();
  const tracker = vscode.debug.registerDebugAdapterTrackerFactory('handle-lens', {
    createDebugAdapterTracker: (session) => ({
      onDidSendMessage: ({ event }: { readonly event?: string }) => {
        if (event === 'stopped') {
          stops.fire(session);
        }
      },
    }),
  });
  try {
    return await eventOf(stops.event, (session) => session.name === name, `The stop of ${name}`);
  } finally {
    tracker.dispose();
    stops.dispose();
  }
}

/** A file system with one file. */
export function readOnlyFile(path: string, bytes: Uint8Array): vscode.FileSystemProvider {
  const refuse = (): never => {
    throw vscode.FileSystemError.NoPermissions();
  };
  return {
    onDidChangeFile: () => new vscode.Disposable(() => undefined),
    watch: () => new vscode.Disposable(() => undefined),
    stat: (uri) => {
      if (uri.path !== path) {
        throw vscode.FileSystemError.FileNotFound(uri);
      }
      return { type: vscode.FileType.File, ctime: 0, mtime: 1, size: bytes.length };
    },
    readDirectory: () => [],
    readFile: () => bytes,
    createDirectory: refuse,
    writeFile: refuse,
    delete: refuse,
    rename: refuse,
  };
}
