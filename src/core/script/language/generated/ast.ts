/** Generated from hsim.langium by "npm run grammar": do not edit. */

/* eslint-disable */
import type * as langium from 'langium';

export type HsimKeywordNames =
    | "!"
    | "!="
    | "%"
    | "%="
    | "&"
    | "&&"
    | "&="
    | "("
    | ")"
    | "*"
    | "*="
    | "+"
    | "++"
    | "+="
    | ","
    | "-"
    | "--"
    | "-="
    | "->"
    | "."
    | "/"
    | "/="
    | ":"
    | ";"
    | "<"
    | "<<"
    | "<<="
    | "<="
    | "="
    | "=="
    | ">"
    | ">="
    | ">>"
    | ">>="
    | "?"
    | "APIENTRY"
    | "CALLBACK"
    | "NTAPI"
    | "WINAPI"
    | "["
    | "]"
    | "^"
    | "^="
    | "__cdecl"
    | "__stdcall"
    | "break"
    | "case"
    | "const"
    | "continue"
    | "default"
    | "do"
    | "else"
    | "for"
    | "goto"
    | "if"
    | "machine"
    | "module"
    | "return"
    | "sizeof"
    | "static"
    | "struct"
    | "switch"
    | "typedef"
    | "while"
    | "{"
    | "|"
    | "|="
    | "||"
    | "}"
    | "~";

export interface Alias extends langium.AstNode {
    readonly $container: Struct;
    readonly $type: 'Alias';
    isPointer: boolean;
    name: Identifier;
}

export const Alias = {
    $type: 'Alias',
    isPointer: 'isPointer',
    name: 'name'
} as const;

export interface ArrayLength extends langium.AstNode {
    readonly $container: Declaration | Declarator | Variables;
    readonly $type: 'ArrayLength';
    size?: Expression;
}

export const ArrayLength = {
    $type: 'ArrayLength',
    size: 'size'
} as const;

export interface Assignment extends langium.AstNode {
    readonly $container: ArrayLength | Assignment | Binary | Braces | Case | Cast | Conditional | Declaration | Declarator | Define | Do | ExpressionStatement | For | Group | If | Index | Name | Prefix | Return | SizeOf | Switch | Variables | While;
    readonly $type: 'Assignment';
    operator: '%=' | '&=' | '*=' | '+=' | '-=' | '/=' | '<<=' | '=' | '>>=' | '^=' | '|=';
    target: Binary;
    value: Expression;
}

export const Assignment = {
    $type: 'Assignment',
    operator: 'operator',
    target: 'target',
    value: 'value'
} as const;

export interface BadDirective extends langium.AstNode {
    readonly $container: Script;
    readonly $type: 'BadDirective';
    text: string;
}

export const BadDirective = {
    $type: 'BadDirective',
    text: 'text'
} as const;

export interface Binary extends langium.AstNode {
    readonly $container: ArrayLength | Assignment | Binary | Braces | Case | Cast | Conditional | Declaration | Declarator | Define | Do | ExpressionStatement | For | Group | If | Index | Name | Prefix | Return | SizeOf | Switch | Variables | While;
    readonly $type: 'Binary';
    left: Expression;
    operator: '!=' | '%' | '&&' | '&' | '*' | '+' | '-' | '/' | '<' | '<<' | '<=' | '==' | '>' | '>=' | '>>' | '^' | '|' | '||';
    right: Expression;
}

export const Binary = {
    $type: 'Binary',
    left: 'left',
    operator: 'operator',
    right: 'right'
} as const;

export interface Block extends langium.AstNode {
    readonly $container: Block | Case | Declaration | Do | For | If | While;
    readonly $type: 'Block';
    statements: Array<Statement>;
}

export const Block = {
    $type: 'Block',
    statements: 'statements'
} as const;

export interface Braces extends langium.AstNode {
    readonly $container: Braces | Declaration | Declarator | Variables;
    readonly $type: 'Braces';
    values: Array<Initializer>;
}

export const Braces = {
    $type: 'Braces',
    values: 'values'
} as const;

export interface Case extends langium.AstNode {
    readonly $container: Switch;
    readonly $type: 'Case';
    head: 'case' | 'default';
    statements: Array<Statement>;
    value?: Expression;
}

