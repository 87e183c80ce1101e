/** What the names of a program mean: what its files declare, and what Windows has. */

import type { AstNode } from 'langium';
import type { BuiltIn } from '../functions/builtIn';
import { BUILT_INS, builtInNames, builtInNumber } from '../functions/catalog';
import { allConstants, constantNamed, type NamedConstant } from '../functions/constants';
import type * as Ast from '../language/generated/ast';
import {
  firstInBlock,
  type NameReference,
  type NameSpace,
  type OuterScope,
} from '../language/scopes';
import type { DeclaredName, NameUse, SyntaxPiece } from '../language/syntax';
import { typeNamed, typeNames, type ScriptType, type TypeField } from '../language/typeNames';
import type { ScriptSymbol } from './symbols';

/** A name that Windows has. */
export type WindowsName =
  | { readonly kind: 'builtIn'; readonly number: number; readonly built: BuiltIn }
  | { readonly kind: 'constant'; readonly constant: NamedConstant }
  | { readonly kind: 'type'; readonly type: ScriptType };

/** What a name means. */
export type Meaning = ScriptSymbol | WindowsName;

/** True for what the script declares. */
export function isDeclared(meaning: Meaning): meaning is ScriptSymbol {
  return 'references' in meaning;
}

/**
 * The outermost scope of a program, and the meaning of all declared names. What is declared outside of functions is told in its
 * order: a reference sees what was told before it is followed.
 */
export class ProgramNames implements OuterScope {
  private readonly values = new Map<string, Ast.Identifier>();
  private readonly structs = new Map<string, Ast.Identifier>();
  private readonly meanings = new Map<Ast.Identifier, ScriptSymbol>();
  /** Nodes of the fields of structs. */
  private readonly fields: Map<TypeField, Ast.Identifier>;
  /** The structs in which the names of fields are looked for. */
  private readonly objects = new Map<NameReference, ScriptType>();

  /** `outer` has the names that are not declared here. */
  constructor(private readonly outer: ProgramNames | null = null) {
    this.fields = outer?.fields ?? new Map<TypeField, Ast.Identifier>();
  }

  /** From now on, references that lead out of their function are looked for here. */
  link(pieces: readonly SyntaxPiece[]): void {
    pieces.forEach(({ text }) => {
      text.outer = this;
    });
  }

  /** Gives a declared name its meaning; answers with the symbol that has the name in its scope already. */
  declare(symbol: ScriptSymbol, { node }: DeclaredName): ScriptSymbol | null {
    if (node === undefined) {
      return null;
    }
    const isInner = symbol.kind === 'local' || symbol.kind === 'parameter';
    const own = node();
    const first = isInner ? firstInBlock(own) : (this.values.get(symbol.name) ?? own);
    if (first !== own) {
      return this.meanings.get(first) ?? null;
    }
    if (!isInner) {
      this.values.set(symbol.name, own);
    }
    this.meanings.set(own, symbol);
    return null;
  }

  /** The same for structs and their fields: of structs, the last of a name counts. */
  declareStruct(symbol: ScriptSymbol, { node }: DeclaredName, field: TypeField | null): void {
    if (node !== undefined) {
      this.meanings.set(node(), symbol);
      if (field === null) {
        this.structs.set(symbol.name, node());
      } else {
        this.fields.set(field, node());
      }
    }
  }

  /** Makes a variable known whose declaration is not at hand. */
  addVariable(symbol: ScriptSymbol): void {
    const node = nodeNamed(symbol.name);
    this.meanings.set(node, symbol);
    this.values.set(symbol.name, node);
  }

  /** What a name means outside of functions; undefined when nothing has it yet. */
  named(name: string): Meaning | undefined {
    return this.meaningOf(this.find(name, 'value', null));
  }

  /** What a name means where it stands; undefined when it is unknown. */
  meaning({ reference }: Pick<NameUse, 'reference'>): Meaning | undefined {
    return this.meaningOf(reference?.().ref);
  }

