/** What stands at a place of a script: functions with what they open and need, variables, constants, settings. */

import { MarkupKind, type Hover } from 'vscode-languageserver';
import { allSettings } from '../../core/script/compile/settingTables';
import { builtInNamed } from '../../core/script/functions/catalog';
import { constantNamed } from '../../core/script/functions/constants';
import { typeNamed } from '../../core/script/language/typeNames';
import { builtInWords, constantWords, declarationOf, kindWords } from './functionWords';
import type { ScriptProgram } from './scriptProgram';

/** The hover at an offset; null where nothing is known. */
export function hoverScript(
  program: ScriptProgram,
  offset: number,
  markdown: boolean,
): Hover | null {
  const file = program.own;
  const word = program.wordAt(file, offset);
  if (word === null) {
    return null;
  }
  const content = wordsAt(program, offset, word.text);
  if (content === null) {
    return null;
  }
  const { code, text } = content;
  return {
    contents: markdown
      ? { kind: MarkupKind.Markdown, value: `\`\`\`hsim\n${code}\n\`\`\`\n\n${text}` }
      : { kind: MarkupKind.PlainText, value: `${code}\n\n${text.replaceAll(/[*`]/g, '')}` },
    range: program.rangeOf(file, word),
  };
}

interface Words {
  readonly code: string;
  readonly text: string;
}

function wordsAt(program: ScriptProgram, offset: number, name: string): Words | null {
  const symbol = program.symbolAt(program.own, offset);
  if (symbol !== null) {
    const uses = symbol.references.length;
    const count = uses === 1 ? 'used once' : `used ${uses} times`;
    return { code: declarationOf(symbol), text: `${kindWords(symbol)}, ${count}` };
  }
  const setting = settingAt(program, offset, name);
  if (setting !== null) {
    return setting;
  }
  const built = builtInNamed(name);
  if (built !== undefined) {
    return { code: built.signature, text: builtInWords(built) };
  }
  const constant = constantNamed(name);
  if (constant !== undefined) {
    return {
      code: `#define ${name} ${constantWords(constant)}`,
      text: 'Constant of Windows headers.',
    };
  }
  const type = typeNamed(name);
  if (type === undefined) {
    return null;
  }
  const fields = type.fields.map((each) => `    ${each.type.name} ${each.name};\n`).join('');
  const code = fields === '' ? name : `struct ${name} {\n${fields}}`;
  return { code, text: `Type of Windows headers, ${type.bytes} bytes on x64.` };
}

function settingAt(program: ScriptProgram, offset: number, name: string): Words | null {
  const machine = program.files[program.own]?.syntax.items.find(
    (item) => item.kind === 'machine' && offset >= item.start && offset <= item.end,
  );
  if (machine === undefined) {
    return null;
  }
  const found = allSettings().find((each) => each.name === name);
  const values = found?.words === undefined ? '' : `\n\nValues: ${found.words.join(', ')}.`;
  return found === undefined ? null : { code: found.name, text: `${found.summary}${values}` };
}
