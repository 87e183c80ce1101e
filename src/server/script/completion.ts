/** What can be written at a place of a script. */

import {
  CompletionItemKind,
  InsertTextFormat,
  MarkupKind,
  type CompletionItem,
} from 'vscode-languageserver';
import { MACHINE_SETTINGS, type SettingDescription } from '../../core/script/compile/settingTables';
import type { ScriptSymbol } from '../../core/script/compile/symbols';
import { BUILT_INS } from '../../core/script/functions/catalog';
import { allConstants, type ConstantGroup } from '../../core/script/functions/constants';
import { typeNamed, typeNames, type ScriptType } from '../../core/script/language/typeNames';
import { callAround } from './callContext';
import { builtInWords, constantWords, declarationOf, kindWords } from './functionWords';
import type { ScriptProgram } from './scriptProgram';

const STATEMENTS = [
  'if',
  'else',
  'while',
  'do',
  'for',
  'switch',
  'case',
  'default',
  'break',
  'continue',
  'return',
  'goto',
  'sizeof',
  'const',
  'static',
  'struct',
];
const OUTSIDE = ['machine', 'module', 'typedef', 'struct', 'static', 'const'];

/** Completion at an offset of a script; `includes` are the files that can be included, as one writes them. */
export function completeScript(
  program: ScriptProgram,
  offset: number,
  includes: readonly string[],
): CompletionItem[] {
  const file = program.own;
  const text = program.textOf(file);
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  if (/^\s*#\s*include\s*"[^"]*$/.test(line)) {
    return includes.map((path) => ({ label: path, kind: CompletionItemKind.File }));
  }
  const block = settingsAround(program, offset);
  if (block !== null) {
    return completeSettings(block, line);
  }
  if (isInText(program, offset)) {
    return [];
  }
  const member = /([A-Za-z_]\w*)\s*(?:\.|->)\s*\w*$/.exec(line);
  if (member !== null) {
    return completeFields(program, offset - line.length + member.index);
  }
  return /\bgoto\s+\w*$/.test(line)
    ? completeLabels(program, offset)
    : completeNames(program, offset);
}

function completeLabels(program: ScriptProgram, offset: number): CompletionItem[] {
  const own = program.functionAt(program.own, offset);
  return program.compilation.symbols
    .filter(
      ({ kind, place: { file, start } }) =>
        kind === 'label' &&
        file === program.own &&
        own !== null &&
        start > own.start &&
        start < own.end,
    )
    .map((symbol) => symbolItem(symbol, undefined));
}

