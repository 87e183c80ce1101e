/** Structs, fields and each kind of problem of a script, through a connection to the real server. */

import assert from 'node:assert/strict';
import type { Location, WorkspaceEdit } from 'vscode-languageserver';
import { openScriptFile as open } from './openScriptFile';

describe('Structs of a script', () => {
  it('finds and renames structs and their fields, one struct at a time', async () => {
    const text = `typedef struct { HANDLE file; int size; } Job;
struct Other { HANDLE file; };
int use(Job* job) { return job->file == NULL ? job->size : 0; }
int main(void)
{
    Job job = { NULL, 1 };
    struct Other other = { NULL };
    other.file = job.file;
    return use(&job) + (int)sizeof(Job);
}
`;
    const client = await open(text);
    const places = async (words: string): Promise<readonly (readonly [number, number])[]> => {
      const found = await client.request<Location[]>('references', {
        position: client.find(words),
        context: { includeDeclaration: true },
      });
      return found
        .map(({ range }) => [range.start.line, range.start.character] as const)
        .sort(([line, at], [other, second]) => line - other || at - second);
    };
    const jobs = [
      [0, 42],
      [2, 8],
      [5, 4],
      [8, 35],
    ];
    assert.deepEqual(await places('Jo|b;'), jobs);
    assert.deepEqual(await places('sizeof(J|ob'), jobs);
    assert.deepEqual(await places('job->fi|le'), [
      [0, 24],
      [2, 32],
      [7, 21],
    ]);
    assert.deepEqual(await places('other.f|ile'), [
      [1, 22],
      [7, 10],
    ]);
    const definition = await client.request<Location>('definition', {
      position: client.find('job->s|ize'),
    });
    assert.deepEqual(definition.range.start, { line: 0, character: 34 });
    assert.match((await client.hover('job->s|ize')) ?? '', /int size.*field of a struct/s);
    const edit = await client.request<WorkspaceEdit>('rename', {
      position: client.find('Jo|b* job'),
      newName: 'Work',
    });
    const edits = Object.values(edit.changes ?? {}).flat();
    assert.deepEqual(
      edits.map(({ newText }) => newText),
      ['Work', 'Work', 'Work', 'Work'],
    );
    const rename = (words: string, newName: string): Promise<unknown> =>
      client.request('rename', { position: client.find(words), newName });
    await rename('job->fi|le', 'use');
    await assert.rejects(rename('job->fi|le', 'size'), /is declared in this script already/);
    await assert.rejects(rename('Jo|b;', 'Other'), /is declared in this script already/);
    await assert.rejects(rename('Jo|b;', 'HANDLE'), /name of Windows/);
  });

  it('finds the uses of a name in constants, sizes, and calls with too many arguments', async () => {
    const text = `#define LIMIT 2
#define TWICE (LIMIT * 2)
struct Job { int parts[LIMIT]; };
int sizes[LIMIT] = { LIMIT };
int main(void)
{
    OVERLAPPED over;
    ZeroMemory(&over, sizeof(over));
    int room[sizeof(over)];
    Sleep(LIMIT, over);
    nothing(over);
    return TWICE;
}
`;
    const client = await open(text);
    const lines = async (words: string): Promise<readonly number[]> => {
      const found = await client.request<Location[]>('references', {
        position: client.find(words),
        context: { includeDeclaration: true },
      });
      return found.map(({ range }) => range.start.line).sort((left, right) => left - right);
    };
    assert.deepEqual(await lines('LI|MIT 2'), [0, 1, 2, 3, 3, 9]);
    assert.deepEqual(await lines('ov|er;'), [6, 7, 7, 8, 9, 10]);
  });

  it('tells the names of one struct apart', async () => {
    const client = await open(`typedef struct _Job { int size; } Job, *PJob;
int use(PJob job) { return job->size; }
int main(void) { Job job = { 1 }; struct _Job other = { 2 }; return use(&job) + use(&other); }
`);
    const edited = async (words: string): Promise<readonly string[]> => {
      const edit = await client.request<WorkspaceEdit>('rename', {
        position: client.find(words),
        newName: 'Task',
      });
      const edits = Object.values(edit.changes ?? {}).flat();
      return edits.map(({ range: { start } }) => `${start.line}:${start.character}`).sort();
    };
    assert.deepEqual(await edited('use(P|Job'), ['0:40', '1:8']);
    assert.deepEqual(await edited('struct _J|ob other'), ['0:15', '2:41']);
    assert.deepEqual(await edited('{ Jo|b job'), ['0:34', '2:17']);
    assert.match((await client.hover('use(P|Job')) ?? '', /PJob/);
  });

  it('knows the labels of a function apart from names and from the labels of others', async () => {
    const client = await open(`int done;
int first(void) { goto done; done: return 1; }
int main(void)
{
    if (first() == 2) goto done;
    if (done == 1) goto done;
    goto other;
other:
    done = 2;
done:
    return 0;
}
`);
    const at = ({ range: { start } }: Pick<Location, 'range'>): string =>
      `${start.line}:${start.character}`;
    const places = async (words: string): Promise<readonly string[]> =>
      (
        await client.request<Location[]>('references', {
          position: client.find(words),
          context: { includeDeclaration: true },
        })
      )
        .map(at)
        .sort();
    assert.deepEqual(await places('2) goto do|ne'), ['4:27', '5:24', '9:0']);
    assert.deepEqual(await places('{ goto do|ne'), ['1:23', '1:29']);
    assert.deepEqual(await places('do|ne = 2'), ['0:4', '5:8', '8:4']);
    const position = client.find('1) goto do|ne');
    assert.equal(at(await client.request<Location>('definition', { position })), '9:0');
    assert.match((await client.hover('1) goto do|ne')) ?? '', /done:.*place that goto leads to/s);
    const rename = (newName: string): Promise<WorkspaceEdit> =>
      client.request('rename', { position, newName });
    const edits = Object.values((await rename('first')).changes ?? {}).flat();
    assert.deepEqual(edits.map(at).sort(), ['4:27', '5:24', '9:0']);
    await assert.rejects(rename('other'), /is declared in this script already/);
    const offered = await client.request<readonly { readonly label: string }[]>('completion', {
      position: client.find('goto oth|er'),
    });
    assert.deepEqual(offered.map(({ label }) => label).sort(), ['done', 'other']);
  });

  it('renames a field in all files that include its struct', async () => {
    const client = await open('typedef struct { int size; } Job;\n', {
      'app.hsim':
        '#include "orders.hsim"\nint main(void) { Job job; job.size = 2; return job.size; }\n',
    });
    const edit = await client.request<WorkspaceEdit>('rename', {
      position: client.find('si|ze'),
      newName: 'length',
    });
    assert.deepEqual(
      Object.entries(edit.changes ?? {}).map(([uri, edits]) => [uri, edits.length]),
      [
        ['file:///home/dev/orders.hsim', 1],
        ['file:///home/dev/app.hsim', 2],
      ],
    );
  });
});

