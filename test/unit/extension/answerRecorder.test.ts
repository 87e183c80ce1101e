import assert from 'node:assert/strict';
import { answerId, answerPath, cutAnswerPlace } from '../../../src/extension/documents/answerNames';
import { AnswerRecorder } from '../../../src/extension/output/answerRecorder';
import { Answers, MAXIMUM_ANSWERS } from '../../../src/extension/output/answers';
import { readAnswer, readRequest } from '../../../src/extension/output/dapMessages';
import { ANSWER_CUT_EVENT } from '../../../src/protocol/dapExtensions';

interface Recording {
  readonly answers: Answers;
  readonly send: (...messages: readonly object[]) => void;
  readonly written: () => string;
}

/** A recorder that is fed with raw messages. */
function recording(): Recording {
  const answers = new Answers();
  let text = '';
  const recorder = new AnswerRecorder({
    session: { id: 's1', name: 'Sample' },
    answers,
    prompt: () => '0:000>',
    write: (part) => {
      text += part;
    },
    cutNote: ({ id }) => `… Open full answer #${id}`,
  });
  return {
    answers,
    send: (...messages) => {
      for (const message of messages) {
        const read = readRequest(message) ?? readAnswer(message);
        if (read !== null) {
          recorder.take(read);
        }
      }
    },
    written: () => text,
  };
}

function ask(seq: number, expression: string, context = 'repl'): object {
  return { type: 'request', command: 'evaluate', seq, arguments: { expression, context } };
}

function output(text: string, more: object = {}): object {
  return { type: 'event', event: 'output', body: { output: text, category: 'console', ...more } };
}

function result(seq: number, text: string): object {
  return {
    type: 'response',
    command: 'evaluate',
    request_seq: seq,
    success: true,
    body: { result: text, variablesReference: 0 },
  };
}

function failure(seq: number, error: object, message = 'short'): object {
  return {
    type: 'response',
    command: 'evaluate',
    request_seq: seq,
    success: false,
    message,
    body: { error },
  };
}

describe('The channel of answers', () => {
  it('writes prompt and line before the text of an answer', () => {
    const { send, written } = recording();
    send(
      ask(1, '!handle 3c f'),
      output('Handle 3c\n'),
      output('  Type\tFile\n'),
      result(1, 'File 0x3c'),
    );
    assert.equal(written(), '0:000> !handle 3c f\nHandle 3c\n  Type\tFile\n');
  });

  it('writes the short result of a line that had no text', () => {
    const { send, written } = recording();
    send(ask(1, '!handle 0 0'), result(1, '200 handles'));
    assert.equal(written(), '0:000> !handle 0 0\n200 handles\n');
  });

  it('writes the sentence of an error with its variables filled in', () => {
    const { send, written } = recording();
    send(ask(1, 'x'), failure(1, { format: 'There is no {what}.', variables: { what: 'x' } }));
    assert.equal(written(), '0:000> x\nThere is no x.\n');
  });

  it('falls back to the message of an error without format', () => {
    const { send, written } = recording();
    send(ask(1, 'x'), failure(1, {}, 'cancelled'));
    assert.equal(written(), '0:000> x\ncancelled\n');
  });

  it('keeps the text that came before an error', () => {
    const { send, written } = recording();
    send(ask(1, 'a; b'), output('part\n'), failure(1, { format: 'No b.' }));
    assert.equal(written(), '0:000> a; b\npart\nNo b.\n');
  });

  it('gives each of two waiting lines its own text', () => {
    const { send, written } = recording();
    send(
      ask(1, 'a'),
      ask(2, 'b'),
      output('of a\n'),
      result(1, ''),
      output('of b\n'),
      result(2, ''),
    );
    assert.equal(written(), '0:000> a\nof a\n0:000> b\nof b\n');
  });

  it('keeps an answer whole while a later line is refused at once', () => {
    const { send, written } = recording();
    send(
      ask(1, 'a'),
      output('one\n'),
      ask(2, 'b'),
      failure(2, { format: 'Busy.' }),
      output('two\n'),
      result(1, ''),
    );
    assert.equal(written(), '0:000> a\none\ntwo\n0:000> b\nBusy.\n');
  });

  it('leaves headings of groups, telemetry and other contexts out', () => {
    const { send, written } = recording();
    send(
      ask(1, '3c', 'watch'),
      output('heading\n', { group: 'start' }),
      output('secret\n', { category: 'telemetry' }),
      result(1, 'File'),
    );
    assert.equal(written(), '');
  });

  it('takes escape sequences out', () => {
    const { send, written } = recording();
    send(output('\u001b[2J\u001b[H'), output('\u001b[31mred\u001b[0m\n'));
    assert.equal(written(), 'red\n');
  });

  it('points to the whole answer when the console cut it', () => {
    const { send, written, answers } = recording();
    const cut = { type: 'event', event: ANSWER_CUT_EVENT, body: { expression: 'a', heldBack: 7 } };
    send(ask(1, 'a'), output('part\n'), cut, result(1, ''));
    assert.equal(written(), '0:000> a\npart\n… Open full answer #1\n');
    assert.equal(answers.get(1)?.heldBack, 7);
  });

  for (const message of [
    null,
    'text',
    7,
    {},
    { type: 'event' },
    { type: 'response', command: 'evaluate' },
  ]) {
    it(`takes no notice of ${JSON.stringify(message)}`, () => {
      assert.equal(readRequest(message), null);
      assert.equal(readAnswer(message), null);
    });
  }
});

describe('Kept answers', () => {
  it('forgets the oldest above the limit', () => {
    const answers = new Answers();
    const answer = { sessionId: '', sessionName: '', prompt: '', line: '', text: '', heldBack: 0 };
    for (let count = 0; count <= MAXIMUM_ANSWERS; count++) {
      answers.add(answer);
    }
    assert.equal(answers.get(1), undefined);
    assert.equal(answers.newest.length, MAXIMUM_ANSWERS);
    assert.equal(answers.newest[0]?.id, MAXIMUM_ANSWERS + 1);
  });
});

describe('Names of answer documents', () => {
  it('show the line and carry the number', () => {
    const path = answerPath({ id: 7, line: '!handle 0 f Event' });
    assert.equal(path, '/7/!handle 0 f Event.htrace');
    assert.equal(answerId(path), 7);
  });

  it('have no separators and control characters of the line', () => {
    assert.equal(answerPath({ id: 1, line: 'a/b\\c:\n?' }), '/1/a_b_c_.htrace');
  });

  it('stand for an empty line too', () => {
    assert.equal(answerPath({ id: 1, line: ' ' }), '/1/answer.htrace');
  });

  it('are told from other paths', () => {
    assert.equal(answerId('/x/1'), null);
  });

  it('are found in the note below a cut answer', () => {
    assert.deepEqual(cutAnswerPlace('… Open full answer #12'), {
      id: 12,
      start: 2,
      end: 22,
    });
  });

  it('are not found in the line of an answer', () => {
    assert.equal(cutAnswerPlace('Handle #12'), null);
  });
});