export const Case = {
    $type: 'Case',
    head: 'head',
    statements: 'statements',
    value: 'value'
} as const;

export interface Cast extends langium.AstNode {
    readonly $container: ArrayLength | Assignment | Binary | Braces | Case | Cast | Conditional | Declaration | Declarator | Define | Do | ExpressionStatement | For | Group | If | Index | Name | Prefix | Return | SizeOf | Switch | Variables | While;
    readonly $type: 'Cast';
    operand: Expression;
    type: Type;
}

export const Cast = {
    $type: 'Cast',
    operand: 'operand',
    type: 'type'
} as const;

export interface Character extends langium.AstNode {
    readonly $container: ArrayLength | Assignment | Binary | Braces | Case | Cast | Conditional | Declaration | Declarator | Define | Do | ExpressionStatement | For | Group | If | Index | Member | Name | Prefix | Return | SizeOf | Step | Switch | Variables | While;
    readonly $type: 'Character';
    text: string;
}

export const Character = {
    $type: 'Character',
    text: 'text'
} as const;

export interface Conditional extends langium.AstNode {
    readonly $container: ArrayLength | Assignment | Binary | Braces | Case | Cast | Conditional | Declaration | Declarator | Define | Do | ExpressionStatement | For | Group | If | Index | Name | Prefix | Return | SizeOf | Switch | Variables | While;
    readonly $type: 'Conditional';
    condition: Binary;
    otherwise: Expression;
    then: Expression;
}

export const Conditional = {
    $type: 'Conditional',
    condition: 'condition',
    otherwise: 'otherwise',
    then: 'then'
} as const;

export type Convention = 'APIENTRY' | 'CALLBACK' | 'NTAPI' | 'WINAPI' | '__cdecl' | '__stdcall';

export interface Declaration extends langium.AstNode {
    readonly $container: Script;
    readonly $type: 'Convention' | 'Declaration';
    array?: ArrayLength;
    body: Block;
    initializer?: Initializer;
    isFunction: boolean;
    name: Identifier;
    others: Array<Declarator>;
    parameters: Array<Parameter>;
    type: Type;
}

export const Declaration = {
    $type: 'Declaration',
    array: 'array',
    body: 'body',
    initializer: 'initializer',
    isFunction: 'isFunction',
    name: 'name',
    others: 'others',
    parameters: 'parameters',
    type: 'type'
} as const;

export interface Declarator extends langium.AstNode {
    readonly $container: Declaration | Variables;
    readonly $type: 'Declarator';
    array?: ArrayLength;
    initializer?: Initializer;
    name: Identifier;
    stars: Array<'*'>;
}

export const Declarator = {
    $type: 'Declarator',
    array: 'array',
    initializer: 'initializer',
    name: 'name',
    stars: 'stars'
} as const;

export interface Define extends langium.AstNode {
    readonly $container: Script;
    readonly $type: 'Define';
    name: Identifier;
    value: Expression;
}

export const Define = {
    $type: 'Define',
    name: 'name',
    value: 'value'
} as const;

export interface Do extends langium.AstNode {
    readonly $container: Block | Case | Do | For | If | While;
    readonly $type: 'Do';
    body: Statement;
    condition: Expression;
}

export const Do = {
    $type: 'Do',
    body: 'body',
    condition: 'condition'
} as const;

export interface EmptyItem extends langium.AstNode {
    readonly $container: Script;
    readonly $type: 'EmptyItem';
}

export const EmptyItem = {
    $type: 'EmptyItem'
} as const;

export interface EmptyStatement extends langium.AstNode {
    readonly $container: Block | Case | Do | For | If | While;
    readonly $type: 'EmptyStatement';
}

export const EmptyStatement = {
    $type: 'EmptyStatement'
} as const;

export type Expression = Assignment | Binary | Cast | Character | Conditional | Group | Index | Member | Name | NumberLiteral | Prefix | SizeOf | Step | Text;

export const Expression = {
    $type: 'Expression'
} as const;

export interface ExpressionStatement extends langium.AstNode {
    readonly $container: Block | Case | Do | For | If | While;
    readonly $type: 'ExpressionStatement';
    expression: Expression;
}

