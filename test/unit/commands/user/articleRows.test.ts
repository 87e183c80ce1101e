/** Every row of the article on HANDLEENTRY, and of what completes it, is shown by a line that a user can type. */

import assert from 'node:assert/strict';
import { openSample } from '../../../../src/core/script/samples/catalog';
import { interpreterOf, jsonOf, textOf } from '../../../support/runCommands';
import { describeWithShared } from '../../../support/shared';
import { specFile } from '../../windows/user/specTables';

type Row = Readonly<Record<string, string | number | null>>;

/** The rows of a table of facts in JSON, and its text. */
async function table(line: string): Promise<{ rows: readonly Row[]; text: string }> {
  const sample = openSample('user-menu-leak');
  assert.ok(sample.ok);
  const interpreter = interpreterOf(sample.value);
  const json = (await jsonOf(interpreter, line)) as { rows: readonly Row[] };
  return { rows: json.rows, text: await textOf(interpreter, line) };
}

/** Every text of a row stands in one line of the table's text. */
function isPrinted(text: string, cells: readonly (string | number | null)[]): boolean {
  return text
    .split('\n')
    .some((line) => cells.every((cell) => cell === null || line.includes(String(cell))));
}

const hex2 = (value: number): string => value.toString(16).padStart(2, '0');

describeWithShared('What the article on HANDLEENTRY lists, a user can list', (shared) => {
  const types = specFile(shared, 'types');
  const layouts = specFile(shared, 'layouts');
  const flags = specFile(shared, 'flags');

  it('each row of its table of types, by !dhe -t', async () => {
    const { rows, text } = await table('!dhe -t');
    assert.equal(types.seedTypeRows.length, 37);
    for (const { order, typeText, object, name, versions, remarks } of types.seedTypeRows) {
      const row = rows[order - 1];
      const cells = [typeText, object === 'none' ? null : object, name, versions, remarks || null];
      assert.deepEqual(
        [row?.['type'], row?.['object'], row?.['name'], row?.['versions'], row?.['remarks']],
        cells,
      );
      assert.ok(isPrinted(text, cells), typeText);
    }
  });

  it('each type of each version with its value, by !dhe -t and the version', async () => {
    for (const { id } of types.versions) {
      const { rows, text } = await table(`!dhe -t ${id}`);
      const cells = types.matrix[id] ?? [];
      assert.ok(cells.length > 0 && cells.length === rows.length, id);
      for (const { value, symbol, struct, dheName } of cells) {
        const row = rows[value];
        assert.deepEqual([row?.['value'], row?.['structure']], [value, struct], id);
        const own = dheName ?? row?.['name'] ?? '';
        assert.equal(row?.['name'], own, id);
        assert.ok(symbol === null || row['symbol'] === symbol, `${id} ${symbol ?? ''}`);
        assert.ok(isPrinted(text, [hex2(value), own, struct, symbol]), `${id} ${own}`);
      }
    }
  });

  it('each row of its table of other names, and which of them are wrong, by !du -l', async () => {
    const { rows, text } = await table('!du -l');
    assert.equal(types.heapTagAndDuRows.length, 23);
    for (const each of types.heapTagAndDuRows) {
      const { order, value, tagHeapName, duName, userextsVersionsText, remarks } = each;
      const cells = [tagHeapName, duName, userextsVersionsText, remarks || null];
      const row = rows[order - 1];
      assert.deepEqual(
        [
          row?.['value'],
          row?.['tagHeapName'],
          row?.['duName'],
          row?.['versions'],
          row?.['remarks'],
        ],
        [value, ...cells],
      );
      assert.ok(isPrinted(text, [hex2(value), ...cells]), String(order));
    }
    for (const { userexts, value, duName, computed } of types.duCheck.rows) {
      const row = rows.find((each) => each['value'] === value && each['duName'] === duName);
      const said = String(row?.[`in${userexts}`]);
      const expected = computed === 'names no defined type' ? 'no type has this value' : computed;
      assert.ok(said.startsWith(expected), `${duName} in ${userexts}: ${said}`);
    }
  });

  it('each row of its table of flags, and the creation flags, by !dhe -f and !dsi -g', async () => {
    const { rows, text } = await table('!dhe -f');
    assert.deepEqual(
      rows.map(({ mask, symbol }) => ({ mask, symbol })),
      flags.bFlags.map(({ mask, symbol }) => ({ mask, symbol })),
    );
    for (const { mask, symbol, versions } of flags.bFlags) {
      assert.ok(isPrinted(text, [hex2(mask), symbol, versions]), hex2(mask));
    }
    const handleTypes = await table('!dsi -g');
    for (const { mask, symbol } of flags.ocf) {
      assert.ok(isPrinted(handleTypes.text, [`${hex2(mask)} ${symbol}: `]), symbol);
    }
    for (const { value, poolTag, ocfFlags, head } of types.gahti61.rows) {
      const row = handleTypes.rows[value];
      assert.deepEqual([row?.['creationFlags'], row?.['poolTag']], [ocfFlags, poolTag || null]);
      assert.ok(head === null || row?.['header'] === head, String(value));
    }
  });

  it('each row of its table of layouts, and every other layout, by !dso -l', async () => {
    const { rows, text } = await table('!dso -l');
    assert.equal(rows.length, layouts.layouts.length);
    const withTypes = new Map<string, readonly Row[]>();
    for (const { struct, versions, arch, size, fields } of layouts.layouts) {
      const [structure = ''] = struct.split(' (');
      const shown = fields.filter(({ name }) => !/^(?:pad|\()/i.test(name));
      const members = shown.map(({ name, offset }) => `${name} ${offset.toString(16)}`);
      const typed = shown.map(({ name, type, offset }) => `${type} ${name} ${offset.toString(16)}`);
      const find = (among: readonly Row[], text: readonly string[]): Row | undefined =>
        among.find(
          (each) =>
            each['structure'] === structure &&
            each['versions'] === versions &&
            each['architecture'] === arch &&
            each['members'] === text.join(', '),
        );
      const row = find(rows, members);
      assert.ok(row !== undefined, `${struct} ${versions} ${arch}: ${members.join(', ')}`);
      assert.equal(row['size'], size);
      assert.ok(isPrinted(text, [structure, versions, arch, ...members]), struct);
      const own = withTypes.get(structure) ?? (await table(`!dso -l "${structure}"`)).rows;
      withTypes.set(structure, own);
      assert.ok(find(own, typed) !== undefined, typed.join(', '));
    }
  });
});
