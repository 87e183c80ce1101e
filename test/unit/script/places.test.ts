import assert from 'node:assert/strict';
import { address } from '../../../src/core/model/identifiers';
import { packProgram, unpackProgram } from '../../../src/core/script/samples/builtProgram';
import { neverCancelled } from '../../../src/core/util/cancellation';
import { go, move, outputOf, refusal, scriptTarget, sessionOf } from '../../support/openScript';

const PLACED = `
machine {
    profile "xp-sp3-x86";
    image "placed.exe";
    entry Startup;
    start "kernel32!BaseProcessStart+0x23";
    module "placed.exe" { base 0x01000000; size 0x5000; path "C:\\\\p\\\\placed.exe"; name "Placed"; }
    module "kernel32.dll" { base 0x77dd0000; name "KERNEL32"; }
    function Startup { at 0x11de; size 0x140; calls 0xe3; }
    function Work { symbol "Worker::Work"; at 0x1180; size 0x5e; calls 0x20 0x45; }
    function NtReadFile { calls 0xc; }
}
void NtReadFile(void);
int Work(void)
{
    HANDLE h = CreateEventW(NULL, TRUE, FALSE, NULL);
    NtReadFile();
    return 7;
}
int Startup(void) { return Work(); }
module "ntdll.dll";
void NtReadFile(void) { SimulateStop(L"handle %x", 4); }
`;

/** The stack of the current thread as text. */
async function stackOf(target: Awaited<ReturnType<typeof scriptTarget>>): Promise<string[]> {
  const stack = await target.callStack(target.currentThreadId(), neverCancelled);
  return stack.map((place) => {
    const { module, symbol, displacement } = target.symbols.resolve(place);
    return `${place.toString(16)} ${module ?? ''}!${symbol ?? ''}+0x${displacement.toString(16)}`;
  });
}

describe('The places that a script gives its code', () => {
  it('are where the debugger sees it, in modules of its own and in those of Windows', async () => {
    const target = await scriptTarget(PLACED);
    const stop = await target.control?.resume(neverCancelled);
    assert.equal(stop?.ok === true ? stop.value.description : '', 'handle 4');
    const stack = await stackOf(target);
    assert.match(stack[0] ?? '', /^[0-9a-f]+ ntdll!NtReadFile\+0xc$/);
    assert.deepEqual(stack.slice(1), [
      '10011c5 Placed!Worker::Work+0x45',
      '10012c1 Placed!Startup+0xe3',
      '77de0b15 KERNEL32!BaseProcessStart+0x23',
    ]);
  });

  it('lead back to the lines of the script', async () => {
    const session = await sessionOf(PLACED);
    await go(session);
    const [thread] = session.engine.state.threads;
    assert.ok(thread !== undefined);
    const lines = session.engine
      .stackOf(thread)
      .map((place) => session.sourceOf(place)?.line ?? null);
    assert.deepEqual(lines, [22, 17, 20, null]);
    assert.equal(session.sourceOf(address(0x0100_1000)), null);
  });

  it('are kept when a program is packed, and nothing but its text and variables is lost', async () => {
    const { program } = (await sessionOf(PLACED)).engine;
    const again = unpackProgram(packProgram(program));
    assert.deepEqual(again.code, program.code);
    assert.deepEqual(again.callRvas, program.callRvas);
    assert.deepEqual(again.settings, program.settings);
    assert.deepEqual(
      again.statements.map(({ line, pc, rva }) => [line, pc, rva]),
      program.statements.map(({ line, pc, rva }) => [line, pc, rva]),
    );
    assert.equal(packProgram(again).length, packProgram(program).length);
  });

  it('refuse a packed program whose function there is not', () => {
    const program = { opcodes: ['callBuiltIn'], builtIns: ['CreateNothing'], code: [0, 0, 0] };
    const text = JSON.stringify({ ...program, files: [], statements: [], functions: [] });
    assert.throws(() => unpackProgram(text), /calls CreateNothing, which there is not/);
  });
});

describe('A stop that a script asks for', () => {
  const TWO = `int main(void)\n{\n    for (int i = 1; i <= 2; i++)\n        SimulateStop(L"round %d", i);\n    return 0;\n}\n`;

  it('says its sentence, forwards and backwards', async () => {
    const session = await sessionOf(TWO);
    assert.equal(await go(session), 'round 1');
    assert.equal(await go(session), 'round 2');
    assert.match(await go(session), /ends with exit code 0/);
    const back = { kind: 'continue', backwards: true } as const;
    assert.equal(await move(session, back), 'round 2');
    assert.equal(await move(session, back), 'round 1');
  });

  it('prints nothing', async () => {
    assert.equal(await outputOf(TWO), '');
  });
});

describe('A machine block with mistakes about places', () => {
  const MAIN = 'void Help(void) { }\nint main(void) { Help(); return 0; }';
  for (const [what, settings, expected] of [
    ['a function that there is not', 'function mian { at 4; }', /no function "mian".*"main"/],
    [
      'too few places of calls',
      'function main { calls 4 8; }',
      /"main" makes 1 call, and "calls" lists 2/,
    ],
    [
      'an address that is too large',
      'module "a" { base 0x10000000000000000; }',
      /"base" takes an address/,
    ],
    ['an address that is no number', 'module "a" { base 12abc; }', /"base" takes an address/],
    [
      'a symbol that two functions would share',
      'function main { symbol "Help"; }',
      /"main" and "Help" are both called "Help" in their module/,
    ],
    ['an entry that there is not', 'entry start;', /to begin in "start", which is no function/],
    ['a session that is no number', 'process "a.exe" { session many; }', /a number or "none"/],
    ['a setting of another block', 'module "a" { calls 4; }', /no setting "calls"/],
  ] as const) {
    it(`is refused for ${what}`, async () => {
      assert.match(await refusal(`machine { ${settings} }\n${MAIN}`), expected);
    });
  }

  it('is refused for a function in a module of Windows that has none of the name', async () => {
    const text = `module "ntdll.dll";\nint main(void) { return 0; }`;
    assert.match(
      await refusal(text),
      /puts the function "main" into ntdll\.dll, which has no function of that name/,
    );
  });
});

