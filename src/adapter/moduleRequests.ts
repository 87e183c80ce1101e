/** Modules as the protocol describes them. */

import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Address } from '../core/model/identifiers';
import type { ModuleInfo } from '../core/model/process';
import type { Target } from '../core/target/target';
import { escapeText } from '../core/render/escapeText';
import { hex0x } from '../core/util/hex';

/** Folders of Windows itself, in lower case, with either kind of separator replaced by `/`. */
const SYSTEM_FOLDERS = [
  '/windows/system32/',
  '/windows/syswow64/',
  '/windows/winsxs/',
  '/systemroot/',
];
/** System modules that kernel targets and old dumps name without a folder. */
const SYSTEM_NAMES: ReadonlySet<string> = new Set([
  'nt',
  'hal',
  'ntoskrnl',
  'ntkrnlmp',
  'ntkrnlpa',
  'ntdll',
  'kernel32',
  'kernelbase',
  'win32k',
  'win32u',
  'user32',
  'gdi32',
  'advapi32',
  'sechost',
  'rpcrt4',
  'ucrtbase',
  'wow64',
  'wow64cpu',
  'wow64win',
  'verifier',
  'vrfcore',
]);

/** A page of modules; `count` 0 means all. */
export function modulePage(
  target: Target,
  start: number,
  count: number,
): DebugProtocol.ModulesResponse['body'] {
  const modules = target.modules();
  const end = count === 0 ? modules.length : start + count;
  return {
    modules: modules.slice(start, end).map(describeModule),
    totalModules: modules.length,
  };
}

/** Names a module in frames and in the module list alike. */
export function moduleId(module: ModuleInfo): string {
  return module.base === null ? module.name : hex0x(module.base);
}

/** The module an address lies in; null when in none. Of a module without addresses the symbols decide. */
export function findModule(target: Target, address: Address): ModuleInfo | null {
  const modules = target.modules();
  const found = modules.find(
    ({ base, size }) =>
      base !== null && size !== null && address >= base && address < base + BigInt(size),
  );
  if (found !== undefined) {
    return found;
  }
  const { module } = target.symbols.resolve(address);
  return modules.find(({ base, name }) => base === null && name === module) ?? null;
}

/** A memory reference to code, where there may be some: simulated machines have data but no code. */
export function codeMemory(target: Target, address: Address): string | undefined {
  return target.capabilities.memory && !target.info.simulated ? hex0x(address) : undefined;
}

/** True for modules that belong to Windows, whose frames are rarely what somebody looks for. */
export function isSystemModule(module: ModuleInfo): boolean {
  const path = module.path.toLowerCase().replaceAll('\\', '/');
  return (
    SYSTEM_FOLDERS.some((folder) => path.includes(folder)) ||
    (!path.includes('/') && SYSTEM_NAMES.has(module.name.toLowerCase()))
  );
}

/** What is known about a module's symbols, in words. */
export function symbolStatus(module: ModuleInfo): string {
  switch (module.symbols) {
    case 'simulated':
      return 'Simulated symbols';
    case 'exports':
      return 'Exported symbols only';
    case 'printed':
      return 'Symbols as a debugger printed them';
    case 'none':
      return 'No symbols';
  }
}

/** Last component of a module's path, its name when it has none. */
export function moduleFile(module: ModuleInfo): string {
  return module.path.split(/[\\/]/).at(-1) || module.name;
}

/** `base-end` of a module in hexadecimal. */
export function moduleRange({ base, size }: ModuleInfo): string {
  return base === null || size === null
    ? 'addresses not recorded'
    : `${hex0x(base)}-${hex0x(base + BigInt(size))}`;
}

function describeModule(module: ModuleInfo): DebugProtocol.Module {
  return {
    id: moduleId(module),
    name: escapeText(moduleFile(module)),
    path: escapeText(module.path),
    isUserCode: !isSystemModule(module),
    symbolStatus: symbolStatus(module),
    ...(module.base === null ? {} : { addressRange: moduleRange(module) }),
    ...(module.timeDateStamp === null ? {} : { dateTimeStamp: hex0x(module.timeDateStamp) }),
    ...(module.pdb === null ? {} : { symbolFilePath: escapeText(module.pdb.path) }),
  };
}
