/** Parses scripts by the grammar in hsim.langium. Every mistake is reported with its place, and parsing goes on behind it. */

import type { AstNode, LangiumCoreServices } from 'langium';
import type * as Ast from './generated/ast';
import { HSIM_TYPES } from './generated/ast';
import { HSIM_GRAMMAR } from './generated/grammar';
import { ItemSyntax } from './itemSyntax';
import { LinkedText, scriptLinker, scriptScopes } from './scopes';
import { scriptLexer } from './scriptLexer';
import { unclosedComment } from './plainCode';
import type { ScriptProblem, ScriptSyntax, Statement, SyntaxPiece } from './syntax';
import { EXPECTED_TOKENS, syntaxProblems } from './syntaxErrors';

/** Parses the text of one file. `structs` are types that were declared in front of it. */
export function parseScript(text: string, structs: readonly string[] = []): ScriptSyntax {
  knownStructs = structs;
  const { tree, problems, pieces } = parse(text, 'Script', (syntax, root) =>
    syntax.items(root as Ast.Script),
  );
  return { items: tree ?? [], problems, pieces };
}

/** Parses one expression or statement that somebody typed into the debugger. */
export function parseLine(text: string): {
  readonly statement: Statement;
  readonly problems: readonly ScriptProblem[];
  readonly pieces: readonly SyntaxPiece[];
} {
  knownStructs = [];
  const closed = /[;}]\s*$/.test(text) ? text : `${text};`;
  const { tree, problems, pieces } = parse(closed, 'Statement', (syntax, root) =>
    syntax.statement(root as Ast.Statement),
  );
  return {
    statement: tree ?? { kind: 'empty', start: 0, end: 0 },
    problems: problems.map((each) =>
      each.code === 'no-declaration'
        ? { ...each, code: 'trailing-text', message: 'Type one statement at a time.' }
        : each,
    ),
    pieces,
  };
}

/** A comment without an end swallows the rest of the text, so nothing else would complain. */
function unclosed(text: string): readonly ScriptProblem[] {
  const start = unclosedComment(text);
  const message =
    'This comment is never closed: "*/" is missing, and everything behind it is part of it.';
  return start < 0
    ? []
    : [{ code: 'unclosed-comment', severity: 'error', message, start, end: start + 2 }];
}

/** Parses by one rule; the tree is null when nesting without brackets used up the stack. */
function parse<Tree>(
  text: string,
  rule: keyof Ast.HsimAstType,
  convert: (syntax: ItemSyntax, root: AstNode) => Tree,
): {
  readonly tree: Tree | null;
  readonly problems: readonly ScriptProblem[];
  readonly pieces: readonly SyntaxPiece[];
} {
  const { parser, references } = loadedServices();
  const linked = new LinkedText(references.ScopeProvider);
  linkedText = linked;
  try {
    const result = parser.LangiumParser.parse(text, { rule });
    const syntax = new ItemSyntax();
    const tree = convert(syntax, result.value);
    const problems = [...syntaxProblems(result), ...syntax.problems, ...unclosed(text)];
    problems.sort((left, right) => left.start - right.start);
    return { tree, problems, pieces: [{ offset: 0, text: linked }] };
  } catch (error) {
    if (!(error instanceof RangeError)) {
      throw error;
    }
    // The parser's state is not to be trusted behind an overflow.
    services = null;
    const message = 'Statements or expressions are nested too deep in this file; use functions.';
    return {
      tree: null,
      problems: [{ code: 'too-deep', severity: 'error', message, start: 0, end: 1 }],
      pieces: [],
    };
  }
}

type LangiumModule = typeof import('langium');

let langium: LangiumModule | null = null;
let services: LangiumCoreServices | null = null;
/** What the lexer takes for types besides those of Windows. */
let knownStructs: readonly string[] = [];
/** Gathers the references of what is parsed. */
let linkedText: LinkedText | null = null;

/** Loads Langium and makes the parser: to be awaited before the first text is parsed. It takes longer than parsing does. */
export async function loadParser(): Promise<void> {
  langium ??= await import('langium');
  if (services === null) {
    parseScript('');
  }
}

function loadedLangium(): LangiumModule {
  if (langium === null) {
    throw new Error('Await loadParser() before a script is parsed.');
  }
  return langium;
}

function loadedServices(): LangiumCoreServices {
  return (services ??= createServices(loadedLangium()));
}

function createServices(module: LangiumModule): LangiumCoreServices {
  const { AbstractAstReflection, DefaultLexer, EmptyFileSystem, inject, loadGrammarFromJson } =
    module;
  class Reflection extends AbstractAstReflection {
    override readonly types = HSIM_TYPES;
  }
  const shared = inject(module.createDefaultSharedCoreModule(EmptyFileSystem), {
    AstReflection: () => new Reflection(),
  });
  return inject(module.createDefaultCoreModule({ shared }), {
    Grammar: () => loadGrammarFromJson(HSIM_GRAMMAR),
    LanguageMetaData: () => ({
      languageId: 'hsim',
      fileExtensions: ['.hsim'],
      caseInsensitive: false,
      mode: 'production' as const,
    }),
    parser: {
      Lexer: (own: LangiumCoreServices) => scriptLexer(new DefaultLexer(own), () => knownStructs),
      // Texts and numbers are converted with their places, in the syntax tree.
      ValueConverter: () => ({ convert: (input: string) => input }),
      // Two tokens decide every rule of the grammar.
      ParserConfig: () => ({ maxLookahead: 2 }),
      ParserErrorMessageProvider: () => EXPECTED_TOKENS,
    },
    references: {
      ScopeProvider: () => scriptScopes(module),
      Linker: (own: LangiumCoreServices) => scriptLinker(module, own, () => linkedText),
    },
  });
}
