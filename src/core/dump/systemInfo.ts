/** The SystemInfo stream: processor, platform and Windows version (domain.md 5.4). */

import type { Architecture, WindowsVersion } from '../target/targetInfo';
import { tooShort } from './countedList';
import { readStream, type DumpFile, type StreamRange } from './dumpFile';
import { readStrings } from './dumpStrings';
import { windowsName } from './windowsName';

/** Bytes that are used: up to the service pack's RVA. */
const NEEDED = 0x1c;

/** What the stream says. */
export interface SystemInfo {
  readonly architecture: Architecture;
  /** PlatformId: 2 is Windows NT, 0x8000 and above are other systems. */
  readonly platform: number;
  readonly windows: WindowsVersion;
  /** For example `Service Pack 1`; Crashpad puts the update revision here (dump-facts 13). Null when there is none. */
  readonly servicePack: string | null;
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
  const [servicePack] = await readStrings(file, [view.u32(24)], 'name of the service pack');
  const version = { major: view.u32(8), minor: view.u32(12), build: view.u32(16) };
  return {
    architecture: architectureOf(view.u16(0)),
    platform: view.u32(20),
    windows: { ...version, name: windowsName(version, view.u8(7)) },
    servicePack: servicePack ?? null,
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
