/** The text of `!dso` and `!dsi`: members of structures with offsets, types and values. */

import type { ServerInfoResult, StructureResult } from '../../commands/user/userResults';
import type { MemberReading, MemberValue, StructureReading } from '../../userHandles/readStructure';
import { hex, hexPadded } from '../../util/hex';
import { describeProblem } from '../../util/problem';
import { flatFields, layoutVersions, type UserLayout } from '../../windows/user/userLayouts';
import type { UserProfile } from '../../windows/user/userProfiles';
import { escapeText } from '../escapeText';
import { alignedRows } from './alignedRows';
import { countsChunk } from './countsText';

/** Most elements of an array that are shown. */
const MOST_ELEMENTS = 4;

/** A layout, or one chunk for each structure that was read. */
export function structureChunks(result: StructureResult): readonly string[] {
  const { layout, profile, member, reading } = result;
  if (reading === null) {
    return [layoutText(layout, profile, member)];
  }
  return reading.rows.map(
    ({ address, members }) =>
      `${layout.struct} at ${hexPadded(address, profile.pointerSize * 2)}\n${valueRows(only(members, member)).join('')}`,
  );
}

function only(members: readonly MemberReading[], name: string | null): readonly MemberReading[] {
  return name === null ? members : members.filter(({ field }) => field.name === name);
}

function layoutText(layout: UserLayout, profile: UserProfile, member: string | null): string {
  const fields = flatFields(layout, profile).filter(
    ({ name }) => member === null || name === member,
  );
  const size = layout.size === null ? 'size not public' : `${hex(layout.size)} bytes`;
  const part = layout.part === null ? '' : ` (${layout.part})`;
  const rows = fields.map(({ offset, name, type, note, derived }) => [
    `+${hexPadded(offset, 3)}`,
    name,
    type,
    [...(derived ? ['derived'] : []), ...(note === null ? [] : [note])].join('; '),
  ]);
  const certainty = [layout.certainty, ...(layout.detail === null ? [] : [layout.detail])].join(
    ': ',
  );
  return `${layout.struct}${part}, ${size}, ${layoutVersions(layout)} ${layout.architecture}\n${alignedRows(rows, '    ').join('')}    ${certainty} (${layout.sources.join(' ')})\n`;
}

function valueRows(members: readonly MemberReading[]): readonly string[] {
  const rows = members.flatMap((member) => rowsOf(member, '', 0));
  return alignedRows(rows, '    ');
}

/** A member as rows; those of embedded structures follow it, up to a few elements of an array. */
function rowsOf(
  { field, value }: MemberReading,
  prefix: string,
  base: number,
): readonly (readonly string[])[] {
  const name = prefix + field.name;
  const offset = `+${hexPadded(base + field.offset, 3)}`;
  if (value.kind !== 'structures') {
    return [[offset, name, valueText(value)]];
  }
  const size = field.size === null ? 0 : field.size / Math.max(1, value.rows.length);
  const shown = value.rows.slice(0, MOST_ELEMENTS);
  const rows = shown.flatMap((members, index) =>
    members.flatMap((inner) =>
      rowsOf(
        inner,
        value.rows.length === 1 ? `${name}.` : `${name}[${index}].`,
        base + field.offset + index * size,
      ),
    ),
  );
  const left = value.rows.length - shown.length;
  return left === 0 ? rows : [...rows, ['', name, `${left} more elements`]];
}

/** A value that is not a structure. */
export function valueText(value: Exclude<MemberValue, { readonly kind: 'structures' }>): string {
  switch (value.kind) {
    case 'number':
      return hex(value.value);
    case 'numbers': {
      const shown = value.values
        .slice(0, MOST_ELEMENTS)
        .map((each) => hexPadded(each, value.elementSize * 2));
      const left = value.values.length - shown.length;
      return `${shown.join(' ')}${left === 0 ? '' : ` and ${left} more`}`;
    }
    case 'bytes': {
      const shown = Array.from(value.bytes.subarray(0, 16), (byte) => hexPadded(byte, 2)).join(' ');
      return value.bytes.length > 16 ? `${shown} … ${value.bytes.length} bytes` : shown;
    }
    case 'unreadable':
      return 'not in memory';
  }
}

/** `!dsi`: SERVERINFO, then what the table holds. */
export function serverInfoChunks(result: ServerInfoResult): readonly string[] {
  const { handles, reading, problem, summary } = result;
  const { table } = handles;
  const { profile } = table;
  const digits = profile.pointerSize * 2;
  const unreadable = summary.unreadable === 0 ? '' : `, ${summary.unreadable} not in memory`;
  const highest =
    summary.highestUsed < 0 ? '' : `, highest index in use ${hexPadded(summary.highestUsed, 4)}`;
  return [
    reading === null
      ? `SERVERINFO is not shown: ${escapeText(problem === null ? '' : describeProblem(problem))}\n`
      : serverInfoText(reading, digits),
    `Table at ${hexPadded(table.aheList, digits)} (${escapeText(table.from)}), ${summary.entries} entries of ${hex(profile.entrySize)} bytes\n`,
    ...table.problems.map((each) => `${escapeText(describeProblem(each))}\n`),
    `${summary.inUse} in use, ${summary.free} free${unreadable}${highest}\n${countsChunk(profile.version, summary)}`,
  ];
}

function serverInfoText(reading: StructureReading, digits: number): string {
  const [row] = reading.rows;
  const part = reading.layout.part === null ? '' : ` (${reading.layout.part})`;
  return row === undefined
    ? ''
    : `SERVERINFO at ${hexPadded(row.address, digits)}${part}\n${valueRows(row.members).join('')}`;
}
