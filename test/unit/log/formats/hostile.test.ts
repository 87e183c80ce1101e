/** Hostile texts of every format: random bytes, endless lines, NULs, UTF-16, mixed line ends. Nothing hangs or throws. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Target } from '../../../../src/core/target/target';
import type { Result } from '../../../../src/core/util/result';
import { valueOf } from '../../../support/openDump';
import { accessOf, recordsOf, traceRecordsOf, tryLog } from '../../../support/openLog';
import { answer, linesOf, utf16 } from './formatSupport';

const OWN = `{"command":"!handle 0 f","target":{"kind":"minidump","title":"a.dmp","mode":"user","pointerSize":8},"handles":[{"handle":"0x4","type":"Event","name":"\\\\a","attributes":"0x0","grantedAccess":"0x1f0003","handleCount":2,"pointerCount":3,"objectInfo":[{"kind":"event","manualReset":true,"signalled":false}]}],"summary":{"total":1,"byType":{"Event":1}}}`;

/** A small text of each format. */
const samples: Readonly<Record<string, string>> = {
  WinDbg:
    '0:000> !handle 0 f\nHandle 4\n  Type         \tEvent\n  GrantedAccess\t0x1f0003:\n         Delete\n         None\n  Name         \t\\a\nHandle 8\n  Type         \tFile\n2 Handles\n0:000> !htrace\n--------------------------------------\nHandle = 0x00000004 - OPEN\nThread ID = 0x00000018, Process ID = 0x00000010\n\n0x77ca310c: ntdll!NtCreateEvent+0x0000000c\n\n--------------------------------------\nParsed 0x1 stack traces.\nDumped 0x1 stack traces.\n',
  'a kernel debugger':
    'kd> !handle 0 3\nPROCESS ffff8000ab28ae80\n    SessionId: 1  Cid: 0010    Peb: 7ffdf000  ParentCid: 01e4\n    Image: a.exe\n\n0004: Object: ffffa604f6825060  GrantedAccess: 001f0003 Entry: ffff8000adccb7c0\nObject: ffffa604f6825060  Type: (ffffa604f0000000) Event\n    ObjectHeader: ffffa604f6825030 (new version)\n        HandleCount: 1  PointerCount: 1\n',
  'Sysinternals handle':
    'Nthandle v5.0 - Handle viewer\n\n------------------------------------------------------------------------------\na.exe pid: 7 me\n    4: File  (RW-)   C:\\x\n    8: Event         \nb.exe              pid: 20     type: File           7D8: C:\\y\n',
  'a summary of Sysinternals handle':
    'Handle type summary:\n  Event : 2\n  File  : 3\nTotal handles: 5\n',
  TSV: 'PID\tProcess\tOffset\tHandleValue\tType\tGrantedAccess\tName\n4\tSystem\t0x81000000\t0x4\tEvent\t0x21f0003\tx\n',
  CSV: 'Process,PID,Type,Handle,Name\na.exe,7,File,0x4,"C:\\x, ""y"""\n',
  'Volatility 2':
    'Offset(V)     Pid     Handle     Access Type             Details\n---------- ------ ---------- ---------- ---------------- -------\n0xe10096e0   1640        0x4    0xf0003 KeyedEvent       Crit\n',
  'JSON rows':
    '[{"PID":4,"HandleValue":4,"Type":"Event","Name":"x","Offset":18446624567216795712},\n{"PID":4,"HandleValue":8,"Type":"File","Name":null}]\n',
  'our own JSON': `${OWN}\n${OWN.replace('0 f', '0 1')}\n`,
  'Application Verifier':
    '<?xml version="1.0"?>\n<avrf:logfile xmlns:avrf="Application Verifier">\n<avrf:logSession PID="7" Version="2">\n<avrf:logEntry Time="t" LayerName="Handles" StopCode="0x305" Severity="Error">\n<avrf:message>x &amp; y</avrf:message>\n<avrf:parameter1>4 - Handle value</avrf:parameter1>\n<avrf:stackTrace><avrf:trace>a!b+1 ( @ 0)</avrf:trace></avrf:stackTrace>\n</avrf:logEntry>\n</avrf:logSession>\n</avrf:logfile>\n',
};

