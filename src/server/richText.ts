/** Text with code and links, rendered as Markdown or as plain text; everything from the log is escaped. */

/** A piece of text. */
export type RichPart =
  | string
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'bold'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly target: string };

/** One line. */
export type RichLine = readonly RichPart[];

/** Pieces longer than this are cut. */
const MAX_PIECE = 400;

/** Text in a fixed-width font: values, names, frames. */
export function code(text: string): RichPart {
  return { kind: 'code', text };
}

/** Emphasised text. */
export function bold(text: string): RichPart {
  return { kind: 'bold', text };
}

/** A link; `target` is a URI. */
export function link(text: string, target: string): RichPart {
  return { kind: 'link', text, target };
}

/** One Markdown paragraph per group of lines; the lines of a group stand below each other. */
export function renderMarkdown(groups: readonly (readonly RichLine[])[]): string {
  return groups
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => line.map(markdownPart).join('')).join('  \n'))
    .join('\n\n');
}

/** The same without any markup. */
export function renderPlain(groups: readonly (readonly RichLine[])[]): string {
  return groups
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => line.map(plainPart).join('')).join('\n'))
    .join('\n\n');
}

function markdownPart(part: RichPart): string {
  if (typeof part === 'string') {
    return escapeMarkdown(visible(part));
  }
  switch (part.kind) {
    case 'code':
      return codeSpan(visible(part.text));
    case 'bold':
      return `**${escapeMarkdown(visible(part.text))}**`;
    case 'link':
      return `[${escapeMarkdown(visible(part.text))}](<${part.target.replace(/[<>\s\\]/g, encodeURIComponent)}>)`;
  }
}

function plainPart(part: RichPart): string {
  return visible(typeof part === 'string' ? part : part.text);
}

/** A code span whose fence is longer than any run of backticks inside. */
function codeSpan(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`;
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>~&]/g, '\\$&');
}

/** Control characters and direction marks shown as escapes; long text cut. */
function visible(text: string): string {
  const cut = text.length > MAX_PIECE ? `${text.slice(0, MAX_PIECE)}…` : text;
  return cut.replace(
    /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
