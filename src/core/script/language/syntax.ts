/** The syntax tree of a script. Offsets are UTF-16 units; `end` is exclusive. */

import type * as Ast from './generated/ast';
import type { LinkedText, NameReference } from './scopes';

/** Where a node stands in its text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A name as it stands in the text. */
export interface Identifier extends Span {
  readonly name: string;
}

/** A name that is declared. */
export interface DeclaredName extends Identifier {
  /** What references to it lead to; a function, so that walks over the tree end here. Absent where the name is missing. */
  readonly node?: () => Ast.Identifier;
}

/** A name that refers to what is declared elsewhere. */
export interface NameUse extends Identifier {
  /** The reference of the grammar; a function, so that walks over the tree end here. Absent where the name is missing. */
  readonly reference?: () => NameReference;
}

/** A type as written: a name and its stars. */
export interface TypeSyntax extends NameUse {
  readonly stars: number;
}

export interface NumberLiteral extends Span {
  readonly kind: 'number';
  readonly value: number;
  /** True when it was written in hexadecimal or with a `U`. */
  readonly unsigned: boolean;
}

export interface StringLiteral extends Span {
  readonly kind: 'string';
  readonly value: string;
}

export interface NameExpression extends NameUse {
  readonly kind: 'name';
}

export interface UnaryExpression extends Span {
  readonly kind: 'unary';
  readonly operator: '-' | '+' | '!' | '~' | '*' | '&' | '++' | '--';
  readonly operand: Expression;
}

export interface PostfixExpression extends Span {
  readonly kind: 'postfix';
  readonly operator: '++' | '--';
  readonly operand: Expression;
}

export interface BinaryExpression extends Span {
  readonly kind: 'binary';
  readonly operator: string;
  readonly left: Expression;
  readonly right: Expression;
}

export interface AssignmentExpression extends Span {
  readonly kind: 'assignment';
  /** Null for `=`; else the operator in front of it, for example `+` of `+=`. */
  readonly operator: string | null;
  readonly target: Expression;
  readonly value: Expression;
}

export interface ConditionalExpression extends Span {
  readonly kind: 'conditional';
  readonly condition: Expression;
  readonly then: Expression;
  readonly otherwise: Expression;
}

export interface CastExpression extends Span {
  readonly kind: 'cast';
  readonly type: TypeSyntax;
  readonly operand: Expression;
}

export interface SizeOfExpression extends Span {
  readonly kind: 'sizeof';
  readonly type: TypeSyntax | null;
  readonly operand: Expression | null;
}

export interface CallExpression extends Span {
  readonly kind: 'call';
  readonly callee: NameUse;
  readonly arguments: readonly Expression[];
}

export interface IndexExpression extends Span {
  readonly kind: 'index';
  readonly array: Expression;
  readonly index: Expression;
}

export interface MemberExpression extends Span {
  readonly kind: 'member';
  readonly object: Expression;
  /** True for `->`. */
  readonly arrow: boolean;
  readonly member: NameUse;
}

/** Stands where an expression is missing; the mistake was reported. */
export interface MissingExpression extends Span {
  readonly kind: 'missing';
}

export type Expression =
  | NumberLiteral
  | StringLiteral
  | NameExpression
  | UnaryExpression
  | PostfixExpression
  | BinaryExpression
  | AssignmentExpression
  | ConditionalExpression
  | CastExpression
  | SizeOfExpression
  | CallExpression
  | IndexExpression
  | MemberExpression
  | MissingExpression;

/** `{ 1, 2 }` behind a declaration. */
export interface BraceInitializer extends Span {
  readonly kind: 'braces';
  readonly values: readonly Initializer[];
}

export type Initializer = Expression | BraceInitializer;

/** One variable of a declaration. */
export interface Declarator extends Span {
  readonly type: TypeSyntax;
  readonly name: DeclaredName;
  /** Present for arrays; null inside when the length follows from the initializer. */
  readonly array: { readonly size: Expression | null } | null;
  readonly initializer: Initializer | null;
}

export interface VariableDeclaration extends Span {
  readonly kind: 'variables';
  readonly declarators: readonly Declarator[];
}

export interface Block extends Span {
  readonly kind: 'block';
  readonly statements: readonly Statement[];
}

export interface IfStatement extends Span {
  readonly kind: 'if';
  readonly condition: Expression;
  readonly then: Statement;
  readonly otherwise: Statement | null;
}

export interface WhileStatement extends Span {
  readonly kind: 'while';
  readonly condition: Expression;
  readonly body: Statement;
}

export interface DoStatement extends Span {
  readonly kind: 'do';
  readonly body: Statement;
  readonly condition: Expression;
}

