/**
 * Tells words of a script apart that look alike: names, types, settings and labels. C cannot be parsed without knowing which
 * names are types; what is known by its name, or declared further up, is one, and so is an unknown word in front of a name
 * where a declaration begins, so that a mistyped type is reported as such.
 */

import { isTypeName } from './typeNames';

/** What the grammar calls the kinds of words. */
export type WordKind = 'ID' | 'TYPE' | 'SETTING' | 'LABEL';

/** A token as the lexer hands it over. `kind` is the name of its type: `ID`, `STRING`, or the keyword itself. */
export interface Word {
  readonly kind: string;
  readonly text: string;
  /** True when a line ends between the previous token and this one. */
  readonly isFirstOfLine: boolean;
}

/** Behind these tokens a statement begins. */
const STATEMENT_STARTS = new Set(['', '{', '}', ';', ':', ')', 'else', 'do', 'STRING', 'NUMBER']);
/** Words in front of a type. */
const BEFORE_TYPES = new Set(['const', 'static', 'struct']);
/** What may follow the name in `TYPE * name`. */
const BEHIND_DECLARED = new Set(['=', ';', ',', '[']);
const CALLING_CONVENTIONS = new Set([
  'WINAPI',
  'CALLBACK',
  'APIENTRY',
  'NTAPI',
  '__stdcall',
  '__cdecl',
]);

/** Goes over the tokens of a text once; asks are made in their order. */
export class WordKinds {
  private readonly structs: Set<string>;
  /** Braces that are open, innermost last; true for those of the machine. */
  private readonly braces: boolean[] = [];
  private parentheses = 0;
  /** True between the parentheses of a function's parameters. */
  private inParameters = false;
  private typedefs = 0;

  /** `structs` are types that were declared in front of the words. */
  constructor(
    private readonly words: readonly Word[],
    structs: Iterable<string>,
  ) {
    this.structs = new Set(structs);
  }

  /** The kind of a word that was read as a name or as one of the keywords `machine` and `module`; null leaves it as it is. */
  kindOf(index: number): WordKind | null {
    const kind = this.kindAt(index);
    this.follow(index);
    return kind;
  }

  private kindAt(index: number): WordKind | null {
    const { kind, text } = this.at(index);
    const next = this.kind(index + 1);
    if (this.braces.at(-1) === true) {
      return this.kindInMachine(index);
    }
    if (kind === 'machine' || kind === 'module') {
      const isBlock = next === (kind === 'machine' ? '{' : 'STRING');
      return this.braces.length === 0 && isBlock ? null : 'ID';
    }
    const before = this.kind(index - 1);
    if (kind !== 'ID' || before === '.' || before === '->') {
      return null;
    }
    if (this.declaresStruct(index)) {
      this.structs.add(text);
      return null;
    }
    if (isTypeName(text) || this.structs.has(text) || BEFORE_TYPES.has(before)) {
      return 'TYPE';
    }
    if (next === ':' && this.startsStatement(before) && this.braces.length > 0) {
      return 'LABEL';
    }
    return this.isUnknownType(index, before) ? 'TYPE' : null;
  }

  /** Names of settings stand at the beginning of a line or behind `;` and braces; all other words are values. */
  private kindInMachine(index: number): WordKind | null {
    if (!/^[A-Za-z_]/.test(this.at(index).text)) {
      return null;
    }
    const { isFirstOfLine } = this.at(index);
    const isName = isFirstOfLine || [';', '{', '}'].includes(this.kind(index - 1));
    return isName ? 'SETTING' : 'ID';
  }

  /** `struct NAME {`, and the names behind the fields of a `typedef struct`, of pointers too. */
  private declaresStruct(index: number): boolean {
    const before = this.kind(index - 1);
    const isTag = before === 'struct' && this.kind(index + 1) === '{';
    const isAlias =
      this.typedefs > 0 && this.braces.length === 0 && ['}', ',', '*'].includes(before);
    return isTag || isAlias;
  }

  /** True where a declaration begins with a word that nobody knows. */
  private isUnknownType(index: number, before: string): boolean {
    let next = index + 1;
    while (this.kind(next) === '*') {
      next++;
    }
    const hasStars = next > index + 1;
    const behind = this.at(next);
    const isNamed = behind.kind === 'ID' || CALLING_CONVENTIONS.has(behind.kind);
    if (this.inParameters) {
      return before === '(' || before === ',';
    }
    if (before === '(' && hasStars && behind.kind === ')') {
      return true;
    }
    const inFor = before === '(' && this.kind(index - 2) === 'for';
    if (!isNamed || !(inFor || this.startsStatement(before))) {
      return false;
    }
    return !hasStars || BEHIND_DECLARED.has(this.kind(next + 1)) || this.braces.length === 0;
  }

  /** Statements begin behind these; behind text and numbers only in front of a directive's line end. */
  private startsStatement(before: string): boolean {
    return STATEMENT_STARTS.has(before);
  }

  /** Keeps count of what is open behind a token. */
  private follow(index: number): void {
    switch (this.kind(index)) {
      case '{':
        this.braces.push(this.braces.at(-1) === true || this.kind(index - 1) === 'machine');
        this.inParameters = false;
        this.parentheses = 0;
        break;
      case '}':
        this.braces.pop();
        break;
      case '(':
        this.parentheses++;
        this.inParameters ||= this.opensParameters(index);
        break;
      case ')':
        this.parentheses = Math.max(0, this.parentheses - 1);
        this.inParameters &&= this.parentheses > 0;
        break;
      case 'typedef':
        this.typedefs++;
        break;
      case ';':
        this.inParameters = false;
        this.typedefs = this.braces.length === 0 ? 0 : this.typedefs;
        break;
      default:
        break;
    }
  }

  /** Outside of functions, `TYPE name (`. */
  private opensParameters(index: number): boolean {
    const before = this.at(index - 2);
    const isDeclared =
      before.kind === 'ID' || before.kind === '*' || CALLING_CONVENTIONS.has(before.kind);
    return this.braces.length === 0 && this.kind(index - 1) === 'ID' && isDeclared;
  }

  private kind(index: number): string {
    return this.at(index).kind;
  }

  private at(index: number): Word {
    return this.words[index] ?? NOTHING;
  }
}

const NOTHING: Word = { kind: '', text: '', isFirstOfLine: true };
