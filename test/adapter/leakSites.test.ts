import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultServices } from '../../src/cli/services';
import { neverCancelled } from '../../src/core/util/cancellation';
import type { TargetAnswer } from '../../src/protocol/dapExtensions';
import { openSample } from '../../src/core/script/samples/catalog';
import type {
  LeakSiteAnswer,
  LeakSitesAnswer,
  SnapshotsAnswer,
} from '../../src/protocol/siteMessages';
import type { ViewGroupsAnswer } from '../../src/protocol/viewMessages';
import { DapClient } from '../support/dapClient';
import { logTarget } from '../support/openLog';
import { BUILT_FROM, LEAKED, sourceLog } from '../support/sourceLog';
import { fakeTarget } from './fakeTarget';

const SITES = 'handleLens/leakSites';
const SITE = 'handleLens/leakSite';
const SNAPSHOTS = 'handleLens/snapshots';

async function leakyService(): Promise<DapClient> {
  const sample = openSample('leaky-service');
  assert.ok(sample.ok);
  const client = new DapClient({ target: sample.value });
  await client.start();
  client.forgetEvents();
  return client;
}

describe('handleLens/leakSites', () => {
  it('ranks the three leaks first, says why, and counts the steady sites behind them', async () => {
    const client = await leakyService();
    const answer = await client.body<LeakSitesAnswer>(SITES, {});
    assert.deepEqual(answer.total, { sites: 64, outstanding: 200 });
    assert.equal(answer.likely.sites, 3);
    assert.equal(answer.steady.sites, 61);
    assert.equal(answer.sites.length, 64);
    const first = answer.sites.slice(0, 3);
    assert.ok(first.every(({ level, reasons }) => level === 'leak' && reasons.length >= 3));
    assert.ok(answer.sites.slice(3).every(({ level }) => level === 'steady'));
    const settings = answer.sites[1]!;
    assert.equal(settings.label, 'OrderStore!StoreSettings::ReadLimit+0x44');
    assert.deepEqual(settings.types, [{ type: 'Key', count: 18 }]);
    assert.deepEqual([settings.outstanding, settings.opened, settings.closed], [18, 36, 18]);
    assert.ok(answer.limits.length > 0);
    assert.equal(answer.missing, null);
  });

  it('comes in pages that continue one another', async () => {
    const client = await leakyService();
    const whole = await client.body<LeakSitesAnswer>(SITES, {});
    const page = await client.body<LeakSitesAnswer>(SITES, { start: 2, count: 3 });
    assert.deepEqual(page.sites, whole.sites.slice(2, 5));
    const beyond = await client.body<LeakSitesAnswer>(SITES, { start: 64, count: 10 });
    assert.deepEqual(beyond.sites, []);
    assert.equal(beyond.total.sites, 64);
  });

  it('says why there are no sites without traces, and how to get them', async () => {
    const client = await leakyService();
    await client.type('!htrace -disable');
    const answer = await client.body<LeakSitesAnswer>(SITES, {});
    assert.equal(answer.total.sites, 0);
    assert.match(answer.missing ?? '', /Handle tracing is not enabled.*!htrace -enable/s);
  });

  it('repeats the reason of a target that never has traces', async () => {
    const client = new DapClient({
      target: fakeTarget({ traces: { code: 'no-traces', message: 'Nothing was traced.' } }),
    });
    await client.start();
    const answer = await client.body<LeakSitesAnswer>(SITES, {});
    assert.match(answer.missing ?? '', /Nothing was traced\./);
  });

  it('leaves out what the user suppressed, and tells the views that it did', async () => {
    const client = await leakyService();
    const before = await client.body<LeakSitesAnswer>(SITES, {});
    const [worst] = before.sites;
    client.forgetEvents();
    await client.type(`!sites -suppress site:${worst?.key ?? ''}`);
    assert.deepEqual(
      client.eventsOf('handleLens/changed').map(({ body }) => (body as { reason: string }).reason),
      ['sites'],
    );
    const after = await client.body<LeakSitesAnswer>(SITES, {});
    assert.equal(after.likely.sites, 2);
    assert.deepEqual(after.suppressed, { sites: 1, outstanding: worst?.outstanding });
    assert.ok(after.sites.every(({ key }) => key !== worst?.key));
  });

  it('refuses a page that is no number and stays alive', async () => {
    const client = await leakyService();
    const answer = await client.request(SITES, { start: 'first' });
    assert.equal(answer.success, false);
    assert.match(answer.message ?? '', /"start" must be a whole number/);
    assert.equal((await client.body<LeakSitesAnswer>(SITES, {})).total.sites, 64);
  });
});

