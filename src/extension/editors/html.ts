/** Text as HTML: every piece of data goes through here. */

import { escapeText } from '../../core/render/escapeText';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** The text for use between tags and in quoted attributes; control characters and direction overrides become visible. */
export function escapeHtml(text: string): string {
  return escapeText(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

/** Translates a text with `{0}` places; `vscode.l10n.t` fits. */
export type Translate = (text: string, ...places: (string | number)[]) => string;

/** Fills the places of a text without translating it. */
export const untranslated: Translate = (text, ...places) =>
  text.replace(/\{(\d+)\}/g, (whole, index: string) => String(places[Number(index)] ?? whole));

/** A count with thousands separated, as in `8,310`. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A size in bytes, with a rounded one behind large ones: `1,234,567 bytes (1.2 MB)`. */
export function sizeInWords(bytes: number, translate: Translate): string {
  const exact = bytes === 1 ? translate('1 byte') : translate('{0} bytes', grouped(bytes));
  const power = Math.min(4, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const unit = ['', 'kB', 'MB', 'GB', 'TB'][power] ?? '';
  return power === 0 ? exact : `${exact} (${(bytes / 1000 ** power).toFixed(1)} ${unit})`;
}
