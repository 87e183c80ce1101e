/** What the dump editor shows: contents, hostile names, missing and broken parts. */

import assert from 'node:assert/strict';
import { renderDumpPage, pageCommands } from '../../../src/extension/editors/dumpPage';
import { readDumpReport, type DumpContents } from '../../../src/extension/editors/dumpReport';
import { refusedFile } from '../../../src/extension/editors/refusedFile';
import {
  escapeHtml,
  grouped,
  sizeInWords,
  untranslated,
} from '../../../src/extension/editors/html';
import { recordCommands } from '../../../src/extension/editors/recordCommands';
import type { ByteSource } from '../../../src/core/util/byteSource';
import { neverCancelled } from '../../../src/core/util/cancellation';
import { openFileByteSource } from '../../../src/node/fileByteSource';
import { join } from 'node:path';
import { describeWithShared } from '../../support/shared';

const contents: DumpContents = {
  kind: 'dump',
  size: 1_234_567,
  description: 'Minidump of app.exe (process 0x3ac), Windows 11 build 22631 x64',
  image: 'app.exe',
  processId: 0x3ac,
  windows: 'Windows 11 23H2 (22631)',
  architecture: 'x64',
  handleCount: 12,
  hasTraces: true,
  threadCount: 4,
  exception: { code: 0xc000_0008, threadId: 0x10 },
  streams: [{ name: 'HandleData', size: 5000, note: 'handles: 12' }],
  missing: [],
  refused: [],
  modules: ['C:\\app\\app.exe'],
  moduleCount: 1,
};

function page(
  report: Parameters<typeof renderDumpPage>[0]['report'],
  types: Parameters<typeof renderDumpPage>[0]['types'] = null,
  hasHexEditor = false,
): string {
  return renderDumpPage({
    name: 'app.dmp',
    report,
    types,
    hasHexEditor,
    nonce: 'abc123',
    translate: untranslated,
  });
}

function bytes(content: Uint8Array): ByteSource {
  return {
    name: 'app.dmp',
    size: content.length,
    read: (offset, length) => Promise.resolve(content.subarray(offset, offset + length)),
    close: () => Promise.resolve(),
  };
}

const HOSTILE = `"><img src=x onerror='alert(1)'>&\u202egpj`;