export const ExpressionStatement = {
    $type: 'ExpressionStatement',
    expression: 'expression'
} as const;

export interface For extends langium.AstNode {
    readonly $container: Block | Case | Do | For | If | While;
    readonly $type: 'For';
    body: Statement;
    condition?: Expression;
    initial?: Variables;
    start?: Expression;
    step?: Expression;
}

export const For = {
    $type: 'For',
    body: 'body',
    condition: 'condition',
    initial: 'initial',
    start: 'start',
    step: 'step'
} as const;

export interface Goto extends langium.AstNode {
    readonly $container: Block | Case | Do | For | If | While;
    readonly $type: 'Goto';
    label: LabelUse;
}

export const Goto = {
    $type: 'Goto',
    label: 'label'
} as const;

export interface Group extends langium.AstNode {
    readonly $container: ArrayLength | Assignment | Binary | Braces | Case | Cast | Conditional | Declaration | Declarator | Define | Do | ExpressionStatement | For | Group | If | Index | Member | Name | Prefix | Return | SizeOf | Step | Switch | Variables | While;
    readonly $type: 'Group';
    inner: Expression;
}

export const Group = {
    $type: 'Group',
    inner: 'inner'
} as const;

/** A name where it is declared. What uses it refers to it; scopes.ts finds it. */
export interface Identifier extends langium.AstNode {
    readonly $container: Alias | Declaration | Declarator | Define | Parameter | Struct | Variables;
    readonly $type: 'Identifier';
    text: string;
}

export const Identifier = {
    $type: 'Identifier',
    text: 'text'
} as const;

export interface If extends langium.AstNode {
    readonly $container: Block | Case | Do | For | If | While;
    readonly $type: 'If';
    condition: Expression;
    otherwise?: Statement;
    then: Statement;
}

export const If = {
    $type: 'If',
    condition: 'condition',
    otherwise: 'otherwise',
    then: 'then'
} as const;

export interface Include extends langium.AstNode {
    readonly $container: Script;
    readonly $type: 'Include';
    path: string;
}

export const Include = {
    $type: 'Include',
    path: 'path'
} as const;

export interface Index extends langium.AstNode {
    readonly $container: ArrayLength | Assignment | Binary | Braces | Case | Cast | Conditional | Declaration | Declarator | Define | Do | ExpressionStatement | For | Group | If | Index | Name | Prefix | Return | SizeOf | Switch | Variables | While;
    readonly $type: 'Index';
    array: Character | Group | Name | NumberLiteral | Text;
    index: Expression;
}

export const Index = {
    $type: 'Index',
    array: 'array',
    index: 'index'
} as const;

export type Initializer = Braces | Expression;

export const Initializer = {
    $type: 'Initializer'
} as const;

export type Item = BadDirective | Declaration | Define | EmptyItem | Include | Machine | Module | Struct;

export const Item = {
    $type: 'Item'
} as const;

export interface Jump extends langium.AstNode {
    readonly $container: Block | Case | Do | For | If | While;
    readonly $type: 'Jump';
    word: 'break' | 'continue';
}

export const Jump = {
    $type: 'Jump',
    word: 'word'
} as const;

export interface Label extends langium.AstNode {
    readonly $container: Block | Case | Do | For | If | While;
    readonly $type: 'Label';
    label: LabelName;
}

export const Label = {
    $type: 'Label',
    label: 'label'
} as const;

export interface LabelName extends langium.AstNode {
    readonly $container: Label;
    readonly $type: 'LabelName';
    text: string;
}

export const LabelName = {
    $type: 'LabelName',
    text: 'text'
} as const;

export interface LabelUse extends langium.AstNode {
    readonly $container: Goto;
    readonly $type: 'LabelUse';
    text: string;
}

export const LabelUse = {
    $type: 'LabelUse',
    text: 'text'
} as const;

export interface Machine extends langium.AstNode {
    readonly $container: Script;
    readonly $type: 'Machine';
    settings: Array<Setting>;
}

export const Machine = {
    $type: 'Machine',
    settings: 'settings'
} as const;

