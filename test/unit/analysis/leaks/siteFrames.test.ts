import assert from 'node:assert/strict';
import { FrameBook } from '../../../../src/core/analysis/traces/frameBook';
import { OwnCode } from '../../../../src/core/analysis/traces/ownFrames';
import type { Folding } from '../../../../src/core/analysis/traces/siteFrames';
import { placeKey, StackSites } from '../../../../src/core/analysis/traces/stackSites';
import { address } from '../../../../src/core/model/identifiers';
import { StackTable } from '../../../../src/core/model/stackColumn';
import { FakeTarget } from '../../../support/fakeTarget';
import { MODULES, work } from '../tables';

const OWN: Folding = { kind: 'own' };

/** Sites of stacks written as frames, innermost first; equal numbers are one site. */
async function sitesOf(
  stacks: readonly (readonly string[])[],
  folding: Folding = OWN,
  maximumDepth = Infinity,
): Promise<{ readonly numbers: readonly number[]; readonly sites: StackSites }> {
  const texts = [...new Set(stacks.flat())];
  const target = new FakeTarget({
    modules: MODULES,
    symbols: Object.fromEntries(texts.map((text, at) => [(0x1000 + at * 16).toString(16), text])),
  });
  const table = new StackTable();
  const ids = stacks.map((stack) =>
    table.add(stack.map((text) => address(0x1000 + texts.indexOf(text) * 16))),
  );
  const book = new FrameBook(target.symbols, new OwnCode(MODULES, 8));
  const sites = await StackSites.build(table, book, work(), { folding, maximumDepth });
  return { numbers: ids.map((id) => sites.siteOf(id)), sites };
}

function groupsOf(numbers: readonly number[]): readonly number[] {
  return numbers.map((number) => numbers.indexOf(number));
}

const OPEN = ['ntdll!NtCreateEvent+0x14', 'KERNELBASE!CreateEventW+0x27'];
const START = ['ntdll!RtlUserThreadStart+0x21'];

