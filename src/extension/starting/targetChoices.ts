/** What a user can choose to examine, as plain data for quick picks. */

import { SAMPLE_PREFIX } from '../../core/open/samplePrefix';
import { targetName } from '../platform/targetText';
import { sampleDescriptions } from '../../core/script/samples/catalog';

/** One row of a quick pick, or the title of the rows that follow. */
export interface TargetChoice {
  readonly kind: 'target' | 'askForFile' | 'title';
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  /** Set for `target`. */
  readonly target?: string;
}

/** Translates a text. */
export type Translate = (text: string) => string;

/** All samples, the one for newcomers first. */
export function sampleChoices(): readonly TargetChoice[] {
  return sampleDescriptions.map(({ name, description }) => {
    const target = `${SAMPLE_PREFIX}${name}`;
    return { kind: 'target', label: target, detail: description, target };
  });
}

/** Recent targets: the file name, with the folder beside it. */
export function recentChoices(recent: readonly string[]): readonly TargetChoice[] {
  return recent.map((target) => {
    const at = Math.max(target.lastIndexOf('/'), target.lastIndexOf('\\'));
    const isSample = target.startsWith(SAMPLE_PREFIX);
    return {
      kind: 'target',
      label: `$(history) ${isSample ? target : targetName(target)}`,
      ...(!isSample && at > 0 && { description: target.slice(0, at) }),
      target,
    };
  });
}

/** Recent targets first, then a file, then the samples; titles only where there is something to tell apart. */
export function targetChoices(
  recent: readonly string[],
  translate: Translate,
): readonly TargetChoice[] {
  const title = (label: string): TargetChoice => ({ kind: 'title', label });
  const before = recent.length === 0 ? [] : [title(translate('Recent')), ...recentChoices(recent)];
  const askForFile: TargetChoice = {
    kind: 'askForFile',
    label: translate('$(folder-opened) Open a dump…'),
    detail: translate('A minidump with handle data: .dump /mh, procdump -ma or MiniDumpWriteDump'),
  };
  return [
    ...before,
    ...(before.length === 0 ? [] : [title(translate('Dumps'))]),
    askForFile,
    title(translate('Built-in samples')),
    ...sampleChoices(),
  ];
}