describe('the page of the dump editor', () => {
  it('says what the dump is', () => {
    const html = page(contents);
    for (const text of [
      'app.dmp',
      'app.exe (0x3ac = 940)',
      '0xC0000008 in thread 0x10',
      'HandleData',
    ]) {
      assert.ok(html.includes(text), text);
    }
  });

  it('leaves the process id out when the dump does not tell it', () => {
    assert.ok(page({ ...contents, processId: 0 }).includes('<dd>app.exe</dd>'));
  });

  it('tells a stream that cannot be read from one that was not recorded', () => {
    const html = page({ ...contents, handleCount: null, hasTraces: false });
    assert.match(html, /Handles<\/dt><dd>cannot be read/);
    assert.match(html, /Handle traces<\/dt><dd>not recorded/);
  });

  it('draws a bar for each type beside its number', () => {
    const html = page(contents, [
      { type: 'Event', count: 9 },
      { type: 'File', count: 3 },
    ]);
    assert.equal(html.match(/<rect /g)?.length, 2);
    assert.match(html, /<rect width="100.0%"/);
    assert.match(html, /<rect width="33.3%"/);
    assert.match(html, /<th scope="row">File<\/th><td class="number">3<\/td>/);
  });

  it('puts the types behind the fortieth into one row', () => {
    const types = Array.from({ length: 45 }, (_, index) => ({ type: `T${index}`, count: 2 }));
    const html = page(contents, types);
    assert.equal(html.match(/<rect /g)?.length, 41);
    assert.match(html, /5 more types<\/th><td class="number">10</);
  });

  it('says that it is counting', () => {
    assert.ok(page(contents, 'pending').includes('Counting…'));
  });

  it('shows hostile names as text wherever they come from', () => {
    const problem = { code: 'x', message: HOSTILE, where: HOSTILE, hint: HOSTILE };
    const html = renderDumpPage({
      name: HOSTILE,
      report: {
        ...contents,
        description: HOSTILE,
        image: HOSTILE,
        windows: HOSTILE,
        streams: [{ name: HOSTILE, size: 1, note: HOSTILE }],
        modules: [HOSTILE],
        refused: [problem],
        missing: [{ problem, commands: [HOSTILE] }],
      },
      types: [{ type: HOSTILE, count: 1 }],
      hasHexEditor: true,
      nonce: 'abc123',
      translate: untranslated,
    });
    assert.ok(!html.includes('<img'));
    assert.ok(!html.includes('\u202e'));
    assert.ok(!/onerror='/.test(html));
    assert.equal(html.match(/<script/g)?.length, 1);
  });

  it('allows no script, style or load but its own', () => {
    const html = page(contents);
    assert.ok(
      html.includes(
        'default-src &#39;none&#39;; style-src &#39;nonce-abc123&#39;; script-src &#39;nonce-abc123&#39;',
      ),
    );
    assert.equal(html.match(/nonce="abc123"/g)?.length, 2);
    assert.ok(!/\sstyle="/.test(html), 'inline styles would be refused');
    assert.ok(!/(src|href)=/.test(html));
    assert.ok(!/\son[a-z]+=/.test(html));
  });

  it('offers the hex editor only where it is installed', () => {
    assert.ok(!page(contents).includes('Open in Hex Editor'));
    assert.ok(page(contents, null, true).includes('Open in Hex Editor'));
  });

  it('says what is missing, with commands in the order of their buttons', () => {
    const problem = { code: 'no-handle-data', message: 'No handles.', hint: 'Record again.' };
    const other = { code: 'no-handle-operations', message: 'No traces.' };
    const report: DumpContents = {
      ...contents,
      handleCount: null,
      missing: [
        { problem, commands: ['first', 'second'] },
        { problem: other, commands: ['third'] },
      ],
    };
    const html = page(report);
    assert.deepEqual(pageCommands(report), ['first', 'second', 'third']);
    assert.match(html, /data-index="2" aria-label="Copy Command third"/);
    assert.ok(html.includes('Open Sample Instead…'));
    assert.ok(!html.includes('Handles by Type'));
  });

  it('explains a file that is no dump and offers another one', () => {
    const problem = { code: 'file-text', message: 'This is a text file, not a dump.' };
    const html = page(refusedFile(problem, 17));
    assert.ok(html.includes('This is a text file'));
    assert.ok(html.includes('17 bytes'));
    assert.ok(html.includes('Choose Another File…'));
    assert.ok(!html.includes('data-action="inspect"'));
  });
});

describe('HTML helpers', () => {
  it('escape what ends text and attributes', () => {
    assert.equal(escapeHtml(`<a b="c" d='e'>&`), '&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;');
  });

  it('write sizes exactly, and rounded when they are large', () => {
    assert.equal(sizeInWords(1, untranslated), '1 byte');
    assert.equal(sizeInWords(999, untranslated), '999 bytes');
    assert.equal(sizeInWords(1_234_567, untranslated), '1,234,567 bytes (1.2 MB)');
    assert.equal(sizeInWords(10_000_000_000, untranslated), '10,000,000,000 bytes (10.0 GB)');
  });

  it('group digits by three', () => {
    assert.deepEqual([0, 999, 1000, 1_000_000].map(grouped), ['0', '999', '1,000', '1,000,000']);
  });

  it('fill places that exist and leave others', () => {
    assert.equal(untranslated('{1} of {0}, {2}', 'a', 7), '7 of a, {2}');
  });
});

describe('commands to record with', () => {
  it('name the program', () => {
    assert.ok(recordCommands('no-handle-data', 'app.exe')[0]?.endsWith(' app.exe'));
  });

  it('never hold an image name that a shell could run', () => {
    for (const image of ['a.exe & calc', '$(calc)', '-x', 'a\nb', '"']) {
      const all = recordCommands('no-handle-operations', image).join();
      assert.ok(!all.includes(image), image);
    }
  });

  it('are none where recording again does not help', () => {
    assert.deepEqual(recordCommands('file-not-found', null), []);
  });
});

describe('the report on a dump', () => {
  it('says what a file without the signature is', async () => {
    const { report } = await readDumpReport(bytes(Buffer.from('PK\u0003\u0004')), neverCancelled);
    assert.equal(report.kind === 'refused' && report.problem.code, 'file-compressed');
  });

  it('says that a dump is cut off behind its signature', async () => {
    const { report } = await readDumpReport(bytes(Buffer.from('MDMP')), neverCancelled);
    assert.equal(report.kind === 'refused' && report.problem.code, 'minidump-cut');
  });
});

describeWithShared('the report on real dumps', (folder) => {
  it('shows streams, modules and what is missing', async () => {
    const source = await openFileByteSource(
      join(folder, 'dumps', 'breakpad-tiny-exe-with-cet-xsave.dmp'),
    );
    assert.ok(source.ok);
    const opened = await readDumpReport(source.value, neverCancelled);
    const { report } = opened;
    assert.ok(report.kind === 'dump');
    assert.ok(report.streams.length > 3);
    assert.equal(report.missing.length > 0, report.handleCount === null || !report.hasTraces);
    await opened.close();
  });
});