describe('folding stacks into sites', () => {
  it('leaves out frames of the system', async () => {
    const { numbers, sites } = await sitesOf([
      [...OPEN, 'app!Make+0x10', 'app!main+0x20', ...START],
      ['ntdll!NtCreateEvent+0x14', 'newsystem!Helper+0x9', 'app!Make+0x10', 'app!main+0x20'],
      [...OPEN, 'app!Make+0x18', 'app!main+0x20', ...START],
    ]);
    assert.deepEqual(groupsOf(numbers), [0, 0, 2]);
    assert.equal(sites.facts(numbers[0]!)?.label, 'app!Make+0x10');
  });

  it('by all frames tells apart what differs anywhere', async () => {
    const stacks = [
      [...OPEN, 'app!Make+0x10', ...START],
      ['ntdll!NtCreateEvent+0x14', 'app!Make+0x10', ...START],
    ];
    assert.deepEqual(groupsOf((await sitesOf(stacks, { kind: 'stack' })).numbers), [0, 1]);
    assert.deepEqual(groupsOf((await sitesOf(stacks)).numbers), [0, 0]);
  });

  it('by the innermost frames ignores callers farther out, and counts no plumbing', async () => {
    const stacks = [
      [...OPEN, 'app!Make+0x10', 'app!A+0x1', 'app!main+0x20', ...START],
      [...OPEN, 'app!Make+0x10', 'app!B+0x1', 'app!main+0x20', ...START],
    ];
    assert.deepEqual(groupsOf((await sitesOf(stacks, { kind: 'top', frames: 1 })).numbers), [0, 0]);
    assert.deepEqual(groupsOf((await sitesOf(stacks, { kind: 'top', frames: 2 })).numbers), [0, 1]);
  });

  it('takes a recursion out, however deep and through whatever branch it went', async () => {
    const inner = [...OPEN, 'app!Visit+0x30'];
    const outer = ['app!Walk+0x5', 'app!main+0x20', ...START];
    const { numbers, sites } = await sitesOf([
      [...inner, ...outer],
      [...inner, 'app!Visit+0x60', ...outer],
      [...inner, 'app!Visit+0x60', 'app!Visit+0x70', 'app!Visit+0x60', ...outer],
      [...inner, 'app!Children+0x8', 'app!Visit+0x90', ...outer],
      [
        ...inner,
        'app!Children+0x8',
        'app!Visit+0x90',
        'app!Children+0x8',
        'app!Visit+0x90',
        ...outer,
      ],
    ]);
    assert.deepEqual(groupsOf(numbers), [0, 0, 0, 0, 0]);
    assert.deepEqual(
      sites.facts(numbers[0]!)?.frames.map(({ symbol }) => symbol),
      ['Visit', 'Walk', 'main'],
    );
  });

  it('joins a stack that was cut off in a recursion with the place it begins like', async () => {
    const deep = [...OPEN, 'app!Visit+0x30', 'app!Visit+0x60', 'app!Visit+0x60', 'app!Visit+0x60'];
    const mutual = [
      ...OPEN,
      'app!Visit+0x30',
      'app!Children+0x8',
      'app!Visit+0x90',
      'app!Children+0x8',
    ];
    const whole = [...OPEN, 'app!Visit+0x30', 'app!Walk+0x5'];
    const other = [...OPEN, 'app!Other+0x30', 'app!Walk+0x5'];
    const { numbers } = await sitesOf([deep, other, whole, mutual], OWN, 6);
    assert.deepEqual(groupsOf(numbers), [0, 1, 0, 0]);
    const alone = await sitesOf([deep, mutual, other], OWN, 6);
    assert.deepEqual(groupsOf(alone.numbers), [0, 0, 2]);
  });

  it('does not join a recursion that ends where another place goes on', async () => {
    const entry = [...OPEN, 'app!Visit+0x30', 'app!Visit+0x60'];
    const whole = [...OPEN, 'app!Visit+0x30', 'app!Walk+0x5'];
    const { numbers } = await sitesOf([entry, whole], OWN, 16);
    assert.deepEqual(groupsOf(numbers), [0, 1]);
  });

  it('does not take functions for the same that only an export far away names', async () => {
    const { numbers } = await sitesOf([
      ['app!Export+0x8000', 'app!Export+0x9000', 'app!main+0x20'],
      ['app!Export+0x8000', 'app!Export+0xa000', 'app!main+0x20'],
    ]);
    assert.deepEqual(groupsOf(numbers), [0, 1]);
  });

  it('names a place of plumbing alone by the frame that says what for', async () => {
    const { numbers, sites } = await sitesOf([
      ['ntdll!NtCreateEvent+0x14', 'ntdll!RtlInitializeHeap+0x8', ...START],
    ]);
    assert.equal(sites.facts(numbers[0]!)?.label, 'ntdll!RtlInitializeHeap+0x8');
  });

  it('keeps the key of a place when modules move', async () => {
    const stack = [...OPEN, 'app!Make+0x10', 'app!main+0x20'];
    const first = await sitesOf([stack]);
    const second = await sitesOf([['app!Elsewhere+0x1'], stack]);
    assert.equal(
      first.sites.facts(first.numbers[0]!)?.key,
      second.sites.facts(second.numbers[1]!)?.key,
    );
  });
});

describe('the key of a site', () => {
  const keysOf = async (...places: readonly string[]): Promise<readonly (string | undefined)[]> => {
    const stacks = places.map((place) => [...OPEN, place, 'app!main+0x20', ...START]);
    const { numbers, sites } = await sitesOf(stacks);
    return numbers.map((number) => sites.facts(number)?.key);
  };

  it('stays the same in another build, where displacements differ', async () => {
    assert.deepEqual(await keysOf('app!Make+0x10'), await keysOf('app!Make+0x98'));
  });

  it('tells apart places in one function, in the order of the code whatever comes first in the log', async () => {
    const [first, second, third] = await keysOf('app!Make+0x10', 'app!Make+0x18', 'app!Make+0x9');
    assert.equal(new Set([first, second, third]).size, 3);
    assert.deepEqual(await keysOf('app!Make+0x9', 'app!Make+0x10', 'app!Make+0x18'), [
      third,
      first,
      second,
    ]);
    assert.deepEqual(await keysOf('app!Make+0x10'), [third]);
  });

  it('is another one for USER handles of the same place', () => {
    const frames = [{ address: address(1), module: 'app', symbol: 'Make', displacement: 1n }];
    assert.notEqual(placeKey(frames), placeKey(frames, 'USER'));
    assert.notEqual(placeKey(frames), placeKey(frames, 'kernel', 1));
  });
});
