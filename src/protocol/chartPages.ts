/** What the extension and the pages of its charts tell each other. Texts are translated by the extension. */

import type { TimelineSource } from '../core/analysis/timeline/timeline';
import { fail, ok, type Result } from '../core/util/result';
import { TIMELINE_SOURCES, type CallTreeAnswer, type TimelineAnswer } from './chartMessages';

/** Texts of a page by their own English words, `{0}` standing for what is filled in. */
export type PageTexts = Readonly<Record<string, string>>;

/** To the page of the timeline. */
export interface TimelinePage {
  readonly kind: 'timeline';
  readonly answer: TimelineAnswer;
  readonly texts: PageTexts;
}

/** To the page of the flame graph. */
export interface FlamePage {
  readonly kind: 'flame';
  readonly answer: CallTreeAnswer;
  readonly texts: PageTexts;
}

/**
 * What a point of the timeline is chosen for: `then`: handles that were open then, `since`: handles opened after it, `look`:
 * look at the moment, `compare`: compare it with now.
 */
export type PointUse = 'then' | 'since' | 'look' | 'compare';

const POINT_USES: readonly PointUse[] = ['then', 'since', 'look', 'compare'];

/** From a page. */
export type PageAction =
  | { readonly action: 'ready' }
  | { readonly action: 'source'; readonly source: TimelineSource }
  /** A point by its number, from 0. */
  | { readonly action: 'point'; readonly point: number; readonly use: PointUse }
  /** The handles that a function opened, itself or through others. */
  | { readonly action: 'function'; readonly label: string };

/** Checks a message from a page; anything else is refused. */
export function parsePageAction(value: unknown): Result<PageAction> {
  const fields = (typeof value === 'object' && value !== null ? value : {}) as Partial<
    Record<'action' | 'source' | 'point' | 'use' | 'label', unknown>
  >;
  const { action, point, label } = fields;
  const source = TIMELINE_SOURCES.find((each) => each === fields.source);
  const use = POINT_USES.find((each) => each === fields.use);
  if (action === 'ready') {
    return ok({ action });
  }
  if (action === 'source' && source !== undefined) {
    return ok({ action, source });
  }
  if (action === 'point' && use !== undefined && Number.isSafeInteger(point)) {
    return ok({ action, use, point: point as number });
  }
  if (action === 'function' && typeof label === 'string') {
    return ok({ action, label });
  }
  return fail({ code: 'page-action', message: 'The page of a chart asked for what there is not.' });
}

/** Fills the places of a translated text. */
export function filled(text: string, ...places: readonly (string | number)[]): string {
  return text.replace(/\{(\d+)\}/g, (whole, at: string) => String(places[Number(at)] ?? whole));
}
