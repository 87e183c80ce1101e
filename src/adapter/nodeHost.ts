/** The host of sessions that run in Node: files, paths, log files. */

import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { openTarget } from '../core/open/openTarget';
import type { ByteSource } from '../core/util/byteSource';
import type { Result } from '../core/util/result';
import { openFileByteSink } from '../node/fileByteSink';
import { openFileByteSource } from '../node/fileByteSource';
import { nodeScheduler } from './nodeScheduler';
import { breathe } from './scheduler';
import type { LogFile, SessionHost } from './sessionHost';

/** What differs between the hosts that run in Node. */
export interface NodeHostOptions {
  /** Folder that relative paths start from unless the client names one. */
  readonly folder: string;
  /** Opens what is named by something else than a path of this machine; null for paths. */
  readonly openOther?: (name: string) => Promise<Result<ByteSource>> | null;
  /** Told about defects. */
  readonly report: (message: string) => void;
  /** Called once when the client is done with the session. */
  readonly ended?: () => void;
}

/** A host that opens files of this machine. */
export function nodeHost(options: NodeHostOptions): SessionHost {
  const { folder } = options;
  return {
    scheduler: nodeScheduler,
    openTarget: (spec, { folder: given, token, progress }) =>
      openTarget(spec, {
        openFile: (path) =>
          options.openOther?.(path) ?? openFileByteSource(resolve(folder, given ?? '', path)),
        token,
        progress: (message, fraction) => {
          progress(message, fraction);
        },
        yieldNow: () => breathe(nodeScheduler),
      }),
    log: nodeLogFile(folder, options.report),
    openSink: (path, overwrite, given) =>
      openFileByteSink(resolve(folder, given ?? '', path), overwrite),
    report: options.report,
    ended: () => options.ended?.(),
  };
}

/** A log file; relative paths start from `folder`. */
function nodeLogFile(folder: string, report: (message: string) => void): LogFile {
  let stream: WriteStream | null = null;
  let path = '';
  const close = async (): Promise<string | null> => {
    const open = stream;
    stream = null;
    if (open === null) {
      return null;
    }
    await new Promise<void>((done) => {
      open.end(done);
    });
    return path;
  };
  return {
    get isOpen(): boolean {
      return stream !== null;
    },
    async open(given, append) {
      await close();
      path = resolve(folder, given);
      await mkdir(dirname(path), { recursive: true });
      stream = await openStream(path, append);
      stream.on('error', (error) => {
        stream = null;
        report(`Writing the log file ${path}: ${error.message}`);
      });
      return path;
    },
    write(text) {
      stream?.write(text);
    },
    close,
  };
}

/** Resolves once the file is open; rejects with the system's reason. */
function openStream(path: string, append: boolean): Promise<WriteStream> {
  return new Promise((resolveStream, reject) => {
    const stream = createWriteStream(path, { flags: append ? 'a' : 'w', encoding: 'utf8' });
    stream.once('open', () => {
      stream.off('error', reject);
      resolveStream(stream);
    });
    stream.on('error', reject);
  });
}
