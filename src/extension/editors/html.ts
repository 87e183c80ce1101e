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

/** A page of a webview. Style, body and script are HTML already. */
export interface WebviewDocument {
  readonly title: string;
  readonly style: string;
  readonly body: string;
  /** The script element behind the body, without its nonce: ` src="…">` or `>` and the source. */
  readonly script: string;
  /** Where scripts may come from besides those with the nonce; empty for nowhere. */
  readonly scriptSource: string;
  /** Fresh for every page. */
  readonly nonce: string;
}

/** The whole document; it may load nothing but what its policy names. */
export function webviewDocument(page: WebviewDocument): string {
  const nonce = escapeHtml(page.nonce);
  const scripts = `${page.scriptSource} 'nonce-${page.nonce}'`.trim();
  const policy = `default-src 'none'; style-src 'nonce-${page.nonce}'; script-src ${scripts}`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(page.title)}</title>
<style nonce="${nonce}">${page.style}</style>
</head>
<body>
${page.body}
<script nonce="${nonce}"${page.script}</script>
</body>
</html>`;
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
