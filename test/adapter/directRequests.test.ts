import assert from 'node:assert/strict';
import { HandleDebugSession } from '../../src/adapter/handleDebugSession';
import { nodeHost } from '../../src/adapter/nodeHost';
import { DirectRequests } from '../../src/extension/sessions/directRequests';
import { SELECT_TRACE_REQUEST, TARGET_REQUEST } from '../../src/protocol/dapExtensions';

interface Sent {
  readonly type: string;
  readonly event?: string;
  readonly request_seq?: number;
}

/** An adapter in this process that the editor uses in its way and the extension in its own. */
class Pair {
  /** What reaches the editor. */
  readonly seen: Sent[] = [];
  readonly log: string[] = [];
  readonly defects: string[] = [];
  readonly session = new HandleDebugSession(
    nodeHost({ folder: __dirname, report: (defect) => this.defects.push(defect) }),
  );
  readonly requests = new DirectRequests(
    (message) => {
      this.session.handleMessage(message);
    },
    (direction, message) => {
      this.log.push(`${direction} ${(message as { readonly command: string }).command}`);
    },
  );

  constructor() {
    this.session.onDidSendMessage((message) => {
      if (!this.requests.take(message)) {
        this.seen.push(message as Sent);
      }
    });
  }

  /** A request of the editor; resolves when it is answered. */
  async edit(seq: number, command: string, args: object = {}): Promise<void> {
    this.session.handleMessage({ seq, type: 'request', command, arguments: args });
    while (!this.seen.some(({ request_seq: answered }) => answered === seq)) {
      await new Promise((next) => setImmediate(next));
    }
  }

  static async started(): Promise<Pair> {
    const pair = new Pair();
    await pair.edit(1, 'initialize', { adapterID: 'handle-lens' });
    await pair.edit(2, 'launch', { target: 'sample:leaky-service' });
    await pair.edit(3, 'configurationDone');
    return pair;
  }
}

describe('requests that go straight to an adapter in this process', () => {
  it('are answered, and the editor sees nothing of them', async () => {
    const pair = await Pair.started();
    const before = pair.seen.length;
    const target = (await pair.requests.ask(TARGET_REQUEST, {})) as { readonly simulated: boolean };
    assert.equal(target.simulated, true);
    assert.equal(pair.seen.length, before);
    assert.deepEqual(pair.log, [`sent ${TARGET_REQUEST}`, `received ${TARGET_REQUEST}`]);
    assert.deepEqual(pair.defects, []);
  });

  it('leave events that follow from them to the editor', async () => {
    const pair = await Pair.started();
    const before = pair.seen.length;
    await pair.requests.ask(SELECT_TRACE_REQUEST, { row: 0 });
    const events = pair.seen.slice(before).map(({ event }) => event);
    assert.deepEqual(events, ['thread', 'stopped']);
  });

  it('do not get in the way of requests of the editor with numbers of their own', async () => {
    const pair = await Pair.started();
    const asked = [TARGET_REQUEST, 'handleLens/types', 'handleLens/viewGroups'].map((command) =>
      pair.requests.ask(command, {}),
    );
    await pair.edit(4, 'threads');
    const [target, types, groups] = (await Promise.all(asked)) as object[];
    assert.ok('capabilities' in (target ?? {}));
    assert.ok('types' in (types ?? {}));
    assert.ok('groups' in (groups ?? {}));
  });

  it("reject with the adapter's sentence", async () => {
    const pair = await Pair.started();
    await assert.rejects(
      pair.requests.ask('handleLens/handle', { handle: '0xfffff0' }),
      /0xfffff0/,
    );
    await assert.rejects(pair.requests.ask('handleLens/nothing', {}), /not known/);
  });

  it('reject when the adapter ends before it answers, and afterwards', async () => {
    const pair = await Pair.started();
    const asked = pair.requests.ask('handleLens/viewGroups', { grouping: 'opener' });
    pair.session.dispose();
    pair.requests.end();
    await assert.rejects(asked, /ended|cancelled/);
    await assert.rejects(pair.requests.ask(TARGET_REQUEST, {}), /The session has ended/);
  });
});
