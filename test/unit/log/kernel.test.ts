/** Kernel-mode answers: PROCESS blocks, tables, entries. */

import assert from 'node:assert/strict';
import { all, eventsOf, only } from './logSupport';

describe('reading a kernel handle entry', () => {
  const entry = [
    '01f0: Object: ffffa604f6825060  GrantedAccess: 001f0003 (Protected) (Inherit) Entry: ffff8000adccb7c0',
    'Object: ffffa604f6825060  Type: (ffffa604f24ead20) Event',
    '    ObjectHeader: ffffa604f6825030 (new version)',
    '        HandleCount: 1  PointerCount: 32770',
    '        Directory Object: ffff9c072f0aca20  Name: Arrivals and departures',
  ];

  it('takes every line', () => {
    assert.deepEqual(only(entry.join('\n'), 'kernelHandle'), {
      kind: 'kernelHandle',
      lines: { first: 0, last: 4 },
      value: 0x1f0n,
      object: 0xffffa604f6825060n,
      grantedAccess: 0x1f0003,
      digits: 16,
      annotations: ['Protected', 'Inherit'],
      entry: 0xffff8000adccb7c0n,
      type: 'Event',
      typeObject: 0xffffa604f24ead20n,
      objectHeader: 0xffffa604f6825030n,
      headerVersion: 'new',
      handleCount: 1,
      pointerCount: 32770,
      directory: 0xffff9c072f0aca20n,
      name: 'Arrivals and departures',
      span: { offset: 0, length: 0 },
      notes: [],
    });
  });

  it('reads the same from flattened blanks', () => {
    const flat = entry.map((line) => line.replace(/ +/g, ' ')).join('\n');
    assert.deepEqual(only(flat, 'kernelHandle'), only(entry.join('\n'), 'kernelHandle'));
  });

  it('takes an entry without address and without object lines, as flags 0 print it', () => {
    const record = only(
      '0050: Object: ffffe0897df06080  GrantedAccess: 001fffff (Protected) (Audit)',
      'kernelHandle',
    );
    assert.equal('entry' in record, false);
    assert.deepEqual(record.annotations, ['Protected', 'Audit']);
  });

  it('takes the address of the entry from the next line where it was wrapped', () => {
    const record = only(
      '0050: Object: e1000  GrantedAccess: 001fffff\nEntry: e1539020',
      'kernelHandle',
    );
    assert.equal(record.entry, 0xe1539020n);
  });

  it('takes an object address with 0x', () => {
    assert.equal(
      only('0004: Object: 0xfffffa801a850b20  GrantedAccess: 1', 'kernelHandle').object,
      0xfffffa801a850b20n,
    );
  });

  it('takes a header address that a page printed twice', () => {
    const record = only(
      '0004: Object: fffff8a005022b70 GrantedAccess: 3\n    ObjectHeader: fffff8a005022b40fffff8a005022b40 (new version)',
      'kernelHandle',
    );
    assert.equal(record.objectHeader, 0xfffff8a005022b40n);
    assert.equal(record.headerVersion, 'new');
  });

  it('keeps an object line that belongs to another object as not understood', () => {
    const record = only(
      '0004: Object: e100 GrantedAccess: 3\n  Object: e200  Type: (817b8730) File',
      'kernelHandle',
    );
    assert.equal('type' in record, false);
    assert.equal(record.notes.length, 1);
  });

  it('takes free entries', () => {
    assert.deepEqual(
      only('0170: free handle, Entry address e10022e0, Next Entry 00000458', 'freeEntry'),
      {
        kind: 'freeEntry',
        lines: { first: 0, last: 0 },
        value: 0x170n,
        entry: 0xe10022e0n,
        nextEntry: 0x458n,
      },
    );
  });

  it('refuses lines that only begin like an entry', () => {
    for (const line of [
      '0004: Object: e100',
      '0004: Object: e100 GrantedAccess: 3 and more',
      '0004: Object: e100 GrantedAccess: 3 (Protected',
      '0004 Object: e100 GrantedAccess: 3',
    ]) {
      assert.deepEqual(all(line, 'kernelHandle'), [], line);
    }
  });
});

describe('reading what surrounds kernel entries', () => {
  it('takes a PROCESS block over several lines', () => {
    const text = [
      'PROCESS ffffa604f683b180',
      '    SessionId: none  Cid: 0390    Peb: 810b68e000  ParentCid: 02e0',
      '    DirBase: 86f7f000  ObjectTable: ffff8000ada76080  HandleCount:  65.',
      '    Image: parcel service.exe',
    ].join('\n');
    const process = only(text, 'process');
    assert.equal(process.object, 0xffffa604f683b180n);
    assert.equal(process.sessionId, null);
    assert.equal(process.processId, 0x390);
    assert.equal(process.parentProcessId, 0x2e0);
    assert.equal(process.handleCount, 65);
    assert.equal(process.image, 'parcel service.exe');
    assert.equal(process.objectTable, 0xffff8000ada76080n);
  });

  it('takes the one-line start and TableSize of Windows XP', () => {
    const process = only(
      'PROCESS 81bf9ba0  SessionId: 0  Cid: 0c44    Peb: 7ffdb000  ParentCid: 0884\n    DirBase: 14700820  ObjectTable: e17d6430  TableSize: 169.',
      'process',
    );
    assert.equal(process.sessionId, 0);
    assert.equal(process.handleCount, 169);
  });

  it('knows every spelling of the table banner', () => {
    for (const [line, table] of [
      ['Handle table at ffff8000ada76080 with 1144 entries in use', 'process'],
      ['Kernel handle table at ffff8000ab28ae80 with 1144 entries in use', 'kernel'],
      ['Kernel Handle table at e1539000 with 1144 Entries in use', 'kernel'],
      ['New version of handle table at e1002000 with 1144 Entries in use', 'process'],
      ['Kernel New version of handle table at e1002000 with 1144 Entries in use', 'kernel'],
    ] as const) {
      const banner = only(line, 'handleTable');
      assert.deepEqual([banner.table, banner.entries], [table, 1144], line);
    }
  });

  it('takes banners and the noise between them', () => {
    const kinds = eventsOf(
      [
        'processor number 0, process 815c3020',
        'Searching for Process with Cid == 62c',
        'Searching for handles of type Process',
        '**** NT ACTIVE PROCESS HANDLE DUMP ****',
        'Failed to get VAD root',
        'Process 0x81400300',
        'ObjectTable 0xE10CCF60',
      ].join('\n'),
    ).map(({ kind }) => kind);
    assert.deepEqual(kinds, [
      'banner',
      'banner',
      'banner',
      'banner',
      'remark',
      'traceProcess',
      'traceProcess',
    ]);
  });
});
