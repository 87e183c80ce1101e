/** Shows characters that would disturb a display as escapes. */

// Control characters, direction overrides, line and paragraph separators, byte order mark, lone surrogates.
const DISTURBING =
  /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const SUSPICIOUS =
  /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]/;

/** The text with control characters, direction overrides and lone surrogates written as `\u000a` and the like. */
export function escapeText(text: string): string {
  return SUSPICIOUS.test(text) ? text.replace(DISTURBING, escapeCharacter) : text;
}

/** The same for text of several lines, whose line ends stay. */
export function escapeLines(text: string): string {
  return text.split('\n').map(escapeText).join('\n');
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
