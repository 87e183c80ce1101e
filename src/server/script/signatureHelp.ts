/** The signature of the function whose arguments are being written. */

import { MarkupKind, type SignatureHelp } from 'vscode-languageserver';
import { callAround } from './callContext';
import { builtInWords, declarationOf } from './functionWords';
import type { ScriptProgram } from './scriptProgram';

/** Help for the call around an offset; null when there is none, or nobody knows the function. */
export function signatureAt(program: ScriptProgram, offset: number): SignatureHelp | null {
  const call = callAround(program.codeOf(program.own), offset);
  if (call === null) {
    return null;
  }
  const callee = program.compilation.names.named(call.name);
  if (callee?.kind !== 'builtIn' && callee?.kind !== 'function') {
    return null;
  }
  const built = callee.kind === 'builtIn' ? callee.built : undefined;
  const label = callee.kind === 'builtIn' ? callee.built.signature : declarationOf(callee);
  const list = label.slice(label.indexOf('(') + 1, -1);
  const parameters = list === 'void' || list === '' ? [] : list.split(', ');
  const last = Math.max(0, parameters.length - 1);
  return {
    signatures: [
      {
        label,
        parameters: parameters.map((each) => ({ label: each })),
        ...(built !== undefined && {
          documentation: { kind: MarkupKind.Markdown, value: builtInWords(built) },
        }),
      },
    ],
    activeSignature: 0,
    activeParameter: parameters[last] === '...' ? Math.min(call.argument, last) : call.argument,
  };
}
