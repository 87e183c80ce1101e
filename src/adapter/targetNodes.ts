/** Modules and facts about the target as variables. */

import type { DebugProtocol } from '@vscode/debugprotocol';
import type { ModuleInfo } from '../core/model/process';
import { escapeText } from '../core/render/escapeText';
import { describeProblem, type Problem } from '../core/util/problem';
import { hex, hex0x } from '../core/util/hex';
import type { Examination } from './examination';
import { describeStatus } from './exceptionInfo';
import { codeMemory, moduleRange, symbolStatus } from './moduleRequests';
import { counted, variable } from './variableNodes';
import { listChildren, namedChildren, type Container } from './variableStore';

/** Modules, in pages when there are many. */
export function moduleList(examination: Examination, modules: readonly ModuleInfo[]): Container {
  return listChildren(modules.length, ({ start, length }) =>
    Promise.resolve(
      modules.slice(start, start + length).map((module) => moduleVariable(examination, module)),
    ),
  );
}

/** What the target is, what it holds, and what was refused. */
export function targetFacts(examination: Examination): Container {
  return namedChildren(() => {
    const { target, variables } = examination;
    const { info } = target;
    const exception = target.exception();
    const processes = target.processes();
    return Promise.resolve([
      variable(variables, 'Target', escapeText(info.title)),
      variable(variables, 'Description', escapeText(info.description)),
      variable(variables, 'Windows', info.windows?.name ?? 'not recorded'),
      variable(variables, 'Architecture', info.architecture),
      variable(variables, 'Mode', `${info.mode} mode, ${info.liveness}`),
      variable(variables, 'Simulated', info.simulated ? 'yes' : 'no'),
      ...(exception === null
        ? []
        : [variable(variables, 'Exception', describeStatus(exception.code))]),
      variable(variables, 'Processes', String(processes.length), {
        container: processList(examination),
      }),
      variable(variables, 'Problems', problemsText(target.problems), {
        container: target.problems.length === 0 ? null : problemList(examination, target.problems),
      }),
      variable(variables, 'Parts', counted(target.parts.length, 'part'), {
        container: target.parts.length === 0 ? null : partList(examination),
      }),
    ]);
  });
}

function moduleVariable(examination: Examination, module: ModuleInfo): DebugProtocol.Variable {
  const { target, variables } = examination;
  return variable(
    variables,
    escapeText(module.name),
    `${moduleRange(module)} ${escapeText(module.path)}`,
    {
      type: 'module',
      ...(module.base === null
        ? {}
        : { evaluateName: hex0x(module.base), memoryReference: codeMemory(target, module.base) }),
      container: namedChildren(({ hex: inHex }) =>
        Promise.resolve([
          variable(variables, 'Path', escapeText(module.path)),
          variable(variables, 'Base', hexOrWord(module.base), { type: 'address' }),
          variable(variables, 'Size', sizeText(module.size, inHex)),
          variable(variables, 'Time stamp', hexOrWord(module.timeDateStamp)),
          variable(variables, 'Symbols', symbolStatus(module)),
          variable(
            variables,
            'PDB',
            module.pdb === null
              ? 'none recorded'
              : `${escapeText(module.pdb.path)} ${module.pdb.guid} ${module.pdb.age}`,
          ),
        ]),
      ),
    },
  );
}

function hexOrWord(value: number | bigint | null): string {
  return value === null ? 'not recorded' : hex0x(value);
}

function sizeText(size: number | null, inHex: boolean): string {
  return size === null || inHex ? hexOrWord(size) : `${size} bytes`;
}

function processList(examination: Examination): Container {
  const { target, variables } = examination;
  const processes = target.processes();
  return listChildren(processes.length, ({ start, length }) =>
    Promise.resolve(
      processes
        .slice(start, start + length)
        .map(({ processId, image }) =>
          variable(variables, hex0x(processId), escapeText(image), { type: 'process' }),
        ),
    ),
  );
}

function problemList(examination: Examination, problems: readonly Problem[]): Container {
  return listChildren(problems.length, ({ start, length }) =>
    Promise.resolve(
      problems
        .slice(start, start + length)
        .map((problem, index) =>
          variable(
            examination.variables,
            `[${start + index}]`,
            escapeText(describeProblem(problem)),
            { type: problem.code },
          ),
        ),
    ),
  );
}

function partList(examination: Examination): Container {
  const { target, variables } = examination;
  return listChildren(target.parts.length, ({ start, length }) =>
    Promise.resolve(
      target.parts.slice(start, start + length).map(({ name, size, note }) => {
        const bytes = size === null ? '' : `${size} (0x${hex(size)}) bytes. `;
        return variable(variables, escapeText(name), `${bytes}${escapeText(note)}`);
      }),
    ),
  );
}

function problemsText(problems: readonly Problem[]): string {
  return problems.length === 0 ? 'none' : counted(problems.length, 'problem');
}
