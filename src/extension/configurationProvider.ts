/** Debug configurations without a launch.json: asks what to examine, and looks at it before a session starts. */

import * as vscode from 'vscode';
import { SAMPLE_PREFIX } from '../core/open/samplePrefix';
import { describeProblem, type Problem } from '../core/util/problem';
import type { Result } from '../core/util/result';
import { configurationFor, needsTarget } from './debugConfigurations';
import type { Platform, TargetFiles } from './platform/platform';
import { uriText } from './platform/targetText';
import { ownCodeSettings } from './starting/ownCodeSettings';
import { SCRIPT_LANGUAGE } from './scripts/scriptLanguage';
import { PASTED_SCHEME } from './starting/pastedLogs';
import { pickTarget } from './starting/pickTarget';
import type { RecentTargets } from './starting/recentTargets';
import { pickFile, startTarget } from './starting/startTarget';

/** Dumps of the workspace that are offered at most. */
const MAXIMUM_DUMPS = 50;

/** Fills configurations that lack a target; its dynamic ones are the workspace's dumps and the samples. */
export class ConfigurationProvider implements vscode.DebugConfigurationProvider {
  private readonly files: TargetFiles;

  /** With `findsDumps`, dumps of the workspace are offered before the samples; a new launch.json names samples only. */
  constructor(
    private readonly recent: RecentTargets,
    private readonly platform: Pick<Platform, 'files' | 'isListening'>,
    private readonly findsDumps: boolean,
  ) {
    this.files = platform.files;
  }

  async provideDebugConfigurations(
    folder?: vscode.WorkspaceFolder,
    token?: vscode.CancellationToken,
  ): Promise<vscode.DebugConfiguration[]> {
    const dumps = this.findsDumps ? await this.dumpsIn(folder, token) : [];
    const { sampleDescriptions } = await import('../core/script/samples/catalog');
    const samples = sampleDescriptions.map(({ name }) => `${SAMPLE_PREFIX}${name}`);
    return [...dumps, ...samples].map((target) => configurationFor(target));
  }

  /** Undefined, when the user picks nothing, ends the start without a message. */
  async resolveDebugConfiguration(
    _folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): Promise<vscode.DebugConfiguration | undefined> {
    if (!needsTarget(configuration)) {
      return configuration;
    }
    const target = this.openScript() ?? (await pickTarget(this.recent, this.files));
    return target === undefined
      ? undefined
      : { ...configurationFor(target), ...given(configuration), target };
  }

  /** F5 in a script runs it. */
  private openScript(): string | undefined {
    const document = vscode.window.activeTextEditor?.document;
    return document?.languageId === SCRIPT_LANGUAGE && !document.isUntitled
      ? this.files.targetOf(document.uri)
      : undefined;
  }

  /** Undefined, when the target cannot be opened, ends the start; the user has been told why by then. */
  async resolveDebugConfigurationWithSubstitutedVariables(
    folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): Promise<vscode.DebugConfiguration | undefined> {
    const { target } = configuration as { readonly target?: unknown };
    if (typeof target !== 'string') {
      return configuration;
    }
    const base = folder ?? vscode.workspace.workspaceFolders?.[0];
    // Readers of dumps and the simulator are loaded only when something is started.
    const { checkTarget } = await import('./starting/checkTarget');
    const checked = await checkTarget(target, {
      resolve: (text) => this.files.resolve(text, base?.uri),
      open: (name) => this.files.open(name),
    });
    if (checked.ok) {
      if (!checked.value.startsWith(`${PASTED_SCHEME}:`)) {
        await this.recent.add(checked.value);
      }
      const reachable = await this.withReachableAdapter(configuration);
      return { ...reachable, target: checked.value, ownCode: ownCodeSettings(base) };
    }
    const wasRecent = await this.recent.remove(target);
    // Not awaited: the start has ended, whatever the user does with the message.
    if (checked.problem.code === 'broken-script') {
      void this.explainScript(checked.problem, this.files.resolve(target, base?.uri));
      return undefined;
    }
    void this.explain(checked.problem, wasRecent);
    return undefined;
  }

  /** An adapter of the user's own that does not run is replaced by the one in VS Code, and that is said. */
  private async withReachableAdapter(
    configuration: vscode.DebugConfiguration,
  ): Promise<vscode.DebugConfiguration> {
    const { debugServer: port, ...others } = configuration as vscode.DebugConfiguration & {
      readonly debugServer?: unknown;
    };
    if (typeof port !== 'number' || (await this.platform.isListening(port))) {
      return configuration;
    }
    void vscode.window.showWarningMessage(
      vscode.l10n.t(
        'Handle Lens: no debug adapter listens at port {0} ("debugServer"), so the built-in one is used. Start it with: handle-lens dap --port {0}',
        port,
      ),
    );
    return others;
  }

  /** The errors of a script stand in Problems once its text is open. */
  private async explainScript(problem: Problem, name: Result<string>): Promise<void> {
    if (name.ok) {
      const written = uriText(name.value);
      await vscode.workspace.openTextDocument(
        written === null ? vscode.Uri.file(name.value) : vscode.Uri.parse(written, true),
      );
    }
    const show = vscode.l10n.t('Show Problems');
    const sentence = describeProblem(problem);
    const answer = await vscode.window.showErrorMessage(
      vscode.l10n.t('Handle Lens: {0}', sentence),
      show,
    );
    if (answer === show) {
      await vscode.commands.executeCommand('workbench.actions.view.problems');
    }
  }

  /** One sentence and one button. */
  private async explain(problem: Problem, wasRecent: boolean): Promise<void> {
    const choose = vscode.l10n.t('Choose File…');
    const { code, message } = problem;
    const sentence =
      wasRecent && code === 'file-not-found'
        ? vscode.l10n.t('{0} It was taken off the list of recent targets.', message)
        : describeProblem({ ...problem, message });
    const answer = await vscode.window.showErrorMessage(
      vscode.l10n.t('Handle Lens: {0}', sentence),
      choose,
    );
    const file = answer === choose ? await pickFile() : undefined;
    if (file !== undefined) {
      await startTarget(this.files.targetOf(file));
    }
  }

  /** Targets for the dumps and scripts of a folder, or of the whole workspace. */
  private async dumpsIn(
    folder: vscode.WorkspaceFolder | undefined,
    token: vscode.CancellationToken | undefined,
  ): Promise<readonly string[]> {
    const pattern = '**/*.{dmp,mdmp,hdmp,hsim,DMP,MDMP,HDMP}';
    const found = await vscode.workspace.findFiles(
      folder === undefined ? pattern : new vscode.RelativePattern(folder, pattern),
      '**/node_modules/**',
      MAXIMUM_DUMPS,
      token,
    );
    return found.map((uri) => this.files.targetOf(uri)).sort((a, b) => a.localeCompare(b));
  }
}

/** Attributes the user wrote; those of an empty configuration that F5 makes up are left out. */
function given(configuration: vscode.DebugConfiguration): Partial<vscode.DebugConfiguration> {
  return Object.fromEntries(
    Object.entries(configuration).filter(([, value]) => value !== undefined && value !== ''),
  );
}
