/** Programs to learn from, which come with Handle Lens: what the comment at their head says. */

/** A script that comes with Handle Lens. */
export interface BundledScript {
  /** File name without folder and ending. */
  readonly name: string;
  readonly text: string;
}

/** A script that says what is to be learnt from it. */
export interface TeachingProgram extends BundledScript {
  /** Its first line, without the full stop. */
  readonly title: string;
  /** The first sentence of what to look for. */
  readonly lookFor: string;
}

/**
 * The teaching programs among scripts, by name: those whose comment at the head has a first line and, after it, a paragraph
 * that begins with `What to look for:`.
 */
export function teachingPrograms(scripts: readonly BundledScript[]): readonly TeachingProgram[] {
  return scripts
    .flatMap((script) => {
      const [title, ...rest] = headParagraphs(script.text);
      const [, what] =
        rest.map((each) => /^What to look for:\s*(.+)$/.exec(each)).find((match) => match) ?? [];
      return title === undefined || what === undefined
        ? []
        : [{ ...script, title: title.replace(/\.$/, ''), lookFor: firstSentence(what) }];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The paragraphs of the line comments that a text begins with, each on one line. */
function headParagraphs(text: string): readonly string[] {
  const lines = text.split(/\r?\n/);
  const end = lines.findIndex((line) => !line.startsWith('//'));
  return lines
    .slice(0, end === -1 ? lines.length : end)
    .map((line) => line.slice(2).trim())
    .join('\n')
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.replaceAll('\n', ' ').trim())
    .filter((paragraph) => paragraph !== '');
}

/** With a capital: after the colon it need not have one. */
function firstSentence(text: string): string {
  const sentence = /^.+?[.!?](?=\s|$)/.exec(text)?.[0] ?? text;
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