/** Asks a target for everything it can tell. */
async function exercise(opened: Result<Target>): Promise<void> {
  if (!opened.ok) {
    assert.notEqual(opened.problem.message, '');
    return;
  }
  const target = opened.value;
  for (const { number } of accessOf(target).moments.slice(0, 20)) {
    valueOf(accessOf(target).selectMoment(number));
    for (const { processId } of target.processes().slice(0, 20)) {
      await recordsOf(target, processId);
      await traceRecordsOf(target, processId);
    }
  }
  assert.ok(target.problems.length < 200, 'a few problems of each kind');
  for (const line of ['.loginfo', '.moment', '!handle 0 0', '!htrace', '!why', 'k', 'lm', '|']) {
    await answer(target, line);
  }
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('hostile logs', () => {
  for (const [name, text] of Object.entries(samples)) {
    describe(`of ${name}`, () => {
      it('open when nothing is wrong with them, in UTF-8, UTF-16 and with every line end', async () => {
        const handles = await linesOf(valueOf(await tryLog(text)));
        const variants = [
          encode(`\uFEFF${text}`),
          utf16(text, 'le'),
          utf16(text, 'be'),
          encode(text.replaceAll('\n', '\r\n')),
          encode(text.replace(/\n/g, (_, at: number) => (at % 2 === 0 ? '\n' : '\r\n'))),
        ];
        for (const variant of variants) {
          assert.deepEqual(await linesOf(valueOf(await tryLog(variant))), handles);
        }
      });

      it('neither throw nor hang when bytes are changed, lost or doubled', async () => {
        await fc.assert(
          fc.asyncProperty(
            fc.array(fc.tuple(fc.nat(), fc.nat(255), fc.constantFrom('set', 'drop', 'double')), {
              minLength: 1,
              maxLength: 8,
            }),
            async (edits) => {
              const bytes = [...encode(text)];
              for (const [where, value, what] of edits) {
                const at = where % Math.max(1, bytes.length);
                const length = value % 40;
                if (what === 'set') {
                  bytes[at] = value;
                } else if (what === 'drop') {
                  bytes.splice(at, length);
                } else {
                  bytes.splice(at, 0, ...bytes.slice(at, at + length));
                }
              }
              await exercise(await tryLog(Uint8Array.from(bytes)));
            },
          ),
          { numRuns: 60 },
        );
      });

      it('survive a line of ten million characters, and NULs, behind what they say', async () => {
        const long = 'x,"\t<'.repeat(2_000_000);
        await exercise(await tryLog(`${text}${long}`));
        await exercise(await tryLog(`${text}${long}\n${text}`));
        await exercise(await tryLog(`${text}${'\u0000'.repeat(1_000_000)}\n${text}`));
      });

      it('survive being cut anywhere', async () => {
        const bytes = encode(text);
        for (let end = 0; end < bytes.length; end += 7) {
          await exercise(await tryLog(bytes.subarray(0, end)));
        }
      });
    });
  }

  it('of random bytes are refused or opened, but never throw', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 4000 }), async (bytes) => {
        await exercise(await tryLog(bytes));
      }),
      { numRuns: 100 },
    );
  });

  it('with deeply nested JSON or XML are cut short with a reason', async () => {
    const nested = `${samples['JSON rows'] ?? ''}${'['.repeat(1_000_000)}`;
    const target = valueOf(await tryLog(nested));
    assert.equal((await linesOf(target)).length, 2);
    assert.ok(target.problems.some(({ code }) => code === 'log-json-broken'));
    const start = (samples['Application Verifier'] ?? '').replace(
      '</avrf:logSession>\n</avrf:logfile>\n',
      '',
    );
    await exercise(await tryLog(`${start}${'<a>'.repeat(300_000)}`));
  });

  it('with a JSON text that never ends are cut short with a reason', async () => {
    const target = valueOf(await tryLog(`${OWN}\n{"command":"${'x'.repeat(10_000_000)}`));
    assert.equal((await linesOf(target)).length, 1);
    assert.ok(target.problems.some(({ message }) => message.includes('never ends')));
  });
});
