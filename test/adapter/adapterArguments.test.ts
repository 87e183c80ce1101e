import assert from 'node:assert/strict';
import { parseAdapterArguments } from '../../src/adapter/adapterArguments';

describe('The command line of the adapter', () => {
  for (const [words, value] of [
    [[], {}],
    [['--port', '4711'], { port: 4711 }],
    [['--port=0'], { port: 0 }],
    [['--host', '0.0.0.0', '--port', '1'], { port: 1, host: '0.0.0.0' }],
  ] as const) {
    it(`understands "${words.join(' ')}"`, () => {
      assert.deepEqual(parseAdapterArguments(words), { ok: true, value });
    });
  }

  for (const [words, message] of [
    [['--port'], '--port needs a value.'],
    [['--port='], '--port needs a value.'],
    [['--port', 'x'], '"x" is no port: ports are numbers from 0 to 65535.'],
    [['--port', '70000'], '"70000" is no port: ports are numbers from 0 to 65535.'],
    [['--port', '-1'], '"-1" is no port: ports are numbers from 0 to 65535.'],
    [['--host', 'x'], '--host needs --port.'],
    [['--prot', '1'], '"--prot" is not an argument of the debug adapter.'],
    [['4711'], '"4711" is not an argument of the debug adapter.'],
  ] as const) {
    it(`refuses "${words.join(' ')}" with the right form`, () => {
      const parsed = parseAdapterArguments(words);
      assert.equal(parsed.ok, false);
      assert.equal(parsed.problem.message, message);
      assert.match(parsed.problem.hint ?? '', /^Use --port N/);
    });
  }
});