describe('Each kind of problem of a script', () => {
  it('is told at its place: unknown names, numbers and kinds of arguments', async () => {
    const client = await open(`int main(void)
{
    HANDLE hEvent = CreateEventW(NULL, TRUE, FALSE);
    CreateEventt();
    SetEvent(L"go");
    CloseHandle(hEvent);
    return 0;
}
`);
    const found = await client.problems();
    assert.deepEqual(
      found.map(({ code, severity, range }) => [code, severity, range.start.line]),
      [
        ['argument-count', 1, 2],
        ['unknown-function', 1, 3],
        ['wrong-kind', 1, 4],
      ],
    );
  });

  it('is told at its place: a handle that is never used, and what is never reached', async () => {
    const client = await open(`int main(void)
{
    HANDLE unused;
    return 0;
    Sleep(1);
}
`);
    const found = await client.problems();
    assert.deepEqual(
      found.map(({ code, severity, range }) => [code, severity, range.start.line]),
      [
        ['unreachable-code', 4, 4],
        ['unused-handle', 2, 2],
      ],
    );
  });

  it('tells of a second close and of a use afterwards, with the path and the first close', async () => {
    const client = await open(`int main(void)
{
    HANDLE hEvent = CreateEventW(NULL, TRUE, FALSE, NULL);
    if (hEvent == NULL)
        return 1;
    CloseHandle(hEvent);
    SetEvent(hEvent);
    CloseHandle(hEvent);
    return 0;
}
`);
    const found = await client.problems();
    assert.deepEqual(
      found.map(({ code, range }) => [code, range.start.line]),
      [
        ['use-after-close', 6],
        ['double-close', 7],
      ],
    );
    for (const { message, relatedInformation = [] } of found) {
      assert.match(message, /"hEvent"/);
      assert.match(message, /line 6/);
      assert.ok(relatedInformation.some(({ location }) => location.range.start.line === 5));
    }
  });
});
