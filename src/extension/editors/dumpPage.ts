/** The dump editor's page as HTML: a pure function of the report. */

import type { TargetPart } from '../../core/target/target';
import { hex0x } from '../../core/util/hex';
import type { Problem } from '../../core/util/problem';
import { PAGE_SCRIPT, PAGE_STYLE } from './dumpPageAssets';
import type { DumpContents, DumpReport, MissingPart, TypeCount } from './dumpReport';
import { escapeHtml, grouped, sizeInWords, webviewDocument, type Translate } from './html';

/** Types that get a bar; the rest is one row. */
const MAXIMUM_BARS = 40;

/** What the page shows. */
export interface DumpPage {
  /** File name. */
  readonly name: string;
  readonly report: DumpReport;
  /** Counts by type; `pending` while they are being counted, null when there are none. */
  readonly types: readonly TypeCount[] | 'pending' | null;
  readonly hasHexEditor: boolean;
  /** Fresh for every page; style and script carry it. */
  readonly nonce: string;
  readonly translate: Translate;
}

/** All command lines with a copy button, in the order of their buttons. */
export function pageCommands(report: DumpReport): readonly string[] {
  return report.kind === 'refused'
    ? report.commands
    : report.missing.flatMap(({ commands }) => commands);
}

/** The whole document. Every piece of data is escaped; nothing is loaded. */
export function renderDumpPage(page: DumpPage): string {
  const { name, report, nonce } = page;
  return webviewDocument({
    title: name,
    style: PAGE_STYLE,
    body: `<main>
<h1>${escapeHtml(name)}</h1>
${notices(page)}
${report.kind === 'refused' ? refusedPage(page, report) : contentsPage(page, report)}
</main>`,
    script: `>${PAGE_SCRIPT}`,
    scriptSource: '',
    nonce,
  });
}

/** The page while a file is being read. */
export function renderWaitingPage(text: string): string {
  const policy = "default-src 'none'";
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}"></head>
<body><p role="status">${escapeHtml(text)}</p></body></html>`;
}

type Report<K extends DumpReport['kind']> = Extract<DumpReport, { kind: K }>;

function refusedPage(page: DumpPage, { problem, size, commands }: Report<'refused'>): string {
  const { translate } = page;
  const actions = [
    button(translate('Choose Another File…'), 'openDump', { primary: true }),
    button(translate('Open Sample…'), 'openSample'),
    ...hexButton(page),
    button(translate('Read Again'), 'reload'),
  ];
  return `${size === null ? '' : paragraph(sizeInWords(size, translate), 'lead')}
${problemRow(problem, 'error')}
${commandRows(commands, 0, translate)}
${actionRow(actions, translate)}`;
}

function contentsPage(page: DumpPage, report: DumpContents): string {
  const { translate } = page;
  const hasHandles = report.handleCount !== null;
  const actions = [
    button(translate('Inspect Handles'), 'inspect', { primary: true }),
    ...(hasHandles ? [] : [button(translate('Open Sample Instead…'), 'openSample')]),
    ...hexButton(page),
  ];
  return `${paragraph(report.description, 'lead')}
${actionRow(actions, translate)}
${facts(report, translate)}
${handleTypes(page, report)}
${missingParts(report.missing, translate)}
${refusedParts(report.refused, translate)}
${streams(report.streams, translate)}
${modules(report, translate)}`;
}

function notices({ translate }: DumpPage): string {
  const changed = translate('The file has changed since it was read.');
  const gone = translate(
    'The file is gone: it was deleted, renamed or moved. This is what was read before.',
  );
  return `<div role="status">
