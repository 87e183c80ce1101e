/** Formats scripts: indentation by braces, blanks behind commas and keywords, none at line ends. Line breaks stay where they are. */

import type { FormattingOptions, TextEdit } from 'vscode-languageserver';
import type { ScriptProgram } from './scriptProgram';

/** Words that a parenthesis follows with a blank between. */
const SPACED = /\b(if|while|for|switch)\(/g;

/** The changes that format the lines from `first` to `last`, both included. */
export function formatScript(
  program: ScriptProgram,
  options: FormattingOptions,
  { first, last }: { readonly first: number; readonly last: number },
): TextEdit[] {
  const file = program.own;
  const lines = program.textOf(file).split('\n');
  const codes = program.codeOf(file).split('\n');
  const edits: TextEdit[] = [];
  const indentation = new Indentation();
  lines.forEach((raw, number) => {
    const line = raw.replace(/\r$/, '');
    const code = (codes[number] ?? '').slice(0, line.length);
    const depth = indentation.next(
      code,
      isWithinComment(lines[number] ?? '', code, program, number),
    );
    if (number < first || number > last) {
      return;
    }
    const formatted =
      depth === null ? line.trimEnd() : formatLine(line, code, unit(options).repeat(depth));
    if (formatted !== line) {
      const end = { line: number, character: line.length };
      edits.push({ range: { start: { line: number, character: 0 }, end }, newText: formatted });
    }
  });
  return edits;
}

function unit({ insertSpaces, tabSize }: FormattingOptions): string {
  return insertSpaces ? ' '.repeat(tabSize) : '\t';
}

/** True for lines that begin within a comment: they keep their blanks. */
function isWithinComment(
  line: string,
  code: string,
  program: ScriptProgram,
  number: number,
): boolean {
  const start = program.offsetAt(program.own, { line: number, character: 0 });
  const before = program.textOf(program.own).slice(0, start);
  const open = before.lastIndexOf('/*');
  const isBlanked = line.trim() !== '' && code.slice(0, line.search(/\S/) + 1).trim() === '';
  return (
    isBlanked &&
    open !== -1 &&
    before.indexOf('*/', open) === -1 &&
    program.codeOf(program.own)[open] === ' '
  );
}

/** Counts braces and parentheses line by line. */
class Indentation {
  private depth = 0;
  private parentheses = 0;
  /** Depths of the braces of switches. */
  private readonly switches: number[] = [];
  private opensSwitch = false;
  /** The line before is a condition without a block. */
  private hangs = false;

  /** Indentation of a line; null when it keeps its own. */
  next(code: string, isComment: boolean): number | null {
    const text = code.trim();
    const isContinued = this.parentheses > 0;
    let depth = this.behindClosing(/^[}\s]*/.exec(text)?.[0] ?? '');
    const isCase = /^(case\b|default\s*:)/.test(text) && this.switches.at(-1) === this.depth;
    depth -= isCase ? 1 : 0;
    if (!text.startsWith('{') && !text.startsWith('}') && (this.hangs || isContinued)) {
      depth++;
    }
    if (/^#/.test(text) || /^[A-Za-z_]\w*\s*:(?!:)\s*$/.test(text)) {
      depth = /^#/.test(text) ? 0 : isCase ? depth : Math.max(0, depth - 1);
    }
    this.follow(text);
    return isComment ? null : depth;
  }

  /** The depth behind the closing braces with which a line begins. */
  private behindClosing(braces: string): number {
    const switches = [...this.switches];
    let { depth } = this;
    for (const brace of braces.replaceAll(/\s/g, '')) {
      const isSwitch = switches.at(-1) === depth;
      depth -= isSwitch ? 2 : brace.length;
      if (isSwitch) {
        switches.pop();
      }
    }
    return Math.max(0, depth);
  }

  private follow(text: string): void {
    this.opensSwitch ||= /\bswitch\b/.test(text);
    for (const character of text) {
      if (character === '{') {
        this.depth++;
        if (this.opensSwitch) {
          // Statements of a case stand one deeper than the case.
          this.depth++;
          this.switches.push(this.depth);
          this.opensSwitch = false;
        }
      } else if (character === '}') {
        if (this.switches.at(-1) === this.depth) {
          this.switches.pop();
          this.depth--;
        }
        this.depth = Math.max(0, this.depth - 1);
      } else if (character === '(') {
        this.parentheses++;
      } else if (character === ')') {
        this.parentheses = Math.max(0, this.parentheses - 1);
      }
    }
    if (text !== '') {
      const isHead =
        /^(\}\s*)?(else\b\s*)?(if|while|for)\b.*\)$/.test(text) || /^(\}\s*)?(else|do)$/.test(text);
      this.hangs = isHead && this.parentheses === 0;
    }
  }
}

/** A line without blanks at its end, behind its indentation; texts and comments in it stay. */
function formatLine(line: string, code: string, indent: string): string {
  if (line.trim() === '') {
    return '';
  }
  const first = line.search(/\S/);
  const pieces = splitTexts(line.slice(first).trimEnd(), code.slice(first));
  const inner = pieces.map(({ text, isCode }) => (isCode ? spaced(text) : text)).join('');
  return `${indent}${inner}`.trimEnd();
}

function spaced(text: string): string {
  return text
    .replace(SPACED, '$1 (')
    .replace(/\s+,/g, ',')
    .replace(/,(?=\S)/g, ', ')
    .replace(/\)\{/g, ') {')
    .replace(/\belse\{/g, 'else {')
    .replace(/\}else\b/g, '} else');
}

/** Pieces of a line: code, and what the code has blanks for. */
function splitTexts(
  line: string,
  code: string,
): readonly { readonly text: string; readonly isCode: boolean }[] {
  const pieces: { text: string; isCode: boolean }[] = [];
  for (let at = 0; at < line.length; at++) {
    const isCode = line[at] === code[at];
    const last = pieces.at(-1);
    if (last !== undefined && (last.isCode === isCode || /\s/.test(line[at] ?? ''))) {
      last.text += line[at] ?? '';
    } else {
      pieces.push({ text: line[at] ?? '', isCode });
    }
  }
  return pieces;
}