export interface Member extends langium.AstNode {
    readonly $container: ArrayLength | Assignment | Binary | Braces | Case | Cast | Conditional | Declaration | Declarator | Define | Do | ExpressionStatement | For | Group | If | Index | Name | Prefix | Return | SizeOf | Switch | Variables | While;
    readonly $type: 'Member';
    member: langium.Reference<Identifier>;
    object: Character | Group | Name | NumberLiteral | Text;
    operator: '->' | '.';
}

export const Member = {
    $type: 'Member',
    member: 'member',
    object: 'object',
    operator: 'operator'
} as const;

export interface Module extends langium.AstNode {
    readonly $container: Script;
    readonly $type: 'Module';
    file: string;
}

export const Module = {
    $type: 'Module',
    file: 'file'
} as const;

/** A name, or the call of a function. */
export interface Name extends langium.AstNode {
    readonly $container: ArrayLength | Assignment | Binary | Braces | Case | Cast | Conditional | Declaration | Declarator | Define | Do | ExpressionStatement | For | Group | If | Index | Member | Name | Prefix | Return | SizeOf | Step | Switch | Variables | While;
    readonly $type: 'Name';
    arguments: Array<Expression>;
    isCall: boolean;
    target: langium.Reference<Identifier>;
}

export const Name = {
    $type: 'Name',
    arguments: 'arguments',
    isCall: 'isCall',
    target: 'target'
} as const;

export interface NumberLiteral extends langium.AstNode {
    readonly $container: ArrayLength | Assignment | Binary | Braces | Case | Cast | Conditional | Declaration | Declarator | Define | Do | ExpressionStatement | For | Group | If | Index | Member | Name | Prefix | Return | SizeOf | Step | Switch | Variables | While;
    readonly $type: 'NumberLiteral';
    text: string;
}

export const NumberLiteral = {
    $type: 'NumberLiteral',
    text: 'text'
} as const;

export interface Parameter extends langium.AstNode {
    readonly $container: Declaration;
    readonly $type: 'Parameter';
    isArray: boolean;
    name?: Identifier;
    type: Type;
}

export const Parameter = {
    $type: 'Parameter',
    isArray: 'isArray',
    name: 'name',
    type: 'type'
} as const;

export interface Prefix extends langium.AstNode {
    readonly $container: ArrayLength | Assignment | Binary | Braces | Case | Cast | Conditional | Declaration | Declarator | Define | Do | ExpressionStatement | For | Group | If | Index | Name | Prefix | Return | SizeOf | Switch | Variables | While;
    readonly $type: 'Prefix';
    operand: Expression;
    operator: '!' | '&' | '*' | '+' | '++' | '-' | '--' | '~';
}

export const Prefix = {
    $type: 'Prefix',
    operand: 'operand',
    operator: 'operator'
} as const;

export interface Return extends langium.AstNode {
    readonly $container: Block | Case | Do | For | If | While;
    readonly $type: 'Return';
    value?: Expression;
}

export const Return = {
    $type: 'Return',
    value: 'value'
} as const;

export interface Script extends langium.AstNode {
    readonly $type: 'Script';
    items: Array<Item>;
}

export const Script = {
    $type: 'Script',
    items: 'items'
} as const;

export interface Setting extends langium.AstNode {
    readonly $container: Machine | SettingBlock;
    readonly $type: 'Setting';
    block?: SettingBlock;
    name: SettingName;
    values: Array<SettingValue>;
}

export const Setting = {
    $type: 'Setting',
    block: 'block',
    name: 'name',
    values: 'values'
} as const;

export interface SettingBlock extends langium.AstNode {
    readonly $container: Setting;
    readonly $type: 'SettingBlock';
    settings: Array<Setting>;
}

export const SettingBlock = {
    $type: 'SettingBlock',
    settings: 'settings'
} as const;

export interface SettingName extends langium.AstNode {
    readonly $container: Setting;
    readonly $type: 'SettingName';
    text: string;
}

export const SettingName = {
    $type: 'SettingName',
    text: 'text'
} as const;

export interface SettingValue extends langium.AstNode {
    readonly $container: Setting;
    readonly $type: 'SettingValue';
    number?: string;
    text?: string;
    word?: string;
}

