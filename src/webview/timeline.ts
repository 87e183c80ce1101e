/** The page of the timeline: a chart, the chosen point in words, and all of it as a table. */

import type { TimelineSeries, TimelineSource } from '../core/analysis/timeline/timeline';
import type { TimelineAnswer } from '../protocol/chartMessages';
import { filled, type PageTexts, type PointUse, type TimelinePage } from '../protocol/chartPages';
import { byId, element, notesOf, onThemeChange, tell } from './elements';
import { lookOf, TimelineChart } from './timelineChart';

/** Points that a key for larger steps passes over. */
const LARGE_STEP = 20;
/** Rows of the table at most; every so many points make one. */
const MOST_ROWS = 100;

let texts: PageTexts = {};
let answer: TimelineAnswer | null = null;
let isBySite = false;
let chosen = 0;
let chart: TimelineChart | null = null;
const hidden = new Set<string>();

const t = (text: string, ...places: readonly (string | number)[]): string =>
  filled(texts[text] ?? text, ...places);

window.addEventListener('message', ({ data }: MessageEvent<TimelinePage>) => {
  const isOther = answer?.source !== data.answer.source;
  ({ texts, answer } = data);
  if (isOther || chosen >= data.answer.points.length) {
    chosen = Math.max(0, data.answer.points.length - 1);
    isBySite &&= data.answer.bySite !== null;
  }
  draw(data.answer);
});
onThemeChange(() => {
  if (answer !== null) {
    draw(answer);
  }
});
new ResizeObserver(() => chart?.resize(byId('page').clientWidth)).observe(byId('page'));
tell({ action: 'ready' });

/** Draws everything anew. */
function draw(shown: TimelineAnswer): void {
  chart?.remove();
  chart = null;
  const page = byId('page');
  const title = element('h1', {}, t('Open handles over time: {0}', shown.process));
  if (shown.missing !== null) {
    page.replaceChildren(title, element('p', { role: 'status' }, shown.missing));
    return;
  }
  const box = element('div', { class: 'chart' });
  const slider = element(
    'div',
    {
      id: 'chart',
      role: 'slider',
      tabindex: 0,
      'aria-label': t('Moment'),
      'aria-orientation': 'horizontal',
      'aria-valuemin': 0,
      'aria-valuemax': shown.points.length - 1,
      'aria-describedby': 'keys',
      onkeydown: (event) => onKey(event as KeyboardEvent, shown),
    },
    box,
  );
  page.replaceChildren(
    title,
    controls(shown),
    slider,
    element('p', { id: 'keys', class: 'note' }, keysText(shown)),
    element('div', { id: 'moment' }),
    legend(shown),
    tableOf(shown),
    ...notesOf(t('What the log does not show'), shown.notes),
  );
  chart = new TimelineChart(
    box,
    {
      total: shown.total,
      series: seriesOf(shown),
      isShown: (place) => !hidden.has(nameOf(seriesOf(shown)[place])),
      labelAt: (point) => pointLabel(shown, point),
      totalLabel: t('all handles'),
    },
    (point) => {
      choose(shown, point);
      use(shown, usesOf(shown)[0]);
    },
  );
  choose(shown, chosen);
}

function seriesOf({ byType, bySite }: TimelineAnswer): readonly TimelineSeries[] {
  return isBySite && bySite !== null ? bySite : byType;
}

function nameOf(series: TimelineSeries | undefined): string {
  return `${series?.key ?? ''} ${series?.label ?? ''}`;
}

/** What a point is made of, and by what lines are told apart. */
function controls(shown: TimelineAnswer): HTMLElement {
  const sources = element(
    'select',
    {
      'aria-label': t('Time is counted in'),
      onchange: ({ target }) => {
        const source = shown.sources.find((each) => each === (target as HTMLSelectElement).value);
        if (source !== undefined) {
          tell({ action: 'source', source });
        }
      },
    },
    ...shown.sources.map((source) =>
      element('option', { value: source, selected: source === shown.source }, t(source)),
    ),
  );
  const by = (site: boolean, label: string): HTMLElement =>
    element(
      'label',
      {},
      element('input', {
        type: 'radio',
        name: 'by',
        checked: isBySite === site,
        disabled: site && shown.bySite === null,
        onchange: () => {
          isBySite = site;
          draw(shown);
          document.querySelector<HTMLElement>('input[name=by]:checked')?.focus();
        },
      }),
      ` ${label}`,
    );
  return element(
    'div',
    { class: 'controls' },
    sources,
    element(
      'fieldset',
      {},
      element('legend', {}, t('Lines')),
      by(false, t('By type')),
      by(true, t('By place')),
    ),
  );
}

function isOfSnapshots(source: TimelineSource | null): boolean {
  return source === 'snapshots' || source === 'userSnapshots';
}

function pointLabel({ source, points }: TimelineAnswer, point: number): string {
  const label = points[point]?.label ?? '';
  return isOfSnapshots(source) && label === '' ? t('now') : label;
}

