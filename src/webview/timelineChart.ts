/** The drawn part of the timeline: lines over points, the chosen point as a vertical line. */

import uPlot from 'uplot';
import plotStyle from 'uplot/dist/uPlot.min.css';
import type { TimelineSeries } from '../core/analysis/timeline/timeline';
import { faint, opaque } from './colours';
import { themeColour } from './elements';

/** Colours of the theme for series, in turn; dashes tell apart those that share one. */
const COLOURS = ['blue', 'red', 'green', 'orange', 'purple', 'yellow'] as const;
const DASHES: readonly number[][] = [[], [8, 4], [2, 3], [10, 3, 2, 3]];
/** Pixels. */
const LINE = 2;
const HEIGHT = 320;

const sheet = new CSSStyleSheet();
sheet.replaceSync(plotStyle);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

/** How a series is drawn. */
export interface SeriesLook {
  readonly colour: string;
  readonly dash: number[];
}

/** What is drawn. */
export interface ChartContent {
  readonly total: readonly number[];
  readonly series: readonly TimelineSeries[];
  /** Whether a series is shown, by its place; the total is always. */
  readonly isShown: (place: number) => boolean;
  /** The text at a point of the horizontal axis. */
  readonly labelAt: (point: number) => string;
  readonly totalLabel: string;
}

/** The look of the series at a place; place -1 is the total. */
export function lookOf(place: number): SeriesLook {
  const foreground = themeColour('--vscode-foreground', 'currentColor');
  if (place < 0) {
    return { colour: foreground, dash: [] };
  }
  const name = COLOURS[place % COLOURS.length] ?? 'blue';
  const dash = DASHES[(place + Math.floor(place / COLOURS.length)) % DASHES.length] ?? [];
  return { colour: opaque(themeColour(`--vscode-charts-${name}`, foreground)), dash };
}

/** A drawn chart. */
export class TimelineChart {
  private readonly plot: uPlot;
  private chosen = 0;

  constructor(
    place: HTMLElement,
    content: ChartContent,
    /** Called with the nearest point when somebody clicks. */
    onClick: (point: number) => void,
  ) {
    this.plot = new uPlot(this.options(place, content), dataOf(content), place);
    this.plot.over.addEventListener('click', () => {
      const { idx } = this.plot.cursor;
      if (typeof idx === 'number') {
        onClick(idx);
      }
    });
  }

  /** Marks a point. */
  choose(point: number): void {
    this.chosen = point;
    this.plot.redraw(false);
  }

  /** Draws in another width, in pixels. */
  resize(width: number): void {
    this.plot.setSize({ width, height: HEIGHT });
  }

  /** Takes the chart away. */
  remove(): void {
    this.plot.destroy();
  }

  private options(place: HTMLElement, content: ChartContent): uPlot.Options {
    const lineStroke = (): string => faint(themeColour('--vscode-foreground', '#888'));
    const axis = {
      stroke: () => themeColour('--vscode-foreground', '#888'),
      grid: { stroke: lineStroke },
      ticks: { stroke: lineStroke },
      font: `12px ${themeColour('--vscode-font-family', 'sans-serif')}`,
    };
    return {
      width: Math.max(200, place.clientWidth),
      height: HEIGHT,
      legend: { show: false },
      cursor: { drag: { x: false, y: false }, points: { show: false } },
      scales: { x: { time: false }, y: { range: (_, __, most) => [0, Math.max(1, most)] } },
      axes: [
        {
          ...axis,
          values: (_, splits) =>
            splits.map((at) => (Number.isInteger(at) ? content.labelAt(at) : '')),
        },
        { ...axis, size: 60 },
      ],
      series: [
        {},
        { label: content.totalLabel, ...lineOf(-1), width: LINE + 1 },
        ...content.series.map(({ label }, at) => ({
          label,
          ...lineOf(at),
          show: content.isShown(at),
        })),
      ],
      hooks: { draw: [(plot) => this.drawChosen(plot)] },
    };
  }

  private drawChosen(plot: uPlot): void {
    const { ctx, bbox } = plot;
    const x = Math.round(plot.valToPos(this.chosen, 'x', true));
    ctx.save();
    ctx.strokeStyle = themeColour('--vscode-focusBorder', '#0af');
    ctx.lineWidth = LINE * devicePixelRatio;
    // The series that was drawn last may have been dashed.
    ctx.setLineDash([]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.restore();
  }
}

function lineOf(place: number): { stroke: string; dash: number[]; width: number } {
  const { colour, dash } = lookOf(place);
  return { stroke: colour, dash, width: LINE };
}

function dataOf({ total, series }: ChartContent): uPlot.AlignedData {
  return [total.map((_, at) => at), [...total], ...series.map(({ counts }) => [...counts])];
}
