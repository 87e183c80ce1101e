/** Run-time guards of the views' requests: from whatever a client sent to checked arguments. */

import type { Result } from '../core/util/result';
import { MAXIMUM_PAGE } from './dapExtensions';
import { parseHandleText } from './dapGuards';
import { readFields, type Fields } from './fields';
import {
  CLOSE_HANDLES_REQUEST,
  EXPORT_REQUEST,
  VIEW_GROUPS_REQUEST,
  VIEW_LOCATE_REQUEST,
  VIEW_ROWS_REQUEST,
  VIEW_SUSPICIOUS_REQUEST,
  type CloseHandlesArguments,
  type ExportArguments,
  type ExportFormat,
  type ViewArguments,
  type ViewGrouping,
  type ViewLocateArguments,
  type ViewRowsArguments,
  type ViewSort,
  type ViewSuspiciousArguments,
} from './viewMessages';

/** Ways to group rows. */
export const VIEW_GROUPINGS: readonly ViewGrouping[] = [
  'type',
  'opener',
  'name',
  'process',
  'thread',
  'none',
];
/** Ways to sort rows. */
export const VIEW_SORTS: readonly ViewSort[] = ['value', 'name', 'type', 'handleCount', 'newest'];
/** Formats of an export. */
export const EXPORT_FORMATS: readonly ExportFormat[] = ['text', 'csv', 'json', 'markdown', 'html'];

const LARGEST_ID = 0xffff_ffff;
/** Most handles one message names. */
const MAXIMUM_HANDLES = 100_000;

/** Checks the arguments of `handleLens/viewGroups`: by type, by value and without filter when absent. */
export function parseViewArguments(value: unknown): Result<ViewArguments> {
  return readFields(VIEW_GROUPS_REQUEST, value, view);
}

/** Checks the arguments of `handleLens/viewRows`. */
export function parseViewRowsArguments(value: unknown): Result<ViewRowsArguments> {
  return readFields(VIEW_ROWS_REQUEST, value, (fields) => ({
    ...view(fields),
    ...page(fields),
    group: fields.text('group'),
  }));
}

/** Checks the arguments of `handleLens/viewLocate`. */
export function parseViewLocateArguments(value: unknown): Result<ViewLocateArguments> {
  return readFields(VIEW_LOCATE_REQUEST, value, (fields) => {
    const handle = parseHandleText(fields.get('handle'));
    if (handle === undefined) {
      throw fields.wrong('"handle" must be a handle value such as "0x3c".');
    }
    return { ...view(fields), handle };
  });
}

/** Checks the arguments of `handleLens/viewSuspicious`: forwards from the start when nothing else is said. */
export function parseViewSuspiciousArguments(value: unknown): Result<ViewSuspiciousArguments> {
  return readFields(VIEW_SUSPICIOUS_REQUEST, value, (fields) => {
    const direction = fields.optionalWord('direction', ['next', 'previous']) ?? 'next';
    const handle = parseHandleText(fields.get('handle'));
    return { ...view(fields), direction, ...(handle === undefined ? {} : { handle }) };
  });
}

/** Checks the arguments of `handleLens/export`; the format must be named. */
export function parseExportArguments(value: unknown): Result<ExportArguments> {
  return readFields(EXPORT_REQUEST, value, (fields) => {
    const format = fields.optionalWord('format', EXPORT_FORMATS);
    if (format === undefined) {
      throw fields.wrong(`"format" is missing: ${EXPORT_FORMATS.join(', ')}.`);
    }
    const handles = fields.has('handles') ? { handles: handleList(fields) } : {};
    return { ...view(fields), ...page(fields), format, ...handles };
  });
}

/** Checks the arguments of `handleLens/closeHandles`. */
export function parseCloseHandlesArguments(value: unknown): Result<CloseHandlesArguments> {
  return readFields(CLOSE_HANDLES_REQUEST, value, (fields) => {
    const handles = handleList(fields);
    if (handles.length === 0) {
      throw fields.wrong('"handles" must name at least one handle.');
    }
    return { handles, ...process(fields) };
  });
}

function view(fields: Fields): ViewArguments {
  return {
    grouping: fields.optionalWord('grouping', VIEW_GROUPINGS) ?? 'type',
    sort: fields.optionalWord('sort', VIEW_SORTS) ?? 'value',
    filter: fields.optionalText('filter') ?? '',
    ...process(fields),
  };
}

function page(fields: Fields): { readonly start: number; readonly count: number } {
  const count = fields.optionalNumber('count') ?? MAXIMUM_PAGE;
  return { start: fields.optionalNumber('start') ?? 0, count: Math.min(count, MAXIMUM_PAGE) };
}

function process(fields: Fields): { readonly processId?: number } {
  const processId = fields.optionalNumber('processId', { maximum: LARGEST_ID });
  return processId === undefined ? {} : { processId };
}

function handleList(fields: Fields): readonly bigint[] {
  const values = fields.list('handles');
  if (values.length > MAXIMUM_HANDLES) {
    throw fields.wrong(`"handles" may name at most ${MAXIMUM_HANDLES} handles.`);
  }
  return values.map((value) => {
    const handle = parseHandleText(value);
    if (handle === undefined) {
      throw fields.wrong('"handles" must hold handle values such as "0x3c".');
    }
    return handle;
  });
}
