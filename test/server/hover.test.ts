/** Hovers over debugger logs. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LogClient } from './logClient';

function sample(name: string): string {
  return readFileSync(join(__dirname, '..', 'grammar', 'samples', name), 'utf8');
}

describe('hovering over a handle value', () => {
  it('tells type, name, access, state and place from a block', async () => {
    const client = await LogClient.open(sample('live.windbg'));
    const text = (await client.hover('Handle |4')) ?? '';
    assert.match(text, /\*\*Handle 0x4: Event\*\* `\\Sessions\\1\\BaseNamedObjects\\CourierReady`/);
    assert.match(
      text,
      /State: open at \[line 46\]\(<file:\/\/\/c%3A\/logs\/courier\.htrace#L46>\)/,
    );
    assert.match(
      text,
      /Granted access: `0x1f0003` Delete, ReadControl, WriteDac, WriteOwner, Synch, QueryState, ModifyState/,
    );
  });

  it('tells opener with its own frame, last operation and counts from trace records', async () => {
    const client = await LogClient.open(sample('trace.htrace'));
    const text = (await client.hover('Handle = 0x|000000000000011c - CLOSE')) ?? '';
    assert.match(text, /State: no open handle at \[line 14\]/);
    assert.match(text, /Opened by thread 0xb54 in `courier!Route::Route\+0x34`, \[line 30\]/);
    assert.match(
      text,
      /Last operation: bad reference by thread 0xb10 in `courier!Route::signalArrival\+0x28`/,
    );
    assert.match(text, /In this log: 1 open, 1 close, 1 bad reference/);
  });

  it('explains a bad reference on its own record', async () => {
    const client = await LogClient.open(sample('trace.htrace'));
    const text = (await client.hover('0x|000000000000011c - *** BAD')) ?? '';
    assert.match(
      text,
      /Bad reference to handle 0x11c in NtSetEvent: closed already at line 24 by thread 0xb54/,
    );
  });

  it('says that several listings may repeat records', async () => {
    const client = await LogClient.open(sample('trace.htrace'));
    const text = (await client.hover('0x|0000000000000128')) ?? '';
    assert.match(
      text,
      /In this log: 2 opens, 0 closes, 0 bad references \\\(2 listings, which may repeat records\\\)/,
    );
  });

  it('works on the handle in a command', async () => {
    const client = await LogClient.open(sample('live.windbg'));
    const text = (await client.hover('!handle |999')) ?? '';
    assert.match(text, /\*\*Handle 0x999 \\\(2457\\\)\*\*/);
    assert.match(text, /State: no open handle at \[line 43\]/);
  });

  it('says nothing about a handle that only a command names', async () => {
    const client = await LogClient.open('0:000> !handle 3c f\n0:000> ');
    assert.equal(await client.hover('!handle 3|c'), null);
  });

  it('lists handles with the same name, with links', async () => {
    const block = (value: string): string => `Handle ${value}\n  Type \tEvent\n  Name \t\\A\n`;
    const values = Array.from({ length: 10 }, (_, index) => (index * 4 + 4).toString(16));
    const client = await LogClient.open(values.map(block).join(''));
    const text = (await client.hover('Handle |4')) ?? '';
    assert.match(text, /Same object or name: \[0x8\]\(<file:.*#L4>\), \[0xc\]\(.* and 1 more/);
  });

  it('works on kernel entries, with the type of the object lines', async () => {
    const client = await LogClient.open(sample('kernel.windbg'));
    const text = (await client.hover('0|004: Object')) ?? '';
    assert.match(text, /\*\*Handle 0x4: Event\*\* `CourierReady`/);
    assert.match(text, /Granted access: `0x1f0003`/);
  });

  it('says that an object has no name', async () => {
    const client = await LogClient.open(sample('live.windbg'));
    assert.match((await client.hover('Handle |1c')) ?? '', /Name: none/);
  });

  it('cannot be tricked into markup by names from the log', async () => {
    const name = '\\`](command:evil) **x** <img src=y>|\u202e';
    const client = await LogClient.open(`Handle 4\n  Type \t[x](http://y)\n  Name \t${name}`);
    const text = (await client.hover('Handle |4')) ?? '';
    assert.match(text, /\*\*Handle 0x4: \\\[x\\\]\\\(http:\/\/y\\\)\*\*/);
    assert.ok(text.includes('``\\`](command:evil) **x** <img src=y>|\\u202e``'), text);
  });

  it('is plain text for clients that show no Markdown', async () => {
    const client = await LogClient.open(sample('live.windbg'), {});
    const text = (await client.hover('Handle |4')) ?? '';
    assert.match(
      text,
      /^Handle 0x4: Event \\Sessions\\1\\BaseNamedObjects\\CourierReady\n\nState: open at line 46\n/,
    );
    assert.ok(!text.includes('**'));
  });
});