  /** What a node that a reference leads to means. */
  meaningOf(node: AstNode | undefined): Meaning | undefined {
    const own = node as Ast.Identifier | undefined;
    return (
      own && (this.meanings.get(own) ?? this.outer?.meaningOf(own) ?? windowsMeanings.get(own))
    );
  }

  /** What the script declares that can be named at a place of a text, nearest first; texts of the program see its names only. */
  visible({ text, offset }: SyntaxPiece, at: number): ReadonlySet<ScriptSymbol> {
    text.outer = this;
    const found = text.namesAt(at - offset).map(({ node }) => this.meaningOf(node));
    return new Set(found.filter((each) => each !== undefined).filter(isDeclared));
  }

  /** The field of a struct that a name means. */
  field(struct: ScriptType, { reference }: NameUse): TypeField | undefined {
    if (reference === undefined) {
      return undefined;
    }
    this.objects.set(reference(), struct);
    const { ref, $refText } = reference();
    return ref && struct.fields.find(({ name }) => name === $refText);
  }

  /** All names that could stand in the place of one that is unknown, nearest first. */
  candidates({ reference }: NameUse): Iterable<string> {
    return (
      reference?.()
        .scope.getAllElements()
        .map((each) => each.name) ?? []
    );
  }

  find(name: string, space: NameSpace, at: NameReference | null): Ast.Identifier | undefined {
    if (space === 'field') {
      const field = at && this.objects.get(at)?.fields.find((each) => each.name === name);
      return field ? this.nodeOf(field) : undefined;
    }
    const own = (space === 'value' ? this.values : this.structs).get(name);
    return (
      own ?? (this.outer === null ? windowsNode(name, space) : this.outer.find(name, space, at))
    );
  }

  names(space: NameSpace, reference: NameReference): readonly string[] {
    const beyond = this.outer?.names(space, reference);
    switch (space) {
      case 'value':
        return [...this.values.keys(), ...(beyond ?? VALUES_OF_WINDOWS)];
      case 'type':
        return [...(beyond ?? typeNames()), ...this.structs.keys()];
      case 'field':
        return this.objects.get(reference)?.fields.map(({ name }) => name) ?? [];
    }
  }

  private nodeOf(field: TypeField): Ast.Identifier {
    const known = this.fields.get(field);
    const node = known ?? nodeNamed(field.name);
    this.fields.set(field, node);
    return node;
  }
}

const VALUES_OF_WINDOWS = [...allConstants().map(({ name }) => name), ...builtInNames()];

const windowsNodes = new Map<string, Ast.Identifier>();
const windowsMeanings = new Map<Ast.Identifier, WindowsName>();

/** What a name of Windows refers to: a node of no text. */
function windowsNode(name: string, space: 'value' | 'type'): Ast.Identifier | undefined {
  const key = `${space} ${name}`;
  const known = windowsNodes.get(key);
  const meaning = known === undefined ? windowsName(name, space) : undefined;
  if (meaning === undefined) {
    return known;
  }
  const node = nodeNamed(name);
  windowsNodes.set(key, node);
  windowsMeanings.set(node, meaning);
  return node;
}

function windowsName(name: string, space: 'value' | 'type'): WindowsName | undefined {
  if (space === 'type') {
    const type = typeNamed(name);
    return type === undefined ? undefined : { kind: 'type', type };
  }
  const constant = constantNamed(name);
  if (constant !== undefined) {
    return { kind: 'constant', constant };
  }
  const number = builtInNumber(name);
  const built = BUILT_INS[number ?? -1];
  return number === undefined || built === undefined
    ? undefined
    : { kind: 'builtIn', number, built };
}

/** A declared name that stands in no text. */
function nodeNamed(text: string): Ast.Identifier {
  return { $type: 'Identifier', text } as Ast.Identifier;
}
