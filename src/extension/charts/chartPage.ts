/** The page around a chart: policy, style and script. Its content comes by message; nothing is loaded from elsewhere. */

import { escapeHtml, webviewDocument } from '../editors/html';

/** What a page is made of. */
export interface ChartPage {
  readonly title: string;
  /** Where the script of the page is. */
  readonly script: string;
  /** Where scripts may come from, as the webview says. */
  readonly scriptSource: string;
  /** Fresh for every page. */
  readonly nonce: string;
}

/** The whole document. */
export function renderChartPage({ title, script, scriptSource, nonce }: ChartPage): string {
  return webviewDocument({
    title,
    style: STYLE,
    body: '<main id="page"><p role="status">…</p></main>',
    script: ` src="${escapeHtml(script)}">`,
    scriptSource,
    nonce,
  });
}

const STYLE = `
body { font-family: var(--vscode-font-family); font-size: var(--vscode-font-size); color: var(--vscode-foreground);
  background: var(--vscode-editor-background); padding: 0 24px 32px; line-height: 1.5; }
h1 { font-size: 1.4em; font-weight: 600; margin: 16px 0 8px; overflow-wrap: anywhere; }
p { margin: 4px 0; overflow-wrap: anywhere; }
.note { color: var(--vscode-descriptionForeground); }
.controls, .actions { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 16px; margin: 8px 0; }
fieldset { border: none; padding: 0; margin: 0; display: flex; gap: 12px; align-items: center; }
legend { float: left; padding: 0 12px 0 0; color: var(--vscode-descriptionForeground); }
select { font: inherit; padding: 2px 4px; color: var(--vscode-dropdown-foreground);
  background: var(--vscode-dropdown-background); border: 1px solid var(--vscode-dropdown-border, var(--vscode-contrastBorder, transparent)); }
button { font: inherit; padding: 4px 12px; border-radius: 2px; cursor: pointer;
  color: var(--vscode-button-secondaryForeground); background: var(--vscode-button-secondaryBackground);
  border: 1px solid var(--vscode-button-border, var(--vscode-contrastBorder, transparent)); }
button:hover { background: var(--vscode-button-secondaryHoverBackground); }
:focus-visible { outline: 2px solid var(--vscode-focusBorder); outline-offset: 1px; }
.legend { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 4px 20px; margin: 12px 0; }
.legend label { display: flex; align-items: center; gap: 6px; overflow-wrap: anywhere; }
.legend svg { width: 40px; height: 10px; flex: none; }
summary { cursor: pointer; font-weight: 600; margin: 14px 0 6px; }
.scroll { overflow: auto; max-height: 60vh; }
table { border-collapse: collapse; }
th, td { padding: 2px 12px 2px 0; text-align: right; font-weight: normal; font-variant-numeric: tabular-nums; }
thead th { color: var(--vscode-descriptionForeground); max-width: 220px; overflow-wrap: anywhere; vertical-align: bottom; }
.graph { position: relative; margin: 8px 0; }
.bar { position: absolute; height: 22px; box-sizing: border-box; overflow: hidden; white-space: nowrap; text-overflow: ellipsis;
  padding: 0 4px; cursor: pointer; border: 1px solid var(--vscode-editor-background); border-radius: 2px;
  background: color-mix(in srgb, var(--bar, var(--vscode-charts-orange)) 30%, var(--vscode-editor-background)); }
.bar:hover { background: color-mix(in srgb, var(--bar, var(--vscode-charts-orange)) 42%, var(--vscode-editor-background)); }
.bar[aria-selected=true] { border-color: var(--vscode-focusBorder); }
.vscode-high-contrast .bar, .vscode-high-contrast-light .bar { background: var(--vscode-editor-background);
  border-color: var(--vscode-contrastBorder); }
.vscode-high-contrast .bar[aria-selected=true], .vscode-high-contrast-light .bar[aria-selected=true] {
  border: 2px solid var(--vscode-contrastActiveBorder, var(--vscode-focusBorder)); }
@media (forced-colors: active) { .bar { border-color: CanvasText; } }
.list ul { padding-left: 20px; } .list li { overflow-wrap: anywhere; }
`;
