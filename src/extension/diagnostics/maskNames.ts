/** Takes names of people and machines out of text that is meant to be sent to somebody. */

/** What stands in place of a name. */
export const MASK = '<user>';

/** Home folders: the component behind them is a person's name. */
const HOME =
  /((?:[A-Za-z]:)?[\\/]+(?:Users|home|Documents and Settings)[\\/]+)([^\\/"'<>|:*?\r\n]+)/gi;
/** Homes in URI form: `file:///c%3A/Users/name/…`. */
const URI_HOME = /((?:Users|home)%2F)([^%\s"'<>]+)/gi;

/** Masks the names behind home folders, and the names given, as whole words in any letter case. */
export function maskNames(text: string, names: readonly string[] = []): string {
  let masked = text
    .replace(HOME, (_, folder: string) => `${folder}${MASK}`)
    .replace(URI_HOME, (_, folder: string) => `${folder}${MASK}`);
  for (const name of names) {
    // Very short names stand inside too many words.
    if (name.length >= 3) {
      const literal = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      masked = masked.replace(new RegExp(`(?<![\\w])${literal}(?![\\w])`, 'gi'), MASK);
    }
  }
  return masked;
}