/** The settings that may stand at an offset; null outside of the block `machine`. */
function settingsAround(
  program: ScriptProgram,
  offset: number,
): readonly SettingDescription[] | null {
  const before = program.codeOf(program.own).slice(0, offset);
  const machine = /(?:^|\n)\s*machine\s*\{/g;
  const start = [...before.matchAll(machine)].at(-1);
  if (start === undefined) {
    return null;
  }
  // What stands between braces and semicolons; a piece in front of a brace begins with the name of its block.
  const open: string[] = [];
  for (const [, words = '', end] of before.slice(start.index).matchAll(/([^;{}]*)([;{}])/g)) {
    if (end === '{') {
      open.push(/\w+/.exec(words)?.[0] ?? '');
    } else if (end === '}' && open.length <= 1) {
      return null;
    } else if (end === '}') {
      open.pop();
    }
  }
  const [, ...blocks] = open;
  return blocks.reduce<readonly SettingDescription[]>(
    (settings, block) => settings.find(({ name }) => name === block)?.settings ?? [],
    MACHINE_SETTINGS,
  );
}

function completeSettings(settings: readonly SettingDescription[], line: string): CompletionItem[] {
  const part = line.slice(Math.max(line.lastIndexOf(';'), line.lastIndexOf('{')) + 1);
  const named = /^\s*(\w+)\s+("?)[^"]*$/.exec(part);
  if (named === null) {
    return settings.map(({ name, summary }) => ({
      label: name,
      kind: CompletionItemKind.Property,
      documentation: summary,
    }));
  }
  const setting = settings.find(({ name }) => name === named[1]);
  const quote = setting?.takes === 'text' && named[2] === '' ? '"' : '';
  return (setting?.words ?? []).map((word) => ({
    label: word,
    kind: CompletionItemKind.Value,
    insertText: `${quote}${word}${quote}`,
  }));
}

/** Blanks stand for texts and comments in the code. */
function isInText(program: ScriptProgram, offset: number): boolean {
  const text = program.textOf(program.own);
  const code = program.codeOf(program.own);
  const last = text[offset - 1] ?? ' ';
  return last !== code[offset - 1] && !/["/]/.test(last);
}

function completeFields(program: ScriptProgram, at: number): CompletionItem[] {
  const type = program.symbolAt(program.own, at)?.type;
  const struct: ScriptType | null | undefined = type?.kind === 'pointer' ? type.target : type;
  return (struct?.fields ?? []).map(({ name, type: own }) => ({
    label: name,
    kind: CompletionItemKind.Field,
    detail: own.name,
  }));
}

function completeNames(program: ScriptProgram, offset: number): CompletionItem[] {
  const inside = program.functionAt(program.own, offset);
  const body = inside?.body ?? null;
  const isInside = body !== null && offset > body.start && offset < body.end;
  const structs = program.compilation.symbols.filter(({ kind }) => kind === 'struct');
  const types = [...typeNames(), ...structs.map(({ name }) => name)].map(typeItem);
  const words = (isInside ? STATEMENTS : OUTSIDE).map((label) => ({
    label,
    kind: CompletionItemKind.Keyword,
  }));
  if (!isInside) {
    return [...words, ...types];
  }
  const call = callAround(program.codeOf(program.own), offset);
  const callee = call === null ? undefined : program.compilation.names.named(call.name);
  const parameter =
    callee?.kind === 'builtIn' ? callee.built.parameters[call?.argument ?? 0] : undefined;
  return [
    ...program.visibleAt(offset).map((symbol) => symbolItem(symbol, parameter?.type)),
    ...BUILT_INS.map(functionItem),
    ...constantItems(parameter?.group ?? null),
    ...types,
    ...words,
  ];
}

const SYMBOL_KINDS: Readonly<Record<ScriptSymbol['kind'], CompletionItemKind>> = {
  function: CompletionItemKind.Function,
  global: CompletionItemKind.Variable,
  local: CompletionItemKind.Variable,
  parameter: CompletionItemKind.Variable,
  define: CompletionItemKind.Constant,
  struct: CompletionItemKind.Struct,
  field: CompletionItemKind.Field,
  label: CompletionItemKind.Reference,
};

/** Variables of the kind that a parameter takes come first. */
function symbolItem(symbol: ScriptSymbol, wanted: ScriptType | undefined): CompletionItem {
  const fits = wanted?.isHandle === true && symbol.type.isHandle;
  return {
    label: symbol.name,
    kind: SYMBOL_KINDS[symbol.kind],
    detail: declarationOf(symbol),
    documentation: kindWords(symbol),
    sortText: `${fits ? 0 : 1}${symbol.name}`,
  };
}

function functionItem(built: (typeof BUILT_INS)[number]): CompletionItem {
  const hasArguments = built.parameters.length > 0;
  return {
    label: built.name,
    kind: CompletionItemKind.Function,
    detail: built.signature,
    documentation: { kind: MarkupKind.Markdown, value: builtInWords(built) },
    insertText: hasArguments ? `${built.name}($0)` : `${built.name}()`,
    insertTextFormat: InsertTextFormat.Snippet,
    sortText: `3${built.name}`,
    ...(hasArguments && {
      command: { title: 'Signature', command: 'editor.action.triggerParameterHints' },
    }),
  };
}

/** The constants that a parameter takes come first. */
function constantItems(group: ConstantGroup | null): readonly CompletionItem[] {
  return allConstants().map((constant) => {
    const fits = group !== null && constant.groups.includes(group);
    return {
      label: constant.name,
      kind: CompletionItemKind.EnumMember,
      detail: constantWords(constant),
      sortText: `${fits ? 0 : 4}${constant.name}`,
      preselect: fits,
    };
  });
}

function typeItem(label: string): CompletionItem {
  const isStruct = typeNamed(label)?.kind === 'struct';
  return {
    label,
    kind: isStruct ? CompletionItemKind.Struct : CompletionItemKind.TypeParameter,
    sortText: `5${label}`,
  };
}
