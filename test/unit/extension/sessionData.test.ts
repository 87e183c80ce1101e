/** When the data of sessions are asked for: driven by the events of sessions alone. */

import assert from 'node:assert/strict';
import { bundleExtension, newlyRegistered, standIn } from '../../support/vscodeStandIn';
import type { SessionDataStore } from '../../../src/extension/views/sessionData';
import { TYPE_GROWTH_REQUEST } from '../../../src/protocol/viewMessages';

type Listener = (session: object) => void;

/** A store, what it asked and how often it told of a change. */
class Fixture {
  readonly asked: string[] = [];
  changes = 0;
  readonly session = {
    id: '1',
    name: 'app.dmp',
    debugSession: { configuration: { name: 'app.dmp', target: 'app.dmp' } },
    request: (command: string): Promise<object> => {
      this.asked.push(command);
      return Promise.resolve({ total: this.asked.length });
    },
  };
  readonly store: SessionDataStore;
  private readonly listeners = new Map<string, Listener>();

  constructor(Store: typeof SessionDataStore) {
    const event = (name: string) => (listener: Listener) => {
      this.listeners.set(name, listener);
      return { dispose: () => undefined };
    };
    const events = {
      onDidOpen: event('open'),
      onDidStop: event('stop'),
      onDidChange: event('change'),
      onDidEnd: event('end'),
    };
    const memory = { read: () => null, write: () => Promise.resolve() };
    this.store = new Store(events as never, memory as never);
    this.store.onDidChange(() => {
      this.changes++;
    });
  }

  tell(name: 'open' | 'stop' | 'change' | 'end'): void {
    const listener = this.listeners.get(name);
    assert.ok(listener, `Nobody listens to ${name}.`);
    listener(this.session);
  }

  /** What a view does. */
  async look(): Promise<number> {
    const [data] = this.store.all;
    assert.ok(data, 'There is no session.');
    return (await data.ask(TYPE_GROWTH_REQUEST, {})).total;
  }
}

describe('The data of a session', () => {
  let Store: typeof SessionDataStore;
  let fixture: Fixture;

  before(async function () {
    this.timeout(60_000);
    const code = await bundleExtension('extension/views/sessionData.ts', 'node');
    const module = { exports: {} };
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- runs the bundle with a stand-in for VS Code
    const run = new Function('require', 'module', 'exports', code) as (...words: unknown[]) => void;
    run(() => standIn(newlyRegistered()), module, module.exports);
    ({ SessionDataStore: Store } = module.exports as { SessionDataStore: typeof SessionDataStore });
  });

  beforeEach(() => {
    fixture = new Fixture(Store);
  });

  afterEach(() => {
    fixture.store.dispose();
  });

  it('are shown as soon as the target is open, before its first stop', async () => {
    fixture.tell('open');
    assert.equal(fixture.changes, 1);
    assert.equal(await fixture.look(), 1);
  });

  it('are not asked for again at the first stop, because nothing has happened since', async () => {
    fixture.tell('open');
    await fixture.look();
    fixture.tell('stop');
    assert.equal(fixture.changes, 1);
    assert.equal(await fixture.look(), 1);
  });

  it('are asked for again at each later stop', async () => {
    fixture.tell('open');
    await fixture.look();
    fixture.tell('stop');
    fixture.tell('stop');
    assert.equal(fixture.changes, 2);
    assert.equal(await fixture.look(), 2);
  });

  it('are asked for again when a command changed something between the opening and the first stop', async () => {
    fixture.tell('open');
    await fixture.look();
    fixture.tell('change');
    assert.equal(fixture.changes, 2);
    assert.equal(await fixture.look(), 2);
  });

  it('are asked for at the first stop of an adapter that tells nothing before', async () => {
    fixture.tell('stop');
    assert.equal(fixture.changes, 1);
    assert.equal(await fixture.look(), 1);
  });

  it('stay after the end, and nothing else can be asked then', async () => {
    fixture.tell('open');
    await fixture.look();
    fixture.tell('end');
    assert.equal(fixture.changes, 2);
    assert.equal(await fixture.look(), 1);
    const [data] = fixture.store.all;
    await assert.rejects(data!.ask(TYPE_GROWTH_REQUEST, { other: 1 }), /has ended/);
  });
});
