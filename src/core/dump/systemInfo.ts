/** The SystemInfo stream: processor, platform and Windows version (domain.md 5.4). */

import type { Architecture, WindowsVersion } from '../target/targetInfo';
import { tooShort } from './countedList';
import { readStream, type DumpFile, type StreamRange } from './dumpFile';
import { windowsName } from './windowsName';

/** Bytes that are used: up to the service pack's RVA. */
const NEEDED = 0x1c;

/** What the stream says. */
export interface SystemInfo {
  readonly architecture: Architecture;
  /** PlatformId: 2 is Windows NT, 0x8000 and above are other systems. */
  readonly platform: number;
  readonly processors: number;
  readonly windows: WindowsVersion;
  /** Place of the service pack text; 0 when there is none. */
  readonly servicePackRva: number;
}

/** Reads the stream; null when it is too short. */
export async function readSystemInfo(
  file: DumpFile,
  stream: StreamRange,
): Promise<SystemInfo | null> {
  const view = await readStream(file, stream, 0x38);
  if (!view.has(0, NEEDED)) {
    tooShort(file, stream, NEEDED);
    return null;
  }
  const version = { major: view.u32(8), minor: view.u32(12), build: view.u32(16) };
  return {
    architecture: architectureOf(view.u16(0)),
    platform: view.u32(20),
    processors: view.u8(6),
    windows: { ...version, name: windowsName(version, view.u8(7)) },
    servicePackRva: view.u32(24),
  };
}

/** PROCESSOR_ARCHITECTURE_* as a name; 0x8003 is Breakpad's early number for ARM64. */
function architectureOf(processor: number): Architecture {
  switch (processor) {
    case 0:
    case 10:
      return 'x86';
    case 9:
      return 'x64';
    case 5:
    case 13:
      return 'arm';
    case 12:
    case 0x8003:
      return 'arm64';
    default:
      return 'unknown';
  }
}