export interface ForStatement extends Span {
  readonly kind: 'for';
  readonly initial: VariableDeclaration | Expression | null;
  readonly condition: Expression | null;
  readonly step: Expression | null;
  readonly body: Statement;
}

/** `case X:` or `default:` with what follows it. */
export interface SwitchCase extends Span {
  /** Null for `default`. */
  readonly value: Expression | null;
  readonly statements: readonly Statement[];
}

export interface SwitchStatement extends Span {
  readonly kind: 'switch';
  readonly value: Expression;
  readonly cases: readonly SwitchCase[];
}

export interface JumpStatement extends Span {
  readonly kind: 'break' | 'continue' | 'empty';
}

export interface ReturnStatement extends Span {
  readonly kind: 'return';
  readonly value: Expression | null;
}

export interface GotoStatement extends Span {
  readonly kind: 'goto';
  readonly label: Identifier;
}

export interface LabelStatement extends Span {
  readonly kind: 'label';
  readonly label: Identifier;
}

export interface ExpressionStatement extends Span {
  readonly kind: 'expression';
  readonly expression: Expression;
}

export type Statement =
  | VariableDeclaration
  | Block
  | IfStatement
  | WhileStatement
  | DoStatement
  | ForStatement
  | SwitchStatement
  | JumpStatement
  | ReturnStatement
  | GotoStatement
  | LabelStatement
  | ExpressionStatement;

export interface Parameter extends Span {
  readonly type: TypeSyntax;
  readonly name: DeclaredName | null;
}

export interface FunctionDeclaration extends Span {
  readonly kind: 'function';
  readonly type: TypeSyntax;
  readonly name: DeclaredName;
  readonly parameters: readonly Parameter[];
  /** Null for a prototype. */
  readonly body: Block | null;
}

/** `#define NAME value`; the value is an expression. */
export interface Define extends Span {
  readonly kind: 'define';
  readonly name: DeclaredName;
  readonly value: Expression;
}

/** `#include "file"`. */
export interface Include extends Span {
  readonly kind: 'include';
  readonly path: Identifier;
}

/** `module "orders.dll";`: the functions that follow in this file lie in that module. */
export interface ModuleDirective extends Span {
  readonly kind: 'module';
  readonly file: Identifier;
}

/** `struct NAME { … };` or `typedef struct { … } NAME;`. */
export interface StructDeclaration extends Span {
  readonly kind: 'struct';
  readonly name: DeclaredName;
  /** Other names of the struct, and of pointers to it: its tag, and what stands behind its name. */
  readonly aliases: readonly (DeclaredName & { readonly isPointer: boolean })[];
  readonly fields: readonly Declarator[];
}

/** A value behind a setting's name. */
export interface SettingValue extends Span {
  readonly kind: 'text' | 'number' | 'word';
  readonly text: string;
  /** 0 unless it is a number. */
  readonly number: number;
}

/** `name value …;` or `name value … { … }` in the block `machine`. */
export interface Setting extends Span {
  readonly name: Identifier;
  readonly values: readonly SettingValue[];
  readonly settings: readonly Setting[] | null;
}

export interface MachineBlock extends Span {
  readonly kind: 'machine';
  readonly settings: readonly Setting[];
}

export type TopLevel =
  | FunctionDeclaration
  | VariableDeclaration
  | Define
  | Include
  | ModuleDirective
  | StructDeclaration
  | MachineBlock;

/** How bad a problem is. */
export type Severity = 'error' | 'warning' | 'hint';

/** Another place that a problem is about. */
export interface RelatedPlace extends Span {
  readonly message: string;
}

/** Something wrong in a script. */
export interface ScriptProblem extends Span {
  /** Stable name, kebab-case. */
  readonly code: string;
  readonly severity: Severity;
  /** What is wrong, and what to do: one or two sentences. */
  readonly message: string;
  readonly related?: readonly RelatedPlace[];
  /** What the text at this place should be, where that is certain. */
  readonly replacement?: string;
  /** A change that mends it, where it is more than a replacement. */
  readonly fix?: ProblemFix;
}

/** A change of the text that mends a problem. */
export interface ProblemFix extends Span {
  /** What it does, for a menu: `Insert ";"`. */
  readonly title: string;
  /** Stands at the place afterwards. */
  readonly text: string;
  /** False when somebody should look first. */
  readonly isCertain: boolean;
}

/** What was parsed in one go, and where it begins. */
export interface SyntaxPiece {
  readonly offset: number;
  readonly text: LinkedText;
}

/** One parsed text. */
export interface ScriptSyntax {
  readonly items: readonly TopLevel[];
  readonly problems: readonly ScriptProblem[];
  readonly pieces: readonly SyntaxPiece[];
}
