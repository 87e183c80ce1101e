/** What never enters the kernel: last errors, time, output, texts. */

import type { Value } from '../run/program';
import { builtIn, type BuiltIn, type Call } from './builtIn';

/** Longest text that a format makes. */
const LONGEST = 4096;

/** Formats as wprintf does: %d %i %u %x %X %p %s %ls %S %c %%, with width, `0`, `-` and `#`. */
export function formatText(call: Call, format: number): string {
  let argument = format + 1;
  const next = (): Value => (argument < call.count ? call.value(argument++) : 0);
  const text = (call.text(format) ?? '').replace(
    /%([-0#+ ]*)(\d*)(?:\.\d+)?(?:ll|l|h|I64|z|w)?([diuxXpscS%])/g,
    (_, flags: string, width: string, kind: string) =>
      kind === '%' ? '%' : padded(formatOne(call, kind, next(), flags), flags, Number(width)),
  );
  return text.slice(0, LONGEST);
}

function formatOne(call: Call, kind: string, value: Value, flags: string): string {
  const number = typeof value === 'number' ? value : 0;
  switch (kind) {
    case 'd':
    case 'i':
      return String(number);
    case 'u':
      return String(number < 0 ? number >>> 0 : number);
    case 'x':
    case 'X': {
      const digits = (number < 0 ? number >>> 0 : number).toString(16);
      const prefixed = flags.includes('#') ? `0x${digits}` : digits;
      return kind === 'X' ? prefixed.toUpperCase() : prefixed;
    }
    case 'p':
      return BigInt.asUintN(64, BigInt(number)).toString(16).padStart(16, '0');
    case 'c':
      return String.fromCharCode(number);
    default:
      return value === 0 ? '(null)' : call.textOf(value);
  }
}

function padded(text: string, flags: string, width: number): string {
  const limited = Math.min(width, LONGEST);
  return flags.includes('-')
    ? text.padEnd(limited)
    : text.padStart(limited, flags.includes('0') ? '0' : ' ');
}

function print(call: Call): number {
  const text = formatText(call, 0);
  call.print(text);
  return text.length;
}

/** Writes a formatted text into the buffer of argument 0. */
function formatInto(call: Call, format: number): number {
  const text = formatText(call, format);
  call.write(call.number(0), text);
  return text.length;
}

/** The function at which the debugger stops: its call is where the program stands then. */
export const STOP_FUNCTION = 'SimulateStop';

/** The functions of this file. */
export const RUNTIME: readonly BuiltIn[] = [
  builtIn({
    signature: `VOID ${STOP_FUNCTION}(LPCWSTR format, ...)`,
    summary: 'No function of Windows: the debugger stops here and says the sentence.',
    paths: [],
    run: (call) => {
      call.stop(formatText(call, 0));
      return 0;
    },
  }),
  builtIn({
    signature: 'VOID SimulateExceptionStop(LPCWSTR format, ...)',
    summary:
      'No function of Windows: the debugger stops at the next exception of this thread, and says the sentence behind its own words.',
    paths: [],
    run: (call) => {
      call.stopAtException(formatText(call, 0));
      return 0;
    },
  }),
  builtIn({
    signature: 'DWORD GetLastError(void)',
    summary: 'Why the last function of this thread failed.',
    changesNothing: true,
    paths: [],
    run: (call) => call.lastError,
  }),
  builtIn({
    signature: 'VOID SetLastError(DWORD dwErrCode)',
    summary: 'Sets what GetLastError answers.',
    flags: { dwErrCode: 'error' },
    paths: [],
    run: (call) => {
      call.setLastError(call.number(0));
      return 0;
    },
  }),
  builtIn({
    signature: 'VOID Sleep(DWORD dwMilliseconds)',
    summary: 'Lets the other threads run, and simulated time pass.',
    flags: { dwMilliseconds: 'timeout' },
    paths: [],
    run: (call) =>
      call.caller.atSite(() =>
        call.wait({ objects: [], all: false, timeout: call.number(0), kind: 'sleep' }),
      ),
  }),
  builtIn({
    signature: 'DWORD GetTickCount(void)',
    summary: 'Milliseconds of simulated time; it passes only while all threads wait.',
    changesNothing: true,
    paths: [],
    run: (call) => call.run.clock >>> 0,
  }),
  ...(['printf', 'wprintf'] as const).map((name) =>
    builtIn({
      signature: `int ${name}(LPCWSTR format, ...)`,
      summary: 'Prints to the debug console.',
      paths: [],
      run: print,
    }),
  ),
  ...(['OutputDebugStringW', 'OutputDebugStringA'] as const).map((name) =>
    builtIn({
      signature: `VOID ${name}(LPCWSTR lpOutputString)`,
      summary: 'Prints to the debug console.',
      paths: [],
      run: (call) => {
        call.print(call.text(0) ?? '');
        return 0;
      },
    }),
  ),
  ...(['swprintf_s', 'sprintf_s', 'swprintf'] as const).map((name) =>
    builtIn({
      signature: `int ${name}(LPWSTR buffer, SIZE_T sizeOfBuffer, LPCWSTR format, ...)`,
      summary: 'Formats a text into a buffer of characters.',
      paths: [],
      run: (call) => formatInto(call, 2),
    }),
  ),
  builtIn({
    signature: 'int wsprintfW(LPWSTR buffer, LPCWSTR format, ...)',
    summary: 'Formats a text into a buffer of characters.',
    paths: [],
    run: (call) => formatInto(call, 1),
  }),
  builtIn({
    signature: 'int wcscmp(LPCWSTR first, LPCWSTR second)',
    summary: 'Compares two texts; 0 when they are equal.',
    changesNothing: true,
    paths: [],
    run: (call) => {
      const first = call.text(0) ?? '';
      const second = call.text(1) ?? '';
      return first === second ? 0 : first < second ? -1 : 1;
    },
  }),
  builtIn({
    signature: 'SIZE_T wcslen(LPCWSTR text)',
    summary: 'Length of a text.',
    changesNothing: true,
    paths: [],
    run: (call) => (call.text(0) ?? '').length,
  }),
  builtIn({
    signature: 'VOID ZeroMemory(PVOID Destination, SIZE_T Length)',
    summary: 'Sets a struct to zero; how much follows from the struct.',
    paths: [],
    run: (call) => {
      // Cells know no bytes: the compiler gives the number of cells as the length.
      const cells = call.number(1);
      for (let cell = 0; cell < cells; cell++) {
        call.write(call.number(0), 0, cell);
      }
      return 0;
    },
  }),
];
