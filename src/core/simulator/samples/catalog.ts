/** The built-in samples by name. */

import type { Target } from '../../target/target';
import { fail, ok, type Result } from '../../util/result';
import { badhandle } from './badhandle';
import { idleXp } from './idleXp';
import { leakyService } from './leakyService';
import { nearestName } from '../../util/nearestName';
import type { Sample } from './sample';
import { sampleTarget } from './sampleTarget';
import { sixHandles } from './sixHandles';
import { smssSections } from './smssSections';
import { userDesktopOwner } from './user/desktopOwner';
import { userHeapFull } from './user/heapFull';
import { userJobGrant } from './user/jobGrant';
import { userLockedWindow } from './user/lockedWindow';
import { userMenuLeak } from './user/menuLeak';
import { oldMenuLeaks } from './user/oldMenuLeaks';
import { userStaleWindow } from './user/staleWindow';
import { userWrongObject } from './user/wrongObject';

/** What a list of samples shows. */
export interface SampleDescription {
  /** As in `sample:<name>`. */
  readonly name: string;
  /** One sentence: what it is and what to try. */
  readonly description: string;
}

/** The first one is what a newcomer should open. */
const SAMPLES: readonly Sample[] = [
  leakyService,
  badhandle,
  sixHandles,
  idleXp,
  smssSections,
  userMenuLeak,
  userStaleWindow,
  userLockedWindow,
  userDesktopOwner,
  userJobGrant,
  userHeapFull,
  userWrongObject,
  ...oldMenuLeaks,
];

/** All samples, the one for newcomers first. */
export const sampleDescriptions: readonly SampleDescription[] = SAMPLES.map(
  ({ name, description }) => ({ name, description }),
);

/**
 * Builds the machine of a sample, runs its program to the first stop and opens it as a target. The name is matched
 * whatever its letter case and surrounding blanks; an unknown one fails with the nearest name and the list of all.
 */
export function openSample(name: string): Result<Target> {
  const wanted = name.trim().toLowerCase();
  const sample = SAMPLES.find((candidate) => candidate.name === wanted);
  if (sample !== undefined) {
    return ok(sampleTarget(sample));
  }
  const names = SAMPLES.map((candidate) => candidate.name);
  const nearest = nearestName(wanted, names);
  const suggestion = nearest === null ? '' : `Did you mean sample:${nearest}? `;
  return fail({
    code: 'unknown-sample',
    message: `There is no sample named "${name.trim()}".`,
    hint: `${suggestion}The samples are ${names.join(', ')}.`,
  });
}