export const SettingValue = {
    $type: 'SettingValue',
    number: 'number',
    text: 'text',
    word: 'word'
} as const;

export interface SizeOf extends langium.AstNode {
    readonly $container: ArrayLength | Assignment | Binary | Braces | Case | Cast | Conditional | Declaration | Declarator | Define | Do | ExpressionStatement | For | Group | If | Index | Name | Prefix | Return | SizeOf | Switch | Variables | While;
    readonly $type: 'SizeOf';
    operand?: Expression;
    type?: Type;
}

export const SizeOf = {
    $type: 'SizeOf',
    operand: 'operand',
    type: 'type'
} as const;

export type Statement = Block | Do | EmptyStatement | ExpressionStatement | For | Goto | If | Jump | Label | Return | Switch | Variables | While;

export const Statement = {
    $type: 'Statement'
} as const;

export interface Step extends langium.AstNode {
    readonly $container: ArrayLength | Assignment | Binary | Braces | Case | Cast | Conditional | Declaration | Declarator | Define | Do | ExpressionStatement | For | Group | If | Index | Name | Prefix | Return | SizeOf | Switch | Variables | While;
    readonly $type: 'Step';
    operand: Character | Group | Name | NumberLiteral | Text;
    operator: '++' | '--';
}

export const Step = {
    $type: 'Step',
    operand: 'operand',
    operator: 'operator'
} as const;

export interface Struct extends langium.AstNode {
    readonly $container: Script;
    readonly $type: 'Struct';
    aliases: Array<Alias>;
    fields: Array<Variables>;
    isTypedef: boolean;
    name: Identifier;
    tag?: Identifier;
}

export const Struct = {
    $type: 'Struct',
    aliases: 'aliases',
    fields: 'fields',
    isTypedef: 'isTypedef',
    name: 'name',
    tag: 'tag'
} as const;

export interface Switch extends langium.AstNode {
    readonly $container: Block | Case | Do | For | If | While;
    readonly $type: 'Switch';
    cases: Array<Case>;
    value: Expression;
}

export const Switch = {
    $type: 'Switch',
    cases: 'cases',
    value: 'value'
} as const;

export interface Text extends langium.AstNode {
    readonly $container: ArrayLength | Assignment | Binary | Braces | Case | Cast | Conditional | Declaration | Declarator | Define | Do | ExpressionStatement | For | Group | If | Index | Member | Name | Prefix | Return | SizeOf | Step | Switch | Variables | While;
    readonly $type: 'Text';
    parts: Array<string>;
}

export const Text = {
    $type: 'Text',
    parts: 'parts'
} as const;

export interface Type extends langium.AstNode {
    readonly $container: Cast | Declaration | Parameter | SizeOf | Variables;
    readonly $type: 'Type';
    named: langium.Reference<Identifier>;
    second?: string;
    stars: Array<'*'>;
}

export const Type = {
    $type: 'Type',
    named: 'named',
    second: 'second',
    stars: 'stars'
} as const;

export interface Variables extends langium.AstNode {
    readonly $container: Block | Case | Do | For | If | Struct | While;
    readonly $type: 'Variables';
    array?: ArrayLength;
    initializer?: Initializer;
    name: Identifier;
    others: Array<Declarator>;
    type: Type;
}

export const Variables = {
    $type: 'Variables',
    array: 'array',
    initializer: 'initializer',
    name: 'name',
    others: 'others',
    type: 'type'
} as const;

export interface While extends langium.AstNode {
    readonly $container: Block | Case | Do | For | If | While;
    readonly $type: 'While';
    body: Statement;
    condition: Expression;
}

export const While = {
    $type: 'While',
    body: 'body',
    condition: 'condition'
} as const;

