import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ParseAgain } from '../../../src/core/script/language/parseAgain';
import { loadParser, parseScript } from '../../../src/core/script/language/parser';
import type { ScriptSyntax } from '../../../src/core/script/language/syntax';

const TEXT = `machine {
    pid 4;
}
typedef struct {
    HANDLE file;
}
Job;
#define LIMIT 5
int first(Job* job)
{
    Job own;
    return job->file == NULL ? LIMIT : 0; // a comment with }
}

int second(void) {
    printf("}\\n{");
    return first(NULL);
}
struct Other { int a; };
int main(void) { struct Other o; return second(); }
`;

/** The tree as data: what its names are linked with belongs to the piece of text that was parsed. */
function treeOf({ items, problems }: ScriptSyntax): unknown {
  return JSON.parse(JSON.stringify({ items, problems }));
}

describe('Parsing a text again', () => {
  before(loadParser);

  it('answers what parsing it anew answers, after whatever change', () => {
    const parser = new ParseAgain();
    const pieces = ['', '}', '{', ';', '\n', 'int x;', '"', '/*', 'Job', 'return 1;', '\n}\n'];
    fc.assert(
      fc.property(
        fc.nat(TEXT.length),
        fc.nat(12),
        fc.constantFrom(...pieces),
        (at, length, piece) => {
          const text = TEXT.slice(0, at) + piece + TEXT.slice(at + length);
          const again = parser.parse(text);
          const anew = parseScript(text);
          if (anew.problems.length === 0) {
            assert.deepEqual(treeOf(again), treeOf(anew));
          } else {
            // Behind a mistake, a text in pieces recovers sooner or elsewhere; it is a mistake either way.
            assert.ok(again.problems.length > 0);
          }
        },
      ),
      { numRuns: 300, examples: [[22, 0, '/*']] },
    );
  });

  it('keeps the trees of functions that did not change', () => {
    const parser = new ParseAgain();
    const before = parser.parse(TEXT).items;
    const after = parser.parse(TEXT.replace('return second()', 'return 3')).items;
    assert.equal(after[0], before[0]);
    assert.notEqual(after.at(-1), before.at(-1));
  });

  it('moves trees whose text moved', () => {
    const parser = new ParseAgain();
    parser.parse(TEXT);
    const text = `int zero(void)\n{\n}\n${TEXT}`;
    assert.deepEqual(treeOf(parser.parse(text)), treeOf(parseScript(text)));
  });
});
