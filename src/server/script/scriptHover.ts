/** What stands at a place of a script: functions with what they open and need, variables, constants, settings. */

import { MarkupKind, type Hover } from 'vscode-languageserver';
import { allSettings } from '../../core/script/compile/settingTables';
import type { WindowsName } from '../../core/script/compile/programNames';
import { typeNamed, type ScriptType } from '../../core/script/language/typeNames';
import { builtInWords, constantWords, declarationOf, kindWords } from './functionWords';
import type { ScriptProgram, Word } from './scriptProgram';

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
  const content = wordsAt(program, word);
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

function wordsAt(program: ScriptProgram, word: Word): Words | null {
  const meaning = program.meaningAt(program.own, word);
  if (meaning !== null && 'references' in meaning) {
    const uses = meaning.references.length;
    const count = uses === 1 ? 'used once' : `used ${uses} times`;
    return { code: declarationOf(meaning), text: `${kindWords(meaning)}, ${count}` };
  }
  // The words of types that have two refer to nothing.
  const type = typeNamed(word.text);
  return meaning !== null
    ? windowsWords(meaning, word.text)
    : (settingAt(program, word) ?? (type === undefined ? null : typeWords(type, word.text)));
}

function windowsWords(meaning: WindowsName, name: string): Words {
  switch (meaning.kind) {
    case 'builtIn':
      return { code: meaning.built.signature, text: builtInWords(meaning.built) };
    case 'constant': {
      const code = `#define ${name} ${constantWords(meaning.constant)}`;
      return { code, text: 'Constant of Windows headers.' };
    }
    case 'type':
      return typeWords(meaning.type, name);
  }
}

function typeWords(type: ScriptType, name: string): Words {
  const fields = type.fields.map((each) => `    ${each.type.name} ${each.name};\n`).join('');
  const code = fields === '' ? name : `struct ${name} {\n${fields}}`;
  return { code, text: `Type of Windows headers, ${type.bytes} bytes on x64.` };
}

function settingAt(program: ScriptProgram, { text: name, start }: Word): Words | null {
  const machine = program.files[program.own]?.syntax.items.find(
    (item) => item.kind === 'machine' && start >= item.start && start <= item.end,
  );
  if (machine === undefined) {
    return null;
  }
  const found = allSettings().find((each) => each.name === name);
  const values = found?.words === undefined ? '' : `\n\nValues: ${found.words.join(', ')}.`;
  return found === undefined ? null : { code: found.name, text: `${found.summary}${values}` };
}