describe('The processes of a machine', () => {
  const TWO = `
machine {
    profile "8-x64";
    view kernel;
    image "System";
    entry Phase1Initialization;
    tracing off;
    system off;
    process "System" { tid 8; }
    process "a.exe" { pid 0x40; session none; priority 11; object 0xfffffa8004f48940; main A; }
    process "a.exe" { pid 0x80; main B; }
    object "\\KernelObjects\\Ready" { type "Event"; }
}
int A(void) { SimulateStop(L"A in %x", GetCurrentProcessId()); Sleep(INFINITE); return 0; }
int B(void)
{
    HANDLE h;
    SimulateObjectAt(L"fffff8a0\`00633f00");
    NtCreateSection(&h, FILE_MAP_READ, NULL, NULL, PAGE_READONLY, SEC_COMMIT, NULL);
    SimulateStop(L"B in %x", GetCurrentProcessId());
    Sleep(INFINITE);
    return 0;
}
module "ntoskrnl.exe";
int Phase1Initialization(void)
{
    SimulateProcess(L"a.exe");
    Sleep(1);
    SimulateProcess(L"A.EXE");
    if (SimulateProcess(L"a.exe") == 0)
        printf("no third, error %u", GetLastError());
    Sleep(INFINITE);
    return 0;
}
`;

  it('start in their order, where the script says, and no more of them than it describes', async () => {
    const target = await scriptTarget(TWO);
    let output = '';
    assert.ok(target.program);
    target.program.onOutput = (text) => {
      output += text;
    };
    const stop = async (): Promise<string> => {
      const found = await target.control?.resume(neverCancelled);
      return found?.ok === true ? found.value.description : '';
    };
    assert.equal(await stop(), 'A in 40');
    assert.equal(target.currentProcessId(), 0x40);
    assert.equal(await stop(), 'B in 80');
    assert.match(output, /no third, error 2/);
    const first = target.processes().find(({ processId }) => processId === 0x40);
    assert.deepEqual(
      [first?.sessionId, first?.parentProcessId, first?.kernel?.object],
      [null, 4, 0xffff_fa80_04f4_8940n],
    );
    const handles = await target.handles(0x80, 'process');
    assert.ok(handles.ok);
    const [section] = await handles.value.page(0, 1, neverCancelled);
    assert.equal(section?.kernel?.object, 0xffff_f8a0_0063_3f00n);
  });

  it('switch their tracing as a verifier does', async () => {
    const program = `
int main(void)
{
    ULONG enable[2] = { 0, 64 };
    printf("%x ", NtSetInformationProcess(GetCurrentProcess(), ProcessHandleTracing, enable, 8));
    printf("%x ", NtSetInformationProcess(GetCurrentProcess(), ProcessHandleTracing, enable, 5));
    printf("%x ", NtSetInformationProcess(GetCurrentProcess(), ProcessHandleTracing, NULL, 0));
    printf("%x", NtSetInformationProcess(GetCurrentProcess(), 7, NULL, 0));
    return 0;
}`;
    assert.equal(await outputOf(`machine { tracing off; }${program}`), '0 c0000004 0 c0000003');
  });

  it('refuse an address that is none', async () => {
    const text =
      'int main(void) { printf("%d %u", SimulateObjectAt(L"here"), GetLastError()); return 0; }';
    assert.equal(await outputOf(text), '0 87');
  });

  it('are in one module where the script names its own image, or a file twice in other letters', async () => {
    const target = await scriptTarget(`machine { image "orders.exe"; }
int Below(void) { SimulateStop(L"here"); return 1; }
module "Helper.dll";
int Help(void) { return Below(); }
module "ORDERS.EXE";
int Work(void) { return Help(); }
module "helper.DLL";
int More(void) { return Work(); }
module "orders.exe";
int main(void) { return More(); }
`);
    const own = target.modules().filter(({ name }) => /^(?:orders|helper)$/i.test(name));
    assert.deepEqual(
      own.map(({ name }) => name),
      ['orders', 'Helper'],
    );
    await target.control?.resume(neverCancelled);
    const names = (await stackOf(target)).map((line) => line.replace(/^\S+ |\+\S+$/g, ''));
    assert.deepEqual(names.slice(0, 5), [
      'orders!Below',
      'Helper!Help',
      'orders!Work',
      'Helper!More',
      'orders!main',
    ]);
  });

  it('are refused in a module of Windows that has no such function, with the place in the script', async () => {
    assert.equal(
      await refusal(`int Foo(void);
int main(void) { return Foo(); }
module "ntdll.dll";
int Foo(void) { return 1; }
`),
      'The script puts the function "Foo" into ntdll.dll, which has no function of that name. (test.hsim(4,1)) Say in the block "machine" which one it is (function Foo { symbol "…"; }), or put it into a module of its own.\n',
    );
  });
});