describe('handleLens/leakSite', () => {
  it('gives stacks with frames, closers, and a page of the handles', async () => {
    const client = await leakyService();
    const { sites } = await client.body<LeakSitesAnswer>(SITES, { start: 1, count: 1 });
    const site = await client.body<LeakSiteAnswer>(SITE, {
      key: sites[0]?.key,
      start: 4,
      count: 5,
    });
    assert.deepEqual(site.site, sites[0]);
    assert.equal(site.handleCount, 18);
    assert.equal(site.handles.length, 5);
    assert.ok(site.handles.every(({ type }) => type === 'Key'));
    assert.equal(
      site.stacks.reduce((sum, { count }) => sum + count, 0),
      18,
    );
    assert.ok(
      site.stacks.every(({ trace }) => trace.operation === 'open' && trace.stack.length > 0),
    );
    assert.ok(
      site.stacks[0]?.trace.stack.some(({ symbol }) => symbol === 'StoreSettings::ReadLimit'),
    );
    const [closer] = site.closers;
    assert.equal(closer?.label, 'OrderStore!StoreSettings::ReadLimit+0x8b');
    assert.equal(closer.count, 18);
    assert.equal(closer.trace.operation, 'close');
  });

  it('says what became of a site that is not there', async () => {
    const client = await leakyService();
    const answer = await client.request(SITE, { key: 'ffffffff' });
    assert.equal(answer.success, false);
    assert.match(answer.message ?? '', /ffffffff any more/);
  });
});

describe('handleLens/snapshots', () => {
  it('names the snapshots of the session, oldest first', async () => {
    const client = await leakyService();
    assert.deepEqual((await client.body<SnapshotsAnswer>(SNAPSHOTS, {})).snapshots, []);
    await client.type('!snapshot before');
    await client.type('!snapshot after');
    assert.deepEqual((await client.body<SnapshotsAnswer>(SNAPSHOTS, {})).snapshots, [
      { name: 'before', handles: 200, image: 'OrderService.exe', records: 948, userHandles: null },
      { name: 'after', handles: 200, image: 'OrderService.exe', records: 948, userHandles: null },
    ]);
  });
});

describe('handleLens/leakSites of USER handles', () => {
  it('ranks them, reads their stacks from the USER trace log and lists their entries', async () => {
    const sample = openSample('user-menu-leak');
    assert.ok(sample.ok);
    const client = new DapClient({ target: sample.value });
    await client.start();
    await client.type('g');
    const answer = await client.body<LeakSitesAnswer>(SITES, {});
    const site = answer.sites[0]!;
    assert.equal(site.family, 'USER');
    assert.equal(site.label, 'leaky!BuildContextMenu+0x1f');
    assert.deepEqual(site.types, [{ type: 'Menu', count: 396 }]);
    assert.ok(answer.limits.some((text) => text.startsWith('Kernel handles: Handle tracing')));
    const page = { key: site.key, start: 390, count: 100 };
    const detail = await client.body<LeakSiteAnswer>(SITE, page);
    assert.equal(detail.handleCount, 396);
    assert.deepEqual(detail.handles, []);
    assert.equal(detail.userHandles.length, 6);
    assert.ok(detail.userHandles.every(({ typeName }) => typeName === 'Menu'));
    const frames = detail.stacks[0]!.trace.stack.map(({ module, symbol }) => `${module}!${symbol}`);
    assert.ok(frames.includes('leaky!BuildContextMenu'));
  });

  it('counts them in the badge since the snapshot of !utrace', async () => {
    const sample = openSample('user-menu-leak');
    assert.ok(sample.ok);
    const client = new DapClient({ target: sample.value });
    await client.start();
    await client.type('!utrace -snapshot');
    await client.type('g');
    const view = await client.body<ViewGroupsAnswer>('handleLens/viewGroups', {});
    assert.equal(view.outstanding, 360);
  });
});

describe('handleLens/leakSites of a log with source lines', () => {
  it('names the line of the frame to blame', async () => {
    const client = new DapClient({ target: await logTarget(sourceLog()) });
    await client.start();
    const { sites } = await client.body<LeakSitesAnswer>(SITES, {});
    const [first] = sites;
    assert.equal(first?.outstanding, LEAKED);
    assert.equal(first.level, 'leak');
    assert.deepEqual(first.source, { file: BUILT_FROM, line: 4 });
  });
});

describe('handleLens/leakSites of a script', () => {
  for (const [name, blamed, family] of [
    ['leak-in-a-loop.hsim', /File|Open|open/, 'kernel'],
    ['menu-leak.hsim', /HMENU menu = CreatePopupMenu\(\);/, 'USER'],
  ] as const) {
    it(`names the line of ${name}, whose handles are ${family} handles`, async () => {
      const path = join('media', 'samples', name);
      const opened = await defaultServices.openTarget(path, {
        openFile: defaultServices.openFile,
        token: neverCancelled,
        progress: () => undefined,
      });
      assert.ok(opened.ok);
      const client = new DapClient({ target: opened.value });
      await client.start();
      await client.type('g');
      const { sites } = await client.body<LeakSitesAnswer>(SITES, {});
      const { source, family: kind, level } = sites[0]!;
      assert.deepEqual([kind, level], [family, 'leak']);
      assert.ok(source?.file.endsWith(name));
      const line = readFileSync(path, 'utf8').split(/\r?\n/)[(source?.line ?? 0) - 1];
      assert.match(line ?? '', blamed);
      const target = await client.body<TargetAnswer>('handleLens/target', {});
      assert.equal(target.tellsSourceLines, true);
    });
  }
});
