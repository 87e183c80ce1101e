import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { connectSession, FrameReader } from '../../src/adapter/dapTransport';
import { DapClient } from '../support/dapClient';
import { fakeTarget } from './fakeTarget';

interface Found {
  readonly messages: unknown[];
  readonly unreadable: string[];
  readonly lost: string[];
}

/** Reads pieces of bytes with a fresh reader. */
function read(...pieces: readonly (string | Buffer)[]): Found {
  const found: Found = { messages: [], unreadable: [], lost: [] };
  const reader = new FrameReader({
    message: (message) => found.messages.push(message),
    unreadable: (reason) => found.unreadable.push(reason),
    lost: (reason) => found.lost.push(reason),
  });
  for (const piece of pieces) {
    reader.add(Buffer.from(piece));
  }
  return found;
}

function frame(message: unknown): string {
  const json = JSON.stringify(message);
  return `Content-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`;
}

describe('Frames of messages', () => {
  it('are read one after the other', () => {
    assert.deepEqual(read(frame({ a: 1 }) + frame({ b: 'ü' })).messages, [{ a: 1 }, { b: 'ü' }]);
  });

  it('are read whatever the pieces they arrive in', () => {
    const messages = [{ a: 1 }, { text: 'é𐍈' }, [], { deep: { list: [1, 2, 3] } }];
    const bytes = Buffer.from(messages.map(frame).join(''));
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: bytes.length })), (cuts) => {
        const borders = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        const pieces = borders.slice(1).map((end, index) => bytes.subarray(borders[index], end));
        assert.deepEqual(read(...pieces).messages, messages);
      }),
    );
  });

  it('may have other headers and any letter case', () => {
    const text = 'Content-Type: x\r\ncontent-length:   2  \r\n\r\n{}';
    assert.deepEqual(read(text).messages, [{}]);
  });

  it('with content that is no JSON are reported, and the next one is read', () => {
    const found = read(`Content-Length: 5\r\n\r\n{"a":${frame({ b: 2 })}`);
    assert.match(found.unreadable[0]!, /^its content is no JSON/);
    assert.deepEqual(found.messages, [{ b: 2 }]);
  });

  it('without content are reported', () => {
    assert.equal(read('Content-Length: 0\r\n\r\n').unreadable.length, 1);
  });

  for (const header of [
    'Hello: x',
    'Content-Length: -5',
    'Content-Length: abc',
    'Content-Length',
  ]) {
    it(`with the header "${header}" are reported, and the next one is read`, () => {
      const found = read(`${header}\r\n\r\n${frame({ b: 2 })}`);
      assert.match(found.unreadable[0]!, /no Content-Length/);
      assert.deepEqual(found.messages, [{ b: 2 }]);
    });
  }

  it('of absurd length end the connection instead of filling the memory', () => {
    const found = read('Content-Length: 9999999999\r\n\r\n', frame({ b: 2 }));
    assert.match(found.lost[0]!, /9999999999 bytes/);
    assert.deepEqual(found.messages, []);
  });

  it('whose header never ends end the connection', () => {
    assert.match(read('x'.repeat(9000)).lost[0]!, /header has no end/);
  });

  it('are never lost in a crash, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 })), (pieces) => {
        read(...pieces.map((piece) => Buffer.from(piece)));
      }),
    );
  });
});

describe('A session on streams', () => {
  function connected(): {
    readonly client: DapClient;
    readonly input: PassThrough;
    readonly output: PassThrough;
    readonly ended: Promise<void>;
    readonly answers: Found;
    readonly answered: (count: number) => Promise<void>;
  } {
    const client = new DapClient({ target: fakeTarget() });
    const input = new PassThrough();
    const output = new PassThrough();
    const answers: Found = { messages: [], unreadable: [], lost: [] };
    const waiting: (() => void)[] = [];
    const reader = new FrameReader({
      message: (message) => {
        answers.messages.push(message);
        waiting.splice(0).forEach((look) => {
          look();
        });
      },
      unreadable: (reason) => answers.unreadable.push(reason),
      lost: (reason) => answers.lost.push(reason),
    });
    output.on('data', (bytes: Buffer) => {
      reader.add(bytes);
    });
    const ended = connectSession(client.session, input, output);
    const answered = async (count: number): Promise<void> => {
      while (answers.messages.length < count) {
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    };
    return { client, input, output, ended, answers, answered };
  }

  it('answers bytes that are no message with an error, and goes on', async () => {
    const { input, answers, answered } = connected();
    input.write('Content-Length: 3\r\n\r\n{"x');
    input.write(frame({ seq: 2, type: 'request', command: 'threads' }));
    await answered(2);
    const [first, second] = answers.messages as { message: string; request_seq: number }[];
    assert.match(first!.message, /^The message could not be read: its content is no JSON/);
    assert.equal(second!.request_seq, 2);
  });

  it('ends and closes the target when the input ends', async () => {
    const { client, input, ended, answered } = connected();
    input.write(frame({ seq: 1, type: 'request', command: 'launch', arguments: { target: 'x' } }));
    await answered(2);
    input.end();
    await ended;
    assert.equal(client.session.isOpen, false);
  });

  it('ends when the borders between messages are lost, after saying so', async () => {
    const { input, ended, answers } = connected();
    input.write('Content-Length: 9999999999\r\n\r\n');
    await ended;
    assert.match(JSON.stringify(answers.messages[0]), /the connection is closed/);
  });

  it('ends when the output breaks', async () => {
    const { output, ended } = connected();
    output.destroy(new Error('EPIPE'));
    await ended;
  });
});