export type HsimAstType = {
    Alias: Alias
    ArrayLength: ArrayLength
    Assignment: Assignment
    BadDirective: BadDirective
    Binary: Binary
    Block: Block
    Braces: Braces
    Case: Case
    Cast: Cast
    Character: Character
    Conditional: Conditional
    Declaration: Declaration
    Declarator: Declarator
    Define: Define
    Do: Do
    EmptyItem: EmptyItem
    EmptyStatement: EmptyStatement
    Expression: Expression
    ExpressionStatement: ExpressionStatement
    For: For
    Goto: Goto
    Group: Group
    Identifier: Identifier
    If: If
    Include: Include
    Index: Index
    Initializer: Initializer
    Item: Item
    Jump: Jump
    Label: Label
    LabelName: LabelName
    LabelUse: LabelUse
    Machine: Machine
    Member: Member
    Module: Module
    Name: Name
    NumberLiteral: NumberLiteral
    Parameter: Parameter
    Prefix: Prefix
    Return: Return
    Script: Script
    Setting: Setting
    SettingBlock: SettingBlock
    SettingName: SettingName
    SettingValue: SettingValue
    SizeOf: SizeOf
    Statement: Statement
    Step: Step
    Struct: Struct
    Switch: Switch
    Text: Text
    Type: Type
    Variables: Variables
    While: While
}

