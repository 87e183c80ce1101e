import assert from 'node:assert/strict';
import { loadParser } from '../../../src/core/script/language/parser';
import { go, move, sessionWith } from '../../support/openScript';
import { wholeState } from '../../support/wholeState';

/** A program that opens events, named mutexes and threads in each round, and closes none of them. */
const leaking = (rounds: number, statements = ''): string => `
machine { tracing 16; }
WCHAR name[32];
DWORD WINAPI worker(LPVOID n) { return (DWORD)n; }
int main(void) {
  for (int i = 0; i < ${rounds}; i++) {
    HANDLE h = CreateEventW(NULL, TRUE, FALSE, NULL);
    wsprintfW(name, L"Local\\\\m%d", i);
    CreateMutexW(NULL, TRUE, name);
    if (i % 10 == 0) {
      CreateThread(NULL, 0, worker, (LPVOID)i, 0, NULL);
      Sleep(1);
    }
    SetEvent(h);
    ${statements}
  }
  return 0;
}`;

describe('The history of a script that never closes anything', () => {
  before(loadParser);

  it('puts back every object, table entry, name and trace record, whichever way it goes there', async () => {
    const text = leaking(150);
    const session = sessionWith(text, 500);
    await go(session);
    const { furthest } = session.timeline;
    for (const part of [0.9, 0.2, 0.95, 0.5, 0.51, 0.05, 1, 0.7]) {
      const position = Math.floor(part * furthest);
      session.timeline.seek(position);
      const straight = sessionWith(text, 10_000_000);
      straight.engine.watcher = null;
      straight.timeline.seek(position);
      assert.equal(straight.timeline.position, position);
      assert.deepEqual(wholeState(session), wholeState(straight));
    }
  }).timeout(20_000);

  it('goes another way from the middle, and forgets what came after', async () => {
    const session = sessionWith(leaking(60), 300);
    await go(session);
    const count = session.timeline.operations.count;
    await move(session, { kind: 'operation', number: 41 });
    const { threadId } = session.stoppedThread.sim;
    const place = { threadId, frame: 0 };
    const handles = session.engine.home.table.handleCount;
    session.evaluate('CloseHandle(4)', place, true);
    assert.equal(session.engine.home.table.handleCount, handles - 1);
    const closed = session.timeline.operations.at(session.timeline.operations.count - 1);
    assert.equal(closed?.operation, 'close');
    assert.equal(closed.handle, 4);
    await go(session);
    assert.equal(session.timeline.operations.count, count + 1);
    assert.equal(session.engine.home.table.entries.objectAt(1)?.type.name, undefined);
    await move(session, { kind: 'operation', number: 10 });
    assert.equal(session.engine.home.table.entries.objectAt(1)?.type.name, 'Event');
    await go(session);
    assert.equal(session.engine.home.table.entries.objectAt(1)?.type.name, undefined);
  });

  it('costs what changes, not what is open', async () => {
    const bytes = async (rounds: number): Promise<number> => {
      const session = sessionWith(leaking(rounds), 2000);
      await go(session);
      return session.timeline.bytes / session.timeline.operations.count;
    };
    const few = await bytes(300);
    const many = await bytes(3000);
    assert.ok(many < few * 1.5, `${few} bytes an operation of few, ${many} of many`);
  }).timeout(20_000);

  it('keeps within its memory when old handles are closed all the time', async () => {
    const text = `HANDLE q[500];
int main(void) {
  for (int i = 0; i < 4000; i++) {
    if (i >= 500) CloseHandle(q[i % 500]);
    q[i % 500] = CreateEventW(NULL, TRUE, FALSE, NULL);
  }
  return 0;
}`;
    const session = sessionWith(text, 50);
    await go(session);
    const { timeline } = session;
    assert.ok(timeline.bytes < 34 * 1024 * 1024, `${timeline.bytes} bytes`);
    timeline.seek(Math.floor(timeline.furthest / 3));
    const straight = sessionWith(text, 10_000_000);
    straight.engine.watcher = null;
    straight.timeline.seek(timeline.position);
    assert.deepEqual(wholeState(session), wholeState(straight));
  }).timeout(20_000);
});
