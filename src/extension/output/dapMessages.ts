/** Reads the few debug adapter messages that the output channel is made of; everything else is `null`. */

import { ANSWER_CUT_EVENT } from '../../protocol/dapExtensions';

/** What one message means for the output. */
export type OutputMessage =
  /** A line was typed. */
  | { readonly kind: 'asked'; readonly seq: number; readonly line: string }
  /** Text for the console. */
  | { readonly kind: 'text'; readonly text: string }
  /** Some records of the line that runs were left out. */
  | { readonly kind: 'cut'; readonly heldBack: number }
  /** A line was answered: `text` is the short result, or the sentence of an error. */
  | {
      readonly kind: 'answered';
      readonly seq: number;
      readonly text: string;
      readonly failed: boolean;
    };

type Fields = Readonly<Record<string, unknown>>;

/** A message on its way to the adapter. */
export function readRequest(message: unknown): OutputMessage | null {
  const request = fields(message);
  const args = fields(request['arguments']);
  const { seq } = request;
  const isLine =
    request['type'] === 'request' &&
    request['command'] === 'evaluate' &&
    args['context'] === 'repl';
  const line = args['expression'];
  return isLine && typeof seq === 'number' && typeof line === 'string'
    ? { kind: 'asked', seq, line }
    : null;
}

/** A message from the adapter. */
export function readAnswer(message: unknown): OutputMessage | null {
  const answer = fields(message);
  const body = fields(answer['body']);
  if (answer['type'] === 'event') {
    return readEvent(answer['event'], body);
  }
  const seq = answer['request_seq'];
  if (
    answer['type'] !== 'response' ||
    answer['command'] !== 'evaluate' ||
    typeof seq !== 'number'
  ) {
    return null;
  }
  const failed = answer['success'] !== true;
  return {
    kind: 'answered',
    seq,
    text: failed ? failure(answer, body) : word(body['result']),
    failed,
  };
}

function readEvent(event: unknown, body: Fields): OutputMessage | null {
  if (event === ANSWER_CUT_EVENT) {
    const heldBack = body['heldBack'];
    return typeof heldBack === 'number' ? { kind: 'cut', heldBack } : null;
  }
  // The heading of a group repeats the answer in short; telemetry is nothing to read.
  const isText =
    event === 'output' && body['group'] === undefined && body['category'] !== 'telemetry';
  const text = isText ? withoutEscapes(word(body['output'])) : '';
  return text === '' ? null : { kind: 'text', text };
}

/** The sentence of a failed request: its format with the variables filled in, else its short message. */
function failure(answer: Fields, body: Fields): string {
  const error = fields(body['error']);
  const variables = fields(error['variables']);
  const format = word(error['format']);
  return format === ''
    ? word(answer['message'])
    : format.replace(/\{(\w+)\}/g, (all, name: string) => word(variables[name]) || all);
}

/** Colours and clearing of the screen mean nothing in a channel. */
function withoutEscapes(text: string): string {
  const escape = '\u001b';
  return text.includes(escape)
    ? text
        .split(escape)
        .map((part, index) => (index === 0 ? part : part.replace(/^\[[0-9;]*[A-Za-z]/, '')))
        .join('')
    : text;
}

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function word(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
