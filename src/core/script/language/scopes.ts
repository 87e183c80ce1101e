/**
 * Where the cross-references of the grammar lead: the scopes of C. Within functions these are the blocks around, as far as they
 * declare in front of the place. What lies outside of functions depends on the files that are included, so it is looked for in
 * an {@link OuterScope}, which the compiler gives to each text: only references that lead out of their function follow it anew.
 */

import type {
  AstNode,
  AstNodeDescription,
  CstNode,
  LangiumCoreServices,
  Linker,
  Reference,
  Scope,
  ScopeProvider,
} from 'langium';
import type * as Ast from './generated/ast';
import type { Span } from './syntax';

/** Kinds of names that do not hide one another. */
export type NameSpace = 'value' | 'type' | 'field';

/** The names that no block declares. */
export interface OuterScope {
  /** `at` is needed for fields: they are those of the object in front. */
  find(name: string, space: NameSpace, at: NameReference | null): Ast.Identifier | undefined;
  /** All that can be found, nearest first. */
  names(space: NameSpace, reference: NameReference): Iterable<string>;
}

/** A text that was parsed in one go. */
export class LinkedText {
  readonly references: NameReference[] = [];
  /** What its references see outside of functions. */
  outer: OuterScope | null = null;

  constructor(readonly scopes: ScopeProvider) {}

  /** All values that can be named at an offset, those behind the last reference in front of it: every declaration has a type. */
  namesAt(offset: number): readonly AstNodeDescription[] {
    return this.references.findLast(({ span }) => span.start <= offset)?.namesFrom(offset) ?? [];
  }
}

/** A cross-reference of the grammar to a declared name. Places count from the beginning of its text. */
export interface NameReference extends Reference<Ast.Identifier> {
  readonly text: LinkedText;
  readonly container: AstNode;
  readonly space: NameSpace;
  readonly span: Span;
  /** Everything that the name could be, nearest first. */
  readonly scope: Scope;
  /** All values that can be named at an offset behind this reference and in front of the next, nearest first. */
  namesFrom(offset: number): readonly AstNodeDescription[];
}

class ScriptReference implements NameReference {
  private target: LocalName | undefined;
  /** The scope that was looked through last. */
  private seen: OuterScope | null = null;

  constructor(
    readonly text: LinkedText,
    private readonly owner: { readonly container: AstNode; readonly property: string },
    readonly $refText: string,
    readonly span: Span,
  ) {}

  get container(): AstNode {
    return this.owner.container;
  }

  get space(): NameSpace {
    const { property } = this.owner;
    return property === 'target' ? 'value' : property === 'named' ? 'type' : 'field';
  }

  /** The name as it is declared; undefined when it is unknown. */
  get ref(): Ast.Identifier | undefined {
    const { outer } = this.text;
    if (this.target?.$first === undefined && this.seen !== outer) {
      const isFirst = this.seen === null;
      this.seen = outer;
      this.target = isFirst
        ? (this.scope.getElement(this.$refText)?.node as Ast.Identifier | undefined)
        : outer?.find(this.$refText, this.space, this);
    }
    return this.target;
  }

  namesFrom(offset: number): readonly AstNodeDescription[] {
    const owner = { container: this.container, property: 'target' };
    const place = { start: offset, end: offset };
    return new ScriptReference(this.text, owner, '', place).scope.getAllElements().toArray();
  }

  get scope(): Scope {
    return this.text.scopes.getScope({ reference: this, ...this.owner });
  }
}

/** What of Langium is needed here: it is loaded with the first script. */
type Langium = Pick<typeof import('langium'), 'DefaultLinker' | 'stream' | 'URI'>;

/** A name that a block declares, with the first declaration of that name there: what refers to it does so in whatever program. */
type LocalName = Ast.Identifier & { $first?: Ast.Identifier };

type Names = ReadonlyMap<string, Ast.Identifier>;

/** What a statement or a function declares is kept with its node. */
type Block = (Ast.Statement | Ast.Declaration) & { $names?: Names | null };

/** Langium's service that says what a reference could be. */
export function scriptScopes({ stream, URI }: Langium): ScopeProvider {
  const documentUri = URI.parse('hsim:/');
  return {
    getScope: (info): Scope => {
      const reference = info.reference as NameReference;
      const { text, space } = reference;
      const described = (name: string): AstNodeDescription | undefined => {
        const node = local(reference, name) ?? text.outer?.find(name, space, reference);
        return node && { node, name, type: node.$type, documentUri, path: '' };
      };
      return {
        getElement: described,
        getElements: (name) => stream([described(name) ?? []].flat()),
        getAllElements: () => stream(visible(reference)).flatMap((name) => described(name) ?? []),
      };
    },
  };
}

