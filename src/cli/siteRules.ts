/** What the command line and the configuration file say about leak sites: whose code is whose, and which are not wanted. */

import { DEFAULT_GATE, parseGateConfig, type GateConfig } from '../core/analysis/gate/gateConfig';
import type { DebuggerState } from '../core/commands/debuggerState';
import { parseSuppressions } from '../core/commands/leaks/parseSuppressions';
import { fail, ok, type Result } from '../core/util/result';
import { readJsonFile, type CheckFiles } from './check/checkFiles';

/** Read from the current folder unless another one is named. */
const USUAL_CONFIG = 'handle-lens.config.json';

/** Options that may be given several times, and the path of a configuration file. */
export const SITE_OPTIONS = ['--config', '--own', '--system', '--suppress'] as const;

/** What the command line says; it comes on top of the file. */
export interface SiteRules {
  /** Path of the configuration file; null reads the usual one where there is one. */
  readonly config: string | null;
  /** Patterns of modules and functions that are the program's own, and of those that are not. */
  readonly own: readonly string[];
  readonly system: readonly string[];
  /** Patterns of sites that are not wanted (docs/leaks.md). */
  readonly suppress: readonly string[];
}

/** Reads the options. */
export function siteRules(valuesOf: (name: string) => readonly string[]): SiteRules {
  return {
    config: valuesOf('--config').at(-1) ?? null,
    own: valuesOf('--own'),
    system: valuesOf('--system'),
    suppress: valuesOf('--suppress'),
  };
}

/** The settings of the file with those of the command line added. The problem names the file and what is wrong in it. */
export async function readSettings(
  rules: SiteRules,
  files: Pick<CheckFiles, 'read'>,
): Promise<Result<GateConfig>> {
  const path = rules.config ?? USUAL_CONFIG;
  const json = await readJsonFile(files, path);
  if (!json.ok) {
    return json;
  }
  if (json.value === null && rules.config !== null) {
    return fail({
      code: 'file',
      message: `There is no file ${path}.`,
      hint: 'Check the path after --config.',
    });
  }
  const config = json.value === null ? ok(DEFAULT_GATE) : parseGateConfig(json.value.value);
  if (!config.ok) {
    return fail({ ...config.problem, message: `${path}: ${config.problem.message}` });
  }
  const { value } = config;
  return ok({
    ...value,
    suppress: [...value.suppress, ...rules.suppress],
    ownModules: [...value.ownModules, ...rules.own],
    systemModules: [...value.systemModules, ...rules.system],
  });
}

/** Makes the settings about sites those of a session. The problem names the pattern that cannot be read. */
export function applySettings(
  { suppress, ownModules, systemModules }: GateConfig,
  state: DebuggerState,
): Result<void> {
  const suppressions = parseSuppressions(suppress);
  if (!suppressions.ok) {
    return suppressions;
  }
  state.suppressions = suppressions.value;
  state.ownCode = { own: ownModules, system: systemModules };
  return ok(undefined);
}
