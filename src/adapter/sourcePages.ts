/**
 * Readable pages in place of source text, which no target records. A frame without a source could not be focused by
 * clients, and without a focused frame they neither hover nor watch.
 */

import type { DebugProtocol } from '@vscode/debugprotocol';
import type { ModuleInfo } from '../core/model/process';
import type { Target } from '../core/target/target';
import { escapeText } from '../core/render/escapeText';
import { hex0x } from '../core/util/hex';
import { RequestError } from './adapterErrors';
import { whatToType } from './whatToType';
import { moduleFile, moduleRange, symbolStatus } from './moduleRequests';

/** Reference of the page for addresses outside all modules; module i has this + 1 + i. */
const NO_MODULE_PAGE = 1;

/** The page of a module; of "no module" for null. */
export function sourceOfModule(target: Target, module: ModuleInfo | null): DebugProtocol.Source {
  if (module === null) {
    return { name: 'no module', sourceReference: NO_MODULE_PAGE };
  }
  const index = target
    .modules()
    .findIndex(({ base, name }) => base === module.base && name === module.name);
  return { name: escapeText(moduleFile(module)), sourceReference: NO_MODULE_PAGE + 1 + index };
}

/** A file of a script. */
export function sourceOfPath(path: string): DebugProtocol.Source {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  return { name, path };
}

/** The text of a page; an error when there is no such page. */
export function sourcePage(target: Target, reference: number): string {
  if (reference === NO_MODULE_PAGE) {
    return lines([
      'No module',
      '',
      'This address is in none of the modules the target lists, or no address was recorded.',
      ...aboutSources(target),
    ]);
  }
  const module = target.modules()[reference - NO_MODULE_PAGE - 1];
  if (module === undefined) {
    throw new RequestError(`There is no page number ${reference}. Ask for the stack again.`);
  }
  const pdb =
    module.pdb === null
      ? 'none recorded'
      : `${module.pdb.path} ${module.pdb.guid} ${module.pdb.age}`;
  return lines([
    moduleFile(module),
    '',
    `Path:       ${module.path}`,
    `Addresses:  ${moduleRange(module)}`,
    `Time stamp: ${module.timeDateStamp === null ? 'not recorded' : hex0x(module.timeDateStamp)}`,
    `PDB:        ${pdb}`,
    `Symbols:    ${symbolStatus(module)}`,
    ...aboutSources(target),
  ]);
}

function aboutSources(target: Target): readonly string[] {
  const why = {
    simulated: 'The machine is simulated: there is no source text behind its modules.',
    minidump: 'A dump holds no source text, and Handle Lens reads no PDB files.',
    log: 'A log holds only the symbols that the debugger printed, no source text.',
  };
  return [
    '',
    why[target.info.kind],
    'The debug console takes commands.',
    whatToType(target.capabilities.traces),
  ];
}

function lines(texts: readonly string[]): string {
  return `${texts.map(escapeText).join('\n')}\n`;
}