/** Langium's linker with references that can be followed anew. They are gathered in the text that `current` answers with. */
export function scriptLinker(
  { DefaultLinker }: Langium,
  services: LangiumCoreServices,
  current: () => LinkedText | null,
): Linker {
  class ScriptLinker extends DefaultLinker {
    override buildReference(
      node: AstNode,
      property: string,
      at: CstNode | undefined,
      name: string,
    ) {
      const text = current();
      const span = { start: at?.offset ?? 0, end: at?.end ?? 0 };
      if (text === null) {
        throw new RangeError('A text is parsed when its references are made.');
      }
      const reference = new ScriptReference(text, { container: node, property }, name, span);
      text.references.push(reference);
      return reference;
    }
  }
  return new ScriptLinker(services);
}

/** What a block around a reference declares under a name in front of it. */
function local(
  { container, space, span }: NameReference,
  name: string,
): Ast.Identifier | undefined {
  for (const names of space === 'value' ? blocksAround(container, span) : []) {
    const found = names.get(name);
    if (found !== undefined && isInFront(found, span)) {
      return found;
    }
  }
  return undefined;
}

/** All names that a reference could be, nearest first. */
function* visible(reference: NameReference): Generator<string> {
  const { container, space, span, text } = reference;
  for (const names of space === 'value' ? blocksAround(container, span) : []) {
    for (const [name, declared] of names) {
      if (isInFront(declared, span)) {
        yield name;
      }
    }
  }
  yield* text.outer?.names(space, reference) ?? [];
}

/** What the blocks around a place declare, inner ones first; `inner` stands there or in front of it. */
function* blocksAround(inner: AstNode, at: Span): Generator<Names> {
  for (let node: AstNode | undefined = inner; node !== undefined; node = node.$container) {
    const names = namesOf(node as Block);
    if (names !== null && !endsBefore(node, at)) {
      yield names;
    }
  }
}

/** True for what is complete in front of a place. */
function endsBefore({ $cstNode: cst }: AstNode, { start }: Span): boolean {
  return cst !== undefined && cst.end <= start && /[;}]$/.test(cst.text);
}

/** A variable can be used behind its name and the length of its array: so its own initial value sees it, as in C. */
function isInFront(declared: Ast.Identifier, { start }: Span): boolean {
  const { array } = declared.$container as Ast.Declarator;
  return ((array ?? declared).$cstNode?.end ?? 0) <= start;
}

/** The first declaration of a local variable's or a parameter's name in its block: a second one is a mistake. */
export function firstInBlock(declared: LocalName): Ast.Identifier {
  let node: AstNode | undefined = declared;
  while (declared.$first === undefined && node !== undefined) {
    namesOf(node as Block);
    node = node.$container;
  }
  return declared.$first ?? declared;
}

/** What a node declares for what stands in it; null for those that declare nothing. */
function namesOf(node: Block): Names | null {
  if (node.$names !== undefined) {
    return node.$names;
  }
  const names = new Map<string, LocalName>();
  for (const name of (declaredIn(node) ?? []) as (LocalName | undefined)[]) {
    // Names are missing where the text is broken.
    if (name !== undefined) {
      name.$first = names.get(name.text) ?? name;
      names.set(name.text, name.$first);
    }
  }
  node.$names = names.size === 0 ? null : names;
  return node.$names;
}

function declaredIn(
  node: Ast.Statement | Ast.Declaration,
): readonly (Ast.Identifier | undefined)[] | undefined {
  switch (node.$type) {
    case 'Declaration': {
      const body = node.body as Ast.Block | undefined;
      // Parameters and the variables of the body are in one scope.
      return body && [...node.parameters.map(({ name }) => name), ...variablesOf(body.statements)];
    }
    case 'Block':
      return node.$container.$type === 'Declaration' ? undefined : variablesOf(node.statements);
    case 'For':
      return node.initial === undefined ? undefined : variablesOf([node.initial]);
    case 'Switch':
      return variablesOf(node.cases.flatMap(({ statements }) => statements));
    case 'Variables':
      // A declaration in the place of a block ends with itself.
      return ['body', 'then', 'otherwise'].includes(node.$containerProperty ?? '')
        ? variablesOf([node])
        : undefined;
    default:
      return undefined;
  }
}

function variablesOf(statements: readonly Ast.Statement[]): readonly Ast.Identifier[] {
  return statements.flatMap((each) =>
    each.$type === 'Variables' ? [each.name, ...each.others.map(({ name }) => name)] : [],
  );
}
