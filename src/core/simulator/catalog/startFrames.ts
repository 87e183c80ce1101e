/** The frames below every thread's own functions: how Windows starts a thread. */

import type { ProfileId } from '../../windows/profiles';

/** What kind of thread is started. */
export type ThreadStart = 'main' | 'thread' | 'poolWorker' | 'loader';

interface StartFrames {
  readonly main: string;
  readonly thread: string;
  /** Between the thread start and a thread pool callback. */
  readonly poolWorker: string;
  /** Process initialisation, before the program's entry point. */
  readonly loader: string;
}

const LOADER = `ntdll!LdrInitializeThunk+0xe ntdll!LdrpInitialize+0x3b ntdll!LdrpInitializeInternal+0xf9
  ntdll!LdrpInitializeProcess+0x1a7d`;

/** Outermost first. */
const FRAMES: Readonly<Record<ProfileId, StartFrames>> = {
  'xp-sp3-x86': {
    main: 'kernel32!BaseProcessStart+0x23',
    thread: 'kernel32!BaseThreadStart+0x37',
    poolWorker: 'ntdll!TppWorkerThread+0x4a',
    loader: 'ntdll!LdrpInitialize+0x183 ntdll!LdrpInitializeProcess+0x9f2',
  },
  '7-sp1-x86': {
    main: 'ntdll!_RtlUserThreadStart+0x1b ntdll!__RtlUserThreadStart+0x70 kernel32!BaseThreadInitThunk+0xe',
    thread:
      'ntdll!_RtlUserThreadStart+0x1b ntdll!__RtlUserThreadStart+0x70 kernel32!BaseThreadInitThunk+0xe',
    poolWorker: 'ntdll!TppWorkerThread+0x55d',
    loader: LOADER,
  },
  '7-sp1-x64': {
    main: 'ntdll!RtlUserThreadStart+0x1d kernel32!BaseThreadInitThunk+0xd',
    thread: 'ntdll!RtlUserThreadStart+0x1d kernel32!BaseThreadInitThunk+0xd',
    poolWorker: 'ntdll!TppWorkerThread+0x3ff',
    loader: LOADER,
  },
  '8-x64': {
    main: 'ntdll!RtlUserThreadStart+0x1d KERNEL32!BaseThreadInitThunk+0x1a',
    thread: 'ntdll!RtlUserThreadStart+0x1d KERNEL32!BaseThreadInitThunk+0x1a',
    poolWorker: 'ntdll!TppWorkerThread+0x2dc',
    loader: LOADER,
  },
  '10-22h2-x64': {
    main: 'ntdll!RtlUserThreadStart+0x21 KERNEL32!BaseThreadInitThunk+0x14',
    thread: 'ntdll!RtlUserThreadStart+0x21 KERNEL32!BaseThreadInitThunk+0x14',
    poolWorker: 'ntdll!TppWorkerThread+0x68a',
    loader: LOADER,
  },
  '11-23h2-x64': {
    main: 'ntdll!RtlUserThreadStart+0x28 KERNEL32!BaseThreadInitThunk+0x1d',
    thread: 'ntdll!RtlUserThreadStart+0x28 KERNEL32!BaseThreadInitThunk+0x1d',
    poolWorker: 'ntdll!TppWorkerThread+0x6f9',
    loader: LOADER,
  },
};

/** Frames of a starting thread as `module!symbol+0x…`, outermost first. A pool worker's include those of its thread. */
export function startFrames(profile: ProfileId, start: ThreadStart): readonly string[] {
  const frames = FRAMES[profile];
  const text = start === 'poolWorker' ? `${frames.thread} ${frames.poolWorker}` : frames[start];
  return text.split(/\s+/);
}
