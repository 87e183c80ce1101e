import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  GROUP_WORDS,
  QUERY_FIELDS,
  SORT_WORDS,
} from '../../../src/core/analysis/query/queryFields';
import { parseQuery } from '../../../src/core/analysis/query/queryParser';

describe('the page about queries', () => {
  const page = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'queries.md'), 'utf8');
  /** Rows of the table of fields: name, meaning, examples. */
  const rows = page
    .split('\n')
    .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|')))
    .filter((cells) => cells.length === 5);

  for (const field of QUERY_FIELDS) {
    it(`shows the field ${field.name} with its examples and its words`, () => {
      const row = rows.find(([, name]) => name?.startsWith(`\`${field.name}\``));
      assert.ok(row !== undefined);
      for (const example of field.examples) {
        assert.ok(row[3]?.includes(`\`${example}\``), example);
      }
      for (const word of field.choices) {
        assert.ok(row[2]?.includes(`\`${word}\``), word);
      }
    });
  }

  it('has only examples that can be read', () => {
    const examples = rows.flatMap((cells) => [...(cells[3] ?? '').matchAll(/`([^`]+)`/g)]);
    assert.ok(examples.length > 20);
    for (const [, example = ''] of examples) {
      assert.ok(parseQuery(example).ok, example);
    }
  });

  it('names every way to group and to sort', () => {
    for (const word of GROUP_WORDS) {
      assert.ok(page.includes(`\`group:${word}\``), word);
    }
    for (const word of SORT_WORDS) {
      assert.ok(page.includes(`\`sort:${word}\``), word);
    }
  });
});
