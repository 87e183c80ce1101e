/**
 * Translates texts in modules that know nothing of VS Code, so that tests can load them. They speak English until the
 * extension hands over VS Code's own function. Written like VS Code's: one search finds every text (`src/build/l10n`).
 */

/** What can stand in a text in place of `{0}`, `{1}` and so on. */
export type LocalisedValue = string | number | boolean;

/** Translates a text and puts values into it. */
export type Localise = (message: string, ...values: LocalisedValue[]) => string;

let translate: Localise = (message, ...values) =>
  message.replace(/\{(\d+)\}/g, (place, index: string) => String(values[Number(index)] ?? place));

/** As `vscode.l10n`. */
export const l10n: { readonly t: Localise } = {
  t: (message, ...values) => translate(message, ...values),
};

/** Called once, at activation. */
export function localiseWith(localise: Localise): void {
  translate = localise;
}
