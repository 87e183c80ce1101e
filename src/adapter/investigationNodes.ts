/** What the answers of `!compare`, `!snapshot`, `!life` and `!why` expand into. */

import type { DebugProtocol } from '@vscode/debugprotocol';
import type { CountChange } from '../core/analysis/compare/countChanges';
import type { PartComparison } from '../core/analysis/compare/comparison';
import type { SnapshotPart } from '../core/analysis/compare/namedSnapshot';
import type { LifeRecord } from '../core/analysis/life/handleLife';
import type { BadReferenceStory } from '../core/analysis/life/whyBad';
import { FAMILY_WORDS } from '../core/analysis/traces/familyWords';
import type { ComparisonResult } from '../core/commands/compare/compareResults';
import type { LifeResult } from '../core/commands/life/lifeResults';
import { escapeText } from '../core/render/escapeText';
import { formatFrame } from '../core/render/formatFrame';
import type { Investigation } from '../core/render/investigationLine';
import { hex, hex0x } from '../core/util/hex';
import type { Examination } from './examination';
import { stackFrames } from './traceNodes';
import { variable } from './variableNodes';
import { listChildren, namedChildren, type Container } from './variableStore';

/** The children of such an answer; null when one line says it all. */
export function investigationChildren(
  examination: Examination,
  result: Investigation,
): Container | null {
  switch (result.kind) {
    case 'snapshots':
      return list(result.snapshots, (snapshot) =>
        variable(
          examination.variables,
          snapshot.name,
          [
            ...(snapshot.unlisted === null ? [`${snapshot.table.columns.count} handles`] : []),
            ...(snapshot.user === null
              ? []
              : [`${snapshot.user.table.columns.count} USER handles`]),
            escapeText(snapshot.origin.image),
          ].join(', '),
        ),
      );
    case 'comparison':
      return comparisonChildren(examination, result);
    case 'life':
      return lifeChildren(examination, result);
    case 'why':
      return list(result.stories, (story) => storyNode(examination, story));
  }
}

/** A paged list; null for an empty one. */
function list<T>(
  items: { readonly length: number; slice(start: number, end: number): Iterable<T> },
  nodeOf: (item: T) => DebugProtocol.Variable,
): Container | null {
  return items.length === 0
    ? null
    : listChildren(items.length, ({ start, length }) =>
        Promise.resolve(Array.from(items.slice(start, start + length), nodeOf)),
      );
}

function comparisonChildren(examination: Examination, { comparison }: ComparisonResult): Container {
  const { user } = comparison;
  const kernel = partNodes(examination, comparison);
  if (user === null) {
    return namedChildren(() => Promise.resolve(kernel));
  }
  const { added, removed } = user;
  const own = variable(
    examination.variables,
    'USER handles',
    `${added.length} created, ${removed.length} destroyed`,
    {
      container: namedChildren(() => Promise.resolve(partNodes(examination, user))),
    },
  );
  return namedChildren(() => Promise.resolve([...kernel, own]));
}

function partNodes(examination: Examination, part: PartComparison): DebugProtocol.Variable[] {
  const { variables } = examination;
  const { before, after, types, sites } = part;
  const isUser = after.family === 'USER';
  const handles = (side: SnapshotPart, rows: Uint32Array): Container | null =>
    list(rows, (row) => handleNode(examination, side, row));
  const counts = (changes: readonly CountChange[]): Container | null =>
    list(changes, ({ label, before: from, after: to, change }) =>
      variable(
        variables,
        escapeText(label),
        `${from} to ${to} (${change > 0 ? '+' : ''}${change})`,
      ),
    );
  const parts: readonly (readonly [string, number, Container | null])[] = [
    ['Types', types.length, counts(types)],
    [isUser ? 'Created at' : 'Opened at', sites?.length ?? 0, counts(sites ?? [])],
    [isUser ? 'Created' : 'Opened', part.added.length, handles(after, part.added)],
    [isUser ? 'Destroyed' : 'Closed', part.removed.length, handles(before, part.removed)],
    [
      'Replaced',
      part.replaced.length,
      list(part.replaced, (pair) => handleNode(examination, after, pair.after)),
    ],
    [
      'Changed',
      part.changed.length,
      list(part.changed, (pair) => handleNode(examination, after, pair.after)),
    ],
  ];
  return parts.map(([name, count, container]) =>
    variable(variables, name, String(count), { container }),
  );
}

function handleNode(
  examination: Examination,
  { table, sites, family }: SnapshotPart,
  row: number,
): DebugProtocol.Variable {
  const value = hex0x(table.columns.value(row));
  const name = table.names?.name(row) ?? null;
  const site = sites?.list[sites.of[row] ?? 0];
  const parts = [
    table.columns.typeName(row) ?? 'type not recorded',
    ...(name === null ? [] : [name]),
    ...(site === undefined || site.key === ''
      ? []
      : [`${FAMILY_WORDS[family].opened} at ${site.label}`]),
  ];
  return variable(examination.variables, value, escapeText(parts.join(', ')), {
    type: 'handle',
    evaluateName: `!life ${family === 'USER' ? '-u ' : ''}${value}`,
  });
}

function lifeChildren(examination: Examination, { life }: LifeResult): Container | null {
  const { variables } = examination;
  const words = FAMILY_WORDS[life.family];
  return list(life.generations, (generation) => {
    const { object, open, close, badReferences, isOpen } = generation;
    const name = object?.name ?? null;
    const what =
      object === null
        ? 'type not recorded'
        : [object.type, ...(name === null ? [] : [name])].join(' ');
    const records = [open, ...badReferences, close].filter((record) => record !== null);
    return variable(variables, isOpen ? words.open : words.closed, escapeText(what), {
      container: list(records, (record) => recordNode(examination, record)),
    });
  });
}

function recordNode(examination: Examination, record: LifeRecord): DebugProtocol.Variable {
  const { trace, place } = record;
  const where = place === null ? 'no stack recorded' : formatFrame(place);
  return variable(
    examination.variables,
    trace.operation.toUpperCase(),
    `${where}, thread ${hex(trace.threadId)}, process ${hex(trace.processId)}`,
    { type: 'handle trace record', container: stackFrames(examination, trace.stack) },
  );
}

function storyNode(examination: Examination, story: BadReferenceStory): DebugProtocol.Variable {
  const { reference, record, opened, closed, reopened } = story;
  const records = [record, closed, opened, reopened].filter((each) => each !== null);
  return variable(
    examination.variables,
    `${hex0x(record.trace.handle)} ${reference.title}`,
    escapeText(reference.text),
    { container: list(records, (each) => recordNode(examination, each)) },
  );
}
