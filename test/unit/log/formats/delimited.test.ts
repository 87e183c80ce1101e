/** CSV and TSV lists as targets. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { planColumns } from '../../../../src/core/log/formats/columnNames';
import { problemOf, valueOf } from '../../../support/openDump';
import { accessOf, logTarget, recordsOf, tryLog } from '../../../support/openLog';
import { describeWithShared } from '../../../support/shared';
import { handlesIn, linesOf, remaindersOf } from './formatSupport';

const V3 = 'PID\tProcess\tOffset\tHandleValue\tType\tGrantedAccess\tName';

describe('a list with a header', () => {
  it('is read by the names of its columns, whatever their order', async () => {
    assert.deepEqual(await handlesIn('Name;Type;Handle value;Process ID\nx;Event;0x1a4;12\n'), [
      '12  1a4 Event x',
    ]);
  });

  it('takes fields in quotation marks, with the delimiter, quotation marks and line ends in them', async () => {
    const text = 'Handle,Type,Name\n0x4,File,"a,""b"""\n0x8,Event,"first\nsecond"\n0xc,Event,z\n';
    assert.deepEqual(await handlesIn(text), [
      '?  4 File a,"b"',
      '?  8 Event first\nsecond',
      '?  c Event z',
    ]);
  });

  it('loses no row to a quotation mark that is never closed', async () => {
    const text = `Handle,Type,Name\n0x4,File,"open\n${'0x8,Event,x\n'.repeat(3)}`;
    const target = await logTarget(text);
    assert.deepEqual(await linesOf(target), ['?  8 Event x']);
    assert.deepEqual(remaindersOf(target), ['unread 2-2: 0x4,File,"open']);
    assert.equal(accessOf(target).moments[0]?.handles, 3);
  });

  it('goes on behind 64 lines of an open quotation mark', async () => {
    const rows = Array.from(
      { length: 100 },
      (_, index) => `0x${(index * 4 + 8).toString(16)},Event,x`,
    );
    const target = await logTarget(`Handle,Type,Name\n0x4,File,"open\n${rows.join('\n')}\n`);
    assert.equal((await linesOf(target)).length, 100);
  });

  it('names columns that have no place', async () => {
    const target = await logTarget('Handle,Type,Colour\n0x4,File,red\n');
    assert.deepEqual(accessOf(target).unused, ["column 'Colour'"]);
  });

  it('refuses rows without a handle value or with a strange process, with their lines', async () => {
    const text =
      'PID,Handle,Type\n12,zz,Event\nx,0x4,Event\n12,0x8,Event\n12,0x123456789abcdef012,Event\n';
    const target = await logTarget(text);
    assert.deepEqual(await linesOf(target), ['12  8 Event ?']);
    assert.deepEqual(remaindersOf(target), [
      "refused 2-3: 'zz' is no handle value.",
      "refused 5-5: '0x123456789abcdef012' is no handle value.",
    ]);
    assert.deepEqual(
      target.problems.map(({ where }) => where),
      ['lines 2 to 3', 'line 5'],
    );
  });

  it('says that values without 0x were taken for hexadecimal', async () => {
    const target = await logTarget('Handle,Type\n10,Event\n14,Event\n');
    assert.deepEqual(
      (await recordsOf(target)).map(({ value }) => value),
      [0x10n, 0x14n],
    );
    assert.ok(target.problems.some(({ code }) => code === 'log-number-base'));
    const sure = await logTarget('Handle,Type\n10,Event\n1c,Event\n');
    assert.deepEqual(sure.problems, []);
  });

  it('without any row that can be read is refused, naming its columns', async () => {
    const problem = problemOf(await tryLog('Handle,Type,Name\n'));
    assert.equal(problem.code, 'log-empty');
    assert.equal(problem.hint, 'Its columns are: Handle, Type, Name.');
  });

  it('that is printed twice is two moments', async () => {
    const list = 'Handle,Type\n0x4,Event\n';
    assert.equal(accessOf(await logTarget(list + list)).moments.length, 2);
  });
});

describe('a header', () => {
  it('needs a handle and what it stands for', () => {
    assert.equal(planColumns(['Type', 'Name']), null);
    assert.equal(planColumns(['Handle', 'Colour']), null);
    assert.notEqual(planColumns(['Handle', 'Name']), null);
  });

  it('is no line of prose', () => {
    assert.equal(planColumns(['the handle', 'type', 'and', 'what', 'it', 'means']), null);
    assert.equal(planColumns(['handle', 'type', 'and', 'what', 'it', 'means']), null);
  });
});

describe('handle -v', () => {
  it('of a search has five columns and names with commas and a blank at the end', async () => {
    const text = 'Process,PID,Type,Handle,Name\npwsh.exe,64336,File,0x00000054,D:\\tree\\a,b \n';
    assert.deepEqual(await handlesIn(text), ['64336 pwsh.exe 54 File D:\\tree\\a,b']);
  });

  it('of a process has seven', async () => {
    const text =
      'Process,PID,User,Handle,Type,Share Flags,Name\nx.exe,14,HOME\\me,0x0C,Key,,HKLM\\SOFTWARE\\a,b\n';
    assert.deepEqual(await handlesIn(text), ['14 x.exe c Key HKLM\\SOFTWARE\\a,b']);
  });

  it('prints eight above rows in another order, which is seen', async () => {
    const text = `Process,PID,User,Handle,Type,Share Flags,Name,Access
Error obtaining handle information: Access denied
explorer.exe,3628,File,HOME\\me,0x0000068C,C:\\Fonts\\a,b.dat
right.exe,36,HOME\\me,0x10,Key,,HKLM\\x,0x1
`;
    const target = await logTarget(text);
    assert.deepEqual(await linesOf(target), [
      '3628 explorer.exe 68c File C:\\Fonts\\a,b.dat',
      '36 right.exe 10 Key HKLM\\x',
    ]);
    assert.deepEqual(remaindersOf(target), [
      'other 2-2: Error obtaining handle information: Access denied',
    ]);
  });
});

describe('an export of System Informer or Process Explorer', () => {
  it('gives attributes, access, counts and addresses of objects', async () => {
    const text = `Type,Name,Handle,Object address,Attributes,Granted access,Granted access (symbolic),Original name,File share access,Handle value,Handle count,Pointer count,Paged size,Non-paged size
Event,\\BaseNamedObjects\\e,0x1a4,0xffff9e8b8b8084e0,"Protected, Inherit",0x1f0003,Full control,,,0x1a4,2,"65,535",,
Event,,0x1a8,0xffff9e8b8b8084f0,,0x100000,Synchronize,,,0x1a8,1,1,,
`;
    const target = await logTarget(text);
    const [first, second] = await recordsOf(target);
    assert.deepEqual(
      [first?.attributes, first?.grantedAccess, first?.handleCount, first?.pointerCount],
      [3, 0x1f0003, 2, 65535],
    );
    assert.equal(first?.kernel?.object, 0xffff9e8b8b8084e0n);
    assert.equal(second?.attributes, 0);
    assert.equal(second.name, null);
    assert.equal(target.info.mode, 'kernel');
    assert.equal(target.info.pointerSize, 8);
  });

  it('of Process Explorer has tabs', async () => {
    const text =
      'Type\tName\tHandle\tAccess\tFile Share Flags\tObject Address\nKey\tHKLM\\x\t0x4\t0x00020019\t\t0xFFFFE00012345678\n';
    assert.deepEqual(await handlesIn(text), ['?  4 Key HKLM\\x']);
  });
});

describe('Volatility 3 windows.handles', () => {
  it('opens as text, with the command above it and garbage types as printed', async () => {
    const text = `$ vol3 -f x.mem windows.handles --pid 12
Volatility 3 Framework 2.7.1
Progress:  100.00\t\tPDB scanning finished
${V3}

12\tsvchost.exe\t0x9e8b8b8084e0\t0x4\tEvent\t0x1f0003\t
12\tsvchost.exe\t0x9e8b96564d70\t0x8\t텘࿲환\t0x1\tx
`;
    const target = await logTarget(text);
    assert.deepEqual(await linesOf(target), [
      '12 svchost.exe 4 Event -',
      '12 svchost.exe 8 텘࿲환 x',
    ]);
    const [moment] = accessOf(target).moments;
    assert.equal(moment?.title, 'vol3 -f x.mem windows.handles --pid 12');
    assert.equal(accessOf(target).format, 'Volatility 3 handles');
  });

  it('takes the bit of old tables out of the access', async () => {
    const target = await logTarget(`${V3}\n4\tSystem\t0x81000000\t0x4\tEvent\t0x21f0003\tx\n`);
    const [record] = await recordsOf(target);
    assert.equal(record?.grantedAccess, 0x1f0003);
    assert.equal(record.attributes, 1);
    assert.equal(target.info.pointerSize, 4);
  });
});

describeWithShared('real output of Volatility 3', (folder) => {
  const open = async (name: string) =>
    valueOf(await tryLog(readFileSync(join(folder, 'transcripts/volatility-handles', name))));

  it('gives every row', async () => {
    const xp = await open('v3-cridex-xp.txt');
    assert.equal((await linesOf(xp)).length, 5);
    assert.equal(xp.info.pointerSize, 4);
    const modern = await open('v3-win10-garbage-type.txt');
    assert.equal((await linesOf(modern)).length, 7);
    assert.equal(modern.info.pointerSize, 8);
    assert.deepEqual(xp.problems, []);
    assert.deepEqual(modern.problems, []);
  });
});
