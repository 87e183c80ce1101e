// Texts of the workbench: compared, cleaned, waited for.

/** A text without line breaks and runs of blanks. */
export const oneLine = (text) => text.replace(/\s+/g, ' ').trim();

/** Reads a value until it is good and the same twice. */
export async function settled(read, good, limit = 30_000) {
  const end = Date.now() + limit;
  let last = '';
  for (;;) {
    const value = await read();
    const text = JSON.stringify(value);
    if (good(value) && text === last) {
      return value;
    }
    last = text;
    if (Date.now() > end) {
      throw new Error(`It did not settle in ${limit} ms; last seen: ${text}`);
    }
    await new Promise((next) => setTimeout(next, 100));
  }
}

/** A text for a regular expression. */
export function escaped(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Matches a text and nothing around it but blanks. */
export function wholeText(text) {
  return new RegExp(`^\\s*${escaped(text)}\\s*$`);
}

/** Editors show no-break spaces for spaces. */
export function plain(text) {
  return text.replaceAll('\u00a0', ' ');
}