export const HSIM_TYPES = {
        Alias: {
            name: Alias.$type,
            properties: {
                isPointer: {
                    name: Alias.isPointer,
                    defaultValue: false
                },
                name: {
                    name: Alias.name
                }
            },
            superTypes: []
        },
        ArrayLength: {
            name: ArrayLength.$type,
            properties: {
                size: {
                    name: ArrayLength.size
                }
            },
            superTypes: []
        },
        Assignment: {
            name: Assignment.$type,
            properties: {
                operator: {
                    name: Assignment.operator
                },
                target: {
                    name: Assignment.target
                },
                value: {
                    name: Assignment.value
                }
            },
            superTypes: [Expression.$type]
        },
        BadDirective: {
            name: BadDirective.$type,
            properties: {
                text: {
                    name: BadDirective.text
                }
            },
            superTypes: [Item.$type]
        },
        Binary: {
            name: Binary.$type,
            properties: {
                left: {
                    name: Binary.left
                },
                operator: {
                    name: Binary.operator
                },
                right: {
                    name: Binary.right
                }
            },
            superTypes: [Expression.$type]
        },
        Block: {
            name: Block.$type,
            properties: {
                statements: {
                    name: Block.statements,
                    defaultValue: []
                }
            },
            superTypes: [Statement.$type]
        },
        Braces: {
            name: Braces.$type,
            properties: {
                values: {
                    name: Braces.values,
                    defaultValue: []
                }
            },
            superTypes: [Initializer.$type]
        },
        Case: {
            name: Case.$type,
            properties: {
                head: {
                    name: Case.head
                },
                statements: {
                    name: Case.statements,
                    defaultValue: []
                },
                value: {
                    name: Case.value
                }
            },
            superTypes: []
        },
        Cast: {
            name: Cast.$type,
            properties: {
                operand: {
                    name: Cast.operand
                },
                type: {
                    name: Cast.type
                }
            },
            superTypes: [Expression.$type]
        },
        Character: {
            name: Character.$type,
            properties: {
                text: {
                    name: Character.text
                }
            },
            superTypes: [Expression.$type]
        },
        Conditional: {
            name: Conditional.$type,
            properties: {
                condition: {
                    name: Conditional.condition
                },
                otherwise: {
                    name: Conditional.otherwise
                },
                then: {
                    name: Conditional.then
                }
            },
            superTypes: [Expression.$type]
        },
        Declaration: {
            name: Declaration.$type,
            properties: {
                array: {
                    name: Declaration.array
                },
                body: {
                    name: Declaration.body
                },
                initializer: {
                    name: Declaration.initializer
                },
                isFunction: {
                    name: Declaration.isFunction,
                    defaultValue: false
                },
                name: {
                    name: Declaration.name
                },
                others: {
                    name: Declaration.others,
                    defaultValue: []
                },
                parameters: {
                    name: Declaration.parameters,
                    defaultValue: []
                },
                type: {
                    name: Declaration.type
                }
            },
            superTypes: [Item.$type]
        },
        Declarator: {
            name: Declarator.$type,
            properties: {
                array: {
                    name: Declarator.array
                },
                initializer: {
                    name: Declarator.initializer
                },
                name: {
                    name: Declarator.name
                },
                stars: {
                    name: Declarator.stars,
                    defaultValue: []
                }
            },
            superTypes: []
        },
        Define: {
            name: Define.$type,
            properties: {
                name: {
                    name: Define.name
                },
                value: {
                    name: Define.value
                }
            },
            superTypes: [Item.$type]
        },
        Do: {
            name: Do.$type,
            properties: {
                body: {
                    name: Do.body
                },
                condition: {
                    name: Do.condition
                }
            },
            superTypes: [Statement.$type]
        },
        EmptyItem: {
            name: EmptyItem.$type,
            properties: {
            },
            superTypes: [Item.$type]
        },
        EmptyStatement: {
            name: EmptyStatement.$type,
            properties: {
            },
            superTypes: [Statement.$type]
        },
        Expression: {
            name: Expression.$type,
            properties: {
            },
            superTypes: [Initializer.$type]
        },
        ExpressionStatement: {
            name: ExpressionStatement.$type,
            properties: {
                expression: {
                    name: ExpressionStatement.expression
                }
            },
            superTypes: [Statement.$type]
        },
        For: {
            name: For.$type,
            properties: {
                body: {
                    name: For.body
                },
                condition: {
                    name: For.condition
                },
                initial: {
                    name: For.initial
                },
                start: {
                    name: For.start
                },
                step: {
                    name: For.step
                }
            },
            superTypes: [Statement.$type]
        },
        Goto: {
            name: Goto.$type,
            properties: {
                label: {
                    name: Goto.label
                }
            },
            superTypes: [Statement.$type]
        },
        Group: {
            name: Group.$type,
            properties: {
                inner: {
                    name: Group.inner
                }
            },
            superTypes: [Expression.$type]
        },
        Identifier: {
            name: Identifier.$type,
            properties: {
                text: {
                    name: Identifier.text
                }
            },
            superTypes: []
        },
        If: {
            name: If.$type,
            properties: {
                condition: {
                    name: If.condition
                },
                otherwise: {
                    name: If.otherwise
                },
                then: {
                    name: If.then
                }
            },
            superTypes: [Statement.$type]
        },
        Include: {
            name: Include.$type,
            properties: {
                path: {
                    name: Include.path
                }
            },
            superTypes: [Item.$type]
        },
        Index: {
            name: Index.$type,
            properties: {
                array: {
                    name: Index.array
                },
                index: {
                    name: Index.index
                }
            },
            superTypes: [Expression.$type]
        },
        Initializer: {
            name: Initializer.$type,
            properties: {
            },
            superTypes: []
        },
        Item: {
            name: Item.$type,
            properties: {
            },
            superTypes: []
        },
        Jump: {
            name: Jump.$type,
            properties: {
                word: {
                    name: Jump.word
                }
            },
            superTypes: [Statement.$type]
        },
        Label: {
            name: Label.$type,
            properties: {
                label: {
                    name: Label.label
                }
            },
            superTypes: [Statement.$type]
        },
        LabelName: {
            name: LabelName.$type,
            properties: {
                text: {
                    name: LabelName.text
                }
            },
            superTypes: []
        },
        LabelUse: {
            name: LabelUse.$type,
            properties: {
                text: {
                    name: LabelUse.text
                }
            },
            superTypes: []
        },
        Machine: {
            name: Machine.$type,
            properties: {
                settings: {
                    name: Machine.settings,
                    defaultValue: []
                }
            },
            superTypes: [Item.$type]
        },
        Member: {
            name: Member.$type,
            properties: {
                member: {
                    name: Member.member,
                    referenceType: Identifier.$type
                },
                object: {
                    name: Member.object
                },
                operator: {
                    name: Member.operator
                }
            },
            superTypes: [Expression.$type]
        },
        Module: {
            name: Module.$type,
            properties: {
                file: {
                    name: Module.file
                }
            },
            superTypes: [Item.$type]
        },
        Name: {
            name: Name.$type,
            properties: {
                arguments: {
                    name: Name.arguments,
                    defaultValue: []
                },
                isCall: {
                    name: Name.isCall,
                    defaultValue: false
                },
                target: {
                    name: Name.target,
                    referenceType: Identifier.$type
                }
            },
            superTypes: [Expression.$type]
        },
        NumberLiteral: {
            name: NumberLiteral.$type,
            properties: {
                text: {
                    name: NumberLiteral.text
                }
            },
            superTypes: [Expression.$type]
        },
        Parameter: {
            name: Parameter.$type,
            properties: {
                isArray: {
                    name: Parameter.isArray,
                    defaultValue: false
                },
                name: {
                    name: Parameter.name
                },
                type: {
                    name: Parameter.type
                }
            },
            superTypes: []
        },
        Prefix: {
            name: Prefix.$type,
            properties: {
                operand: {
                    name: Prefix.operand
                },
                operator: {
                    name: Prefix.operator
                }
            },
            superTypes: [Expression.$type]
        },
        Return: {
            name: Return.$type,
            properties: {
                value: {
                    name: Return.value
                }
            },
            superTypes: [Statement.$type]
        },
        Script: {
            name: Script.$type,
            properties: {
                items: {
                    name: Script.items,
                    defaultValue: []
                }
            },
            superTypes: []
        },
        Setting: {
            name: Setting.$type,
            properties: {
                block: {
                    name: Setting.block
                },
                name: {
                    name: Setting.name
                },
                values: {
                    name: Setting.values,
                    defaultValue: []
                }
            },
            superTypes: []
        },
        SettingBlock: {
            name: SettingBlock.$type,
            properties: {
                settings: {
                    name: SettingBlock.settings,
                    defaultValue: []
                }
            },
            superTypes: []
        },
        SettingName: {
            name: SettingName.$type,
            properties: {
                text: {
                    name: SettingName.text
                }
            },
            superTypes: []
        },
        SettingValue: {
            name: SettingValue.$type,
            properties: {
                number: {
                    name: SettingValue.number
                },
                text: {
                    name: SettingValue.text
                },
                word: {
                    name: SettingValue.word
                }
            },
            superTypes: []
        },
        SizeOf: {
            name: SizeOf.$type,
            properties: {
                operand: {
                    name: SizeOf.operand
                },
                type: {
                    name: SizeOf.type
                }
            },
            superTypes: [Expression.$type]
        },
        Statement: {
            name: Statement.$type,
            properties: {
            },
            superTypes: []
        },
        Step: {
            name: Step.$type,
            properties: {
                operand: {
                    name: Step.operand
                },
                operator: {
                    name: Step.operator
                }
            },
            superTypes: [Expression.$type]
        },
        Struct: {
            name: Struct.$type,
            properties: {
                aliases: {
                    name: Struct.aliases,
                    defaultValue: []
                },
                fields: {
                    name: Struct.fields,
                    defaultValue: []
                },
                isTypedef: {
                    name: Struct.isTypedef,
                    defaultValue: false
                },
                name: {
                    name: Struct.name
                },
                tag: {
                    name: Struct.tag
                }
            },
            superTypes: [Item.$type]
        },
        Switch: {
            name: Switch.$type,
            properties: {
                cases: {
                    name: Switch.cases,
                    defaultValue: []
                },
                value: {
                    name: Switch.value
                }
            },
            superTypes: [Statement.$type]
        },
        Text: {
            name: Text.$type,
            properties: {
                parts: {
                    name: Text.parts,
                    defaultValue: []
                }
            },
            superTypes: [Expression.$type]
        },
        Type: {
            name: Type.$type,
            properties: {
                named: {
                    name: Type.named,
                    referenceType: Identifier.$type
                },
                second: {
                    name: Type.second
                },
                stars: {
                    name: Type.stars,
                    defaultValue: []
                }
            },
            superTypes: []
        },
        Variables: {
            name: Variables.$type,
            properties: {
                array: {
                    name: Variables.array
                },
                initializer: {
                    name: Variables.initializer
                },
                name: {
                    name: Variables.name
                },
                others: {
                    name: Variables.others,
                    defaultValue: []
                },
                type: {
                    name: Variables.type
                }
            },
            superTypes: [Statement.$type]
        },
        While: {
            name: While.$type,
            properties: {
                body: {
                    name: While.body
                },
                condition: {
                    name: While.condition
                }
            },
            superTypes: [Statement.$type]
        }
    } as const satisfies langium.AstMetaData;