<div class="row warning" data-notice="changed" hidden>${paragraph(changed)}${button(translate('Read Again'), 'reload')}</div>
<div class="row error" data-notice="gone" hidden>${paragraph(gone)}${button(translate('Choose Another File…'), 'openDump')}</div>
</div>`;
}

function facts(report: DumpContents, translate: Translate): string {
  const { handleCount, exception, windows } = report;
  const absent = (stream: string): string =>
    report.streams.some(({ name }) => name === stream)
      ? translate('cannot be read')
      : translate('not recorded');
  const rows: (readonly [string, string])[] = [
    [translate('Process'), processInWords(report)],
    [translate('Windows'), windows ?? absent('SystemInfo')],
    [translate('Processor'), report.architecture],
    [translate('Handles'), handleCount === null ? absent('HandleData') : grouped(handleCount)],
    [
      translate('Handle traces'),
      report.hasTraces ? translate('recorded') : absent('HandleOperationList'),
    ],
    [translate('Threads'), grouped(report.threadCount)],
    [translate('Modules'), grouped(report.moduleCount)],
    [
      translate('Exception'),
      exception === null
        ? translate('none')
        : translate('{0} in thread {1}', statusCode(exception.code), hex0x(exception.threadId)),
    ],
    [translate('File size'), sizeInWords(report.size, translate)],
  ];
  const items = rows.map(
    ([label, value]) => `<dt>${escapeHtml(label)}</dt><dd>${escapeHtml(value)}</dd>`,
  );
  return section('facts', translate('What It Is'), `<dl>${items.join('\n')}</dl>`);
}

/** A dump without MiscInfo does not say its process id. */
function processInWords({ image, processId }: DumpContents): string {
  return processId === 0 ? image : `${image} (${hex0x(processId)} = ${processId})`;
}

function statusCode(code: number): string {
  return `0x${(code >>> 0).toString(16).toUpperCase().padStart(8, '0')}`;
}

/** The bars stand in the table that also holds their numbers, so no other text alternative is needed. */
function handleTypes({ types, translate }: DumpPage, { handleCount }: DumpContents): string {
  if (handleCount === null) {
    return '';
  }
  const title = translate('Handles by Type');
  if (types === 'pending') {
    return section('types', title, paragraph(translate('Counting…'), 'note'));
  }
  if (types === null) {
    return section(
      'types',
      title,
      paragraph(
        translate('The handles could not be counted; what was refused below says why.'),
        'note',
      ),
    );
  }
  if (types.length === 0) {
    return section('types', title, paragraph(translate('The process had no open handle.'), 'note'));
  }
  const shown = types.slice(0, MAXIMUM_BARS);
  const rest = types.slice(MAXIMUM_BARS);
  const restCount = rest.reduce((sum, { count }) => sum + count, 0);
  const all =
    rest.length === 0
      ? shown
      : [...shown, { type: translate('{0} more types', rest.length), count: restCount }];
  const most = Math.max(...all.map(({ count }) => count));
  const rows = all.map(({ type, count }) => typeRow(type, count, most));
  const head = `<thead><tr><th scope="col">${escapeHtml(translate('Type'))}</th><th scope="col" class="number">${escapeHtml(translate('Handles'))}</th><td></td></tr></thead>`;
  return section(
    'types',
    title,
    `<table class="types" aria-labelledby="types">${head}<tbody>${rows.join('\n')}</tbody></table>`,
  );
}

function typeRow(type: string, count: number, most: number): string {
  const width = Math.max(0.5, (100 * count) / most).toFixed(1);
  const bar = `<svg aria-hidden="true" focusable="false"><rect width="${width}%" height="100%"/></svg>`;
  return `<tr><th scope="row">${escapeHtml(type)}</th><td class="number">${grouped(count)}</td><td>${bar}</td></tr>`;
}

function missingParts(missing: readonly MissingPart[], translate: Translate): string {
  if (missing.length === 0) {
    return '';
  }
  let before = 0;
  const rows = missing.map(({ problem, commands }) => {
    const text = `${problemRow(problem, 'warning')}${commandRows(commands, before, translate)}`;
    before += commands.length;
    return text;
  });
  return section('missing', translate('What Is Missing'), rows.join('\n'));
}

function refusedParts(refused: readonly Problem[], translate: Translate): string {
  if (refused.length === 0) {
    return '';
  }
  const rows = refused.map((problem) => problemRow(problem, 'error'));
  return section('refused', translate('What Was Refused'), rows.join('\n'));
}

function streams(parts: readonly TargetPart[], translate: Translate): string {
  const columns = [translate('Stream'), translate('Size'), translate('What it gives')];
  const head = columns.map(
    (label, index) =>
      `<th scope="col"${index === 1 ? ' class="number"' : ''}>${escapeHtml(label)}</th>`,
  );
  const rows = parts.map(({ name, size, note }) => {
    const bytes = size === null ? '' : grouped(size);
    return `<tr><th scope="row">${escapeHtml(name)}</th><td class="number">${bytes}</td><td>${escapeHtml(note)}</td></tr>`;
  });
  const table = `<table class="lines" aria-labelledby="streams"><thead><tr>${head.join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
  return section('streams', translate('Streams'), table);
}

function modules({ modules: paths, moduleCount }: DumpContents, translate: Translate): string {
  if (paths.length === 0) {
    return '';
  }
  const items = paths.map((path) => `<li>${escapeHtml(path)}</li>`);
  const more = moduleCount - paths.length;
  const rest = more > 0 ? paragraph(translate('… and {0} more', grouped(more)), 'note') : '';
  const title = translate('Modules ({0})', grouped(moduleCount));
  return `<details><summary>${escapeHtml(title)}</summary><ul>${items.join('\n')}</ul>${rest}</details>`;
}

function problemRow({ message, where, hint }: Problem, level: 'warning' | 'error'): string {
  const place = where === undefined ? '' : ` <code>${escapeHtml(where)}</code>`;
  const next = hint === undefined ? '' : paragraph(hint, 'note');
  return `<div class="row ${level}"><p>${escapeHtml(message)}${place}</p>${next}</div>`;
}

function commandRows(
  commands: readonly string[],
  firstIndex: number,
  translate: Translate,
): string {
  return commands
    .map((line, index) => {
      const label = translate('Copy Command {0}', line);
      const copy = button(translate('Copy Command'), 'copy', { index: firstIndex + index, label });
      return `<div class="command"><code>${escapeHtml(line)}</code>${copy}</div>`;
    })
    .join('\n');
}

function hexButton({ hasHexEditor, translate }: DumpPage): readonly string[] {
  return hasHexEditor ? [button(translate('Open in Hex Editor'), 'openHex')] : [];
}

function actionRow(buttons: readonly string[], translate: Translate): string {
  const label = escapeHtml(translate('Actions'));
  return `<div class="actions" role="group" aria-label="${label}">${buttons.join('')}</div>`;
}

interface ButtonOptions {
  readonly primary?: boolean;
  readonly index?: number;
  /** For screen readers, where the text alone does not tell. */
  readonly label?: string;
}

function button(text: string, action: string, options: ButtonOptions = {}): string {
  const { primary = false, index, label } = options;
  const attributes = [
    'type="button"',
    `data-action="${action}"`,
    ...(primary ? ['class="primary"'] : []),
    ...(index === undefined ? [] : [`data-index="${index}"`]),
    ...(label === undefined ? [] : [`aria-label="${escapeHtml(label)}"`]),
  ];
  return `<button ${attributes.join(' ')}>${escapeHtml(text)}</button>`;
}

function section(id: string, title: string, body: string): string {
  return `<section aria-labelledby="${id}"><h2 id="${id}">${escapeHtml(title)}</h2>
${body}</section>`;
}

function paragraph(text: string, className = ''): string {
  return `<p${className === '' ? '' : ` class="${className}"`}>${escapeHtml(text)}</p>`;
}
