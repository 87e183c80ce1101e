/** Style and script of the dump page. Colours come from the theme; nothing is loaded from elsewhere. */

/** Style sheet. */
export const PAGE_STYLE = `
body { font-family: var(--vscode-font-family); font-size: var(--vscode-font-size); color: var(--vscode-foreground);
  background: var(--vscode-editor-background); padding: 0 24px 32px; line-height: 1.5; }
main { max-width: 900px; }
h1 { font-size: 1.5em; font-weight: 600; margin: 20px 0 4px; overflow-wrap: anywhere; }
h2 { font-size: 1.15em; font-weight: 600; margin: 26px 0 8px; }
p { margin: 4px 0; overflow-wrap: anywhere; }
.lead, .note { color: var(--vscode-descriptionForeground); }
.actions { display: flex; flex-wrap: wrap; gap: 8px; margin: 14px 0; }
button { font: inherit; padding: 4px 12px; border-radius: 2px; cursor: pointer; white-space: nowrap;
  color: var(--vscode-button-secondaryForeground); background: var(--vscode-button-secondaryBackground);
  border: 1px solid var(--vscode-button-border, var(--vscode-contrastBorder, transparent)); }
button:hover { background: var(--vscode-button-secondaryHoverBackground); }
button.primary { color: var(--vscode-button-foreground); background: var(--vscode-button-background); }
button.primary:hover { background: var(--vscode-button-hoverBackground); }
button:focus-visible, summary:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 2px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 20px; margin: 0; }
dt { color: var(--vscode-descriptionForeground); }
dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; color: var(--vscode-descriptionForeground); padding-bottom: 4px; }
th, td { text-align: left; padding: 3px 14px 3px 0; vertical-align: top; overflow-wrap: anywhere; font-weight: normal; }
thead th { color: var(--vscode-descriptionForeground); }
thead th, .lines td, .lines tbody th { border-bottom: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, transparent)); }
th.number, td.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.types { max-width: 640px; }
.types tbody th { white-space: nowrap; width: 1%; }
.types td.number { width: 1%; }
.types svg { display: block; width: 100%; height: 14px; margin-top: 3px; }
.types rect { fill: var(--vscode-charts-blue, var(--vscode-foreground)); stroke: var(--vscode-contrastActiveBorder, none); }
.row { border-left: 3px solid var(--vscode-editorInfo-foreground, var(--vscode-foreground)); padding: 2px 0 2px 12px; margin: 8px 0; }
.row.warning { border-left-color: var(--vscode-editorWarning-foreground, var(--vscode-foreground)); }
.row.error { border-left-color: var(--vscode-editorError-foreground, var(--vscode-foreground)); }
.command { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; margin: 6px 0; }
code { font-family: var(--vscode-editor-font-family); background: var(--vscode-textCodeBlock-background); padding: 2px 6px; overflow-wrap: anywhere; }
ul { margin: 4px 0; padding-left: 20px; } li { overflow-wrap: anywhere; }
summary { cursor: pointer; font-size: 1.15em; font-weight: 600; margin: 26px 0 8px; }
[hidden] { display: none; }
`;

/** Script: tells the editor which button was pressed, and shows the row about the file on the disk. */
export const PAGE_SCRIPT = `
const host = acquireVsCodeApi();
document.addEventListener('click', (event) => {
  const button = event.target instanceof Element ? event.target.closest('button[data-action]') : null;
  if (button !== null) {
    host.postMessage({ action: button.dataset.action, index: Number(button.dataset.index ?? 0) });
  }
});
window.addEventListener('message', ({ data }) => {
  for (const notice of document.querySelectorAll('[data-notice]')) {
    notice.hidden = notice.dataset.notice !== data.notice;
  }
});
`;