/** The chosen point in words. */
function momentText(shown: TimelineAnswer): string {
  const label = pointLabel(shown, chosen);
  const where =
    shown.source === 'moments'
      ? t('Moment {0}', label)
      : isOfSnapshots(shown.source)
        ? label
        : t('After record {0}', label);
  const parts = seriesOf(shown)
    .filter(({ counts }) => (counts[chosen] ?? 0) > 0)
    .map(({ label: name, counts }) => `${name} ${counts[chosen] ?? 0}`);
  return t('{0}: {1} open handles: {2}', where, shown.total[chosen] ?? 0, parts.join(', '));
}

function choose(shown: TimelineAnswer, point: number): void {
  chosen = Math.max(0, Math.min(shown.points.length - 1, point));
  chart?.choose(chosen);
  const text = momentText(shown);
  const slider = byId('chart');
  slider.setAttribute('aria-valuenow', String(chosen));
  slider.setAttribute('aria-valuetext', text);
  byId('moment').replaceChildren(
    element('p', {}, text),
    element(
      'div',
      { class: 'actions' },
      ...usesOf(shown).map((each) =>
        element('button', { onclick: () => use(shown, each) }, t(each)),
      ),
    ),
  );
}

/** What can be done with the chosen point, the usual thing first. */
function usesOf({ source, points }: TimelineAnswer): readonly PointUse[] {
  switch (source) {
    case 'records':
    case 'userRecords':
      return ['then', 'since'];
    case 'moments':
      return ['look'];
    case 'snapshots':
    case 'userSnapshots':
      return points[chosen]?.label === '' ? [] : ['compare'];
    default:
      return [];
  }
}

function use(shown: TimelineAnswer, wanted: PointUse | undefined): void {
  if (wanted !== undefined && usesOf(shown).includes(wanted)) {
    tell({ action: 'point', point: chosen, use: wanted });
  }
}

function keysText(shown: TimelineAnswer): string {
  const uses = usesOf(shown);
  return [
    t('Arrow keys, Page Up, Page Down, Home and End move through time.'),
    uses[0] === undefined ? '' : t('Enter or a click: {0}.', t(uses[0])),
    uses[1] === undefined ? '' : t('Shift+Enter: {0}.', t(uses[1])),
  ]
    .filter((text) => text !== '')
    .join(' ');
}

function onKey(event: KeyboardEvent, shown: TimelineAnswer): void {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowDown: -1,
    ArrowRight: 1,
    ArrowUp: 1,
    PageUp: LARGE_STEP,
    PageDown: -LARGE_STEP,
    Home: -Infinity,
    End: Infinity,
  };
  const step = steps[event.key];
  if (event.key === 'Enter') {
    use(shown, usesOf(shown)[event.shiftKey ? 1 : 0]);
  } else if (step !== undefined) {
    choose(shown, chosen + step);
  } else {
    return;
  }
  event.preventDefault();
}

/** Each line with its look and a box that shows or hides it. */
function legend(shown: TimelineAnswer): HTMLElement {
  const row = (place: number, label: string, box: Node | null): HTMLElement => {
    const { colour, dash } = lookOf(place);
    const line = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    line.setAttribute('viewBox', '0 0 40 10');
    line.setAttribute('aria-hidden', 'true');
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.setAttribute('d', 'M0 5H40');
    path.setAttribute('stroke', colour);
    path.setAttribute('stroke-width', '2');
    path.setAttribute('stroke-dasharray', dash.join(' '));
    line.append(path);
    return element('li', {}, element('label', {}, ...(box === null ? [] : [box]), line, label));
  };
  return element(
    'ul',
    { class: 'legend', 'aria-label': t('Lines') },
    row(-1, t('all handles'), null),
    ...seriesOf(shown).map((series, place) =>
      row(
        place,
        series.label,
        element('input', {
          type: 'checkbox',
          checked: !hidden.has(nameOf(series)),
          onchange: ({ target }) => {
            if ((target as HTMLInputElement).checked) {
              hidden.delete(nameOf(series));
            } else {
              hidden.add(nameOf(series));
            }
            draw(shown);
          },
        }),
      ),
    ),
  );
}

/** The same numbers as a table; of many points every so many, and the last. */
function tableOf(shown: TimelineAnswer): HTMLElement {
  const { points, total } = shown;
  const series = seriesOf(shown);
  const step = Math.max(1, Math.ceil(points.length / MOST_ROWS));
  const rows = points
    .map((_, at) => at)
    .filter((at) => at % step === 0 || at === points.length - 1);
  const heading = (text: string): HTMLElement => element('th', { scope: 'col' }, text);
  return element(
    'details',
    {},
    element('summary', {}, t('As a table')),
    element(
      'div',
      { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': t('As a table') },
      element(
        'table',
        {},
        element(
          'thead',
          {},
          element(
            'tr',
            {},
            heading(t(shown.source ?? '')),
            heading(t('all handles')),
            ...series.map(({ label }) => heading(label)),
          ),
        ),
        element(
          'tbody',
          {},
          ...rows.map((at) =>
            element(
              'tr',
              {},
              element('th', { scope: 'row' }, pointLabel(shown, at)),
              element('td', {}, String(total[at] ?? 0)),
              ...series.map(({ counts }) => element('td', {}, String(counts[at] ?? 0))),
            ),
          ),
        ),
      ),
    ),
  );
}
