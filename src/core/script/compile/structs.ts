/** Compiles declarations of structs: what they hold, where, and how large they are. */

import type { DeclaredName, StructDeclaration, TypeSyntax } from '../language/syntax';
import {
  finishStruct,
  INT,
  pointerTo,
  unfinishedStruct,
  type ScriptType,
} from '../language/typeNames';
import { isCharacter, type CompileContext } from './context';
import type { ScriptSymbol } from './symbols';
import { constantValue } from './variables';

/** Makes a struct and its fields known. */
export function declareStruct(
  context: CompileContext,
  { name, aliases, fields, start, end }: StructDeclaration,
): void {
  const { file } = context;
  const unused = { length: 0, offset: 0, value: null, parameters: [] } as const;
  // Its fields may point to it.
  const type = unfinishedStruct(name.name);
  const declare = (own: DeclaredName, named: ScriptType): void => {
    const symbol: ScriptSymbol = {
      ...unused,
      kind: 'struct',
      name: own.name,
      place: { file, start: own.start, end: own.end },
      extent: { file, start, end },
      type: named,
      references: [],
    };
    context.symbols.push(symbol);
    context.names.declareStruct(symbol, own, null);
  };
  declare(name, type);
  aliases.forEach((each) => declare(each, each.isPointer ? pointerTo(type) : type));
  const members = fields.map((field): StructMember => {
    const size = field.array?.size ?? null;
    return {
      name: field.name.name,
      type: fieldType(context, field.type, type),
      count: size === null ? 0 : (constantValue(context, size) ?? 1),
    };
  });
  // A buffer of characters is one text.
  const cells = members.map(({ name: own, type: each, count }) => {
    return [own, each, isCharacter(each) ? 0 : count] as const;
  });
  finishStruct(type, cells, bytesOf(members));
  type.fields.forEach((field, index) => {
    const declared = fields[index];
    if (declared !== undefined) {
      const own: ScriptSymbol = {
        ...unused,
        kind: 'field',
        name: field.name,
        place: { file, start: declared.name.start, end: declared.name.end },
        extent: { file, start: declared.start, end: declared.end },
        type: field.type,
        length: field.length,
        references: [],
      };
      context.symbols.push(own);
      context.names.declareStruct(own, declared.name, field);
    }
  });
}

interface StructMember {
  readonly name: string;
  readonly type: ScriptType;
  /** Elements of an array; 0 for others. */
  readonly count: number;
}

/** Bytes of a struct, as compilers for 64-bit Windows lay it out: each member at a multiple of its size. */
function bytesOf(members: readonly StructMember[]): number {
  let bytes = 0;
  let widest = 1;
  for (const { type, count } of members) {
    const alignment = alignmentOf(type);
    bytes = Math.ceil(bytes / alignment) * alignment + type.bytes * Math.max(1, count);
    widest = Math.max(widest, alignment);
  }
  return Math.ceil(bytes / widest) * widest;
}

function alignmentOf({ kind, fields, bytes }: ScriptType): number {
  return kind === 'struct'
    ? Math.max(1, ...fields.map(({ type }) => alignmentOf(type)))
    : Math.max(1, bytes);
}

function fieldType(
  context: CompileContext,
  syntax: TypeSyntax,
  unfinished: ScriptType,
): ScriptType {
  const type = context.type(syntax);
  if (type !== unfinished) {
    return type;
  }
  context.report(
    syntax,
    'struct-in-itself',
    `A struct cannot hold one of its own kind. Point to it: ${type.name}*.`,
  );
  return INT;
}