describe('hovering over other words', () => {
  it('decodes an access mask with the rights of the type', async () => {
    const client = await LogClient.open(sample('live.windbg'));
    const text = (await client.hover('0x1fff|ff')) ?? '';
    assert.match(text, /\*\*Granted access to Process\*\* `0x1fffff`/);
    assert.match(text, /- `Terminate`/);
    assert.match(text, /- `QueryLimitedInformation`/);
  });

  it('says that the type is missing where flags 0 printed none', async () => {
    const client = await LogClient.open(
      'kd> !handle 0 0\n0050: Object: e1000  GrantedAccess: 001fffff',
    );
    assert.match((await client.hover('001|fffff')) ?? '', /The entry has no type here/);
  });

  it('says of a mask without rights that it has none', async () => {
    const client = await LogClient.open('Handle 4\n  Type \tEvent\n  GrantedAccess\t0x0:');
    assert.match((await client.hover('0x|0')) ?? '', /No right with a name/);
  });

  it('tells a frame of Windows from one of the program', async () => {
    const client = await LogClient.open(sample('trace.htrace'));
    assert.match(
      (await client.hover('ntdll!Nt|SetEvent')) ?? '',
      /Frame 1 of 5: bad reference to handle 0x11c by thread 0xb10.*\n.*A module of Windows/,
    );
    assert.match(
      (await client.hover('courier!Route::signal|Arrival')) ?? '',
      /The first frame outside of Windows/,
    );
    assert.match((await client.hover('courier!std::|vector')) ?? '', /Outside of Windows/);
    assert.match(
      (await client.hover(': +0x0000|7ff6a0009999')) ?? '',
      /found no module at this address/,
    );
  });

  it('says that 16 frames are all a trace keeps', async () => {
    const frames = Array.from(
      { length: 16 },
      (_, index) => `0x0010${index.toString(16)}000: courier!f${index}+0x1`,
    );
    const client = await LogClient.open(`Handle = 0x4 - OPEN\n${frames.join('\n')}`);
    assert.match((await client.hover('courier!f|3')) ?? '', /The trace keeps 16 frames/);
  });

  it('explains error codes', async () => {
    const client = await LogClient.open(sample('live.windbg'));
    const text = (await client.hover('error |6')) ?? '';
    assert.match(text, /\*\*ERROR\\_INVALID\\_HANDLE\*\* \(?\\?\(Win32 `6`/);
  });

  it('shows NTSTATUS values in full', async () => {
    const client = await LogClient.open('0:000> g\nfailed with status 0xc0000008');
    assert.match((await client.hover('0xc00|00008')) ?? '', /NTSTATUS `0xC0000008`/);
  });

  it('covers exactly the word', async () => {
    const client = await LogClient.open('Handle 1b0');
    const position = client.find('1|b0');
    const answer = await client.request<{ range: unknown }>('hover', { position });
    assert.deepEqual(answer.range, {
      start: { line: 0, character: 7 },
      end: { line: 0, character: 10 },
    });
  });

  it('says nothing elsewhere', async () => {
    const client = await LogClient.open(sample('live.windbg'));
    for (const words of [
      'Hand|le 4',
      'Typ|e  ',
      '65|536',
      'Courier|Ready',
      'Query|State',
      '3 Hand|les',
      'Event   |',
      '48|12',
    ]) {
      assert.equal(await client.hover(words), null, words);
    }
  });

  it('says nothing about numbers of registers and paths', async () => {
    const client = await LogClient.open(
      'Handle 4\n\n0:000> r\nrcx=0000000000000004\nc:\\logs\\0x4\\handle 0x4.txt\n4',
    );
    for (const words of ['00000000000000|04', 'logs\\0x|4', 'handle 0x|4.txt', '\n|4']) {
      assert.equal(await client.hover(words), null, words);
    }
  });
});
