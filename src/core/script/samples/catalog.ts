/** The built-in samples by name: the scripts of media/samples/built-in, compiled. */

import type { Target } from '../../target/target';
import { nearestName } from '../../util/nearestName';
import { fail, ok, type Result } from '../../util/result';
import { openScriptSample, type BuiltSample } from './scriptSample';
import { badhandle } from './generated/badhandle';
import { idleXp } from './generated/idleXp';
import { leakyService } from './generated/leakyService';
import { sixHandles } from './generated/sixHandles';
import { smssSections } from './generated/smssSections';
import { userDesktopOwner } from './generated/userDesktopOwner';
import { userHeapFull } from './generated/userHeapFull';
import { userJobGrant } from './generated/userJobGrant';
import { userLockedWindow } from './generated/userLockedWindow';
import { userMenuLeak } from './generated/userMenuLeak';
import { userLeakNt351 } from './generated/userLeakNt351';
import { userLeakNt40 } from './generated/userLeakNt40';
import { userLeakW2k } from './generated/userLeakW2k';
import { userStaleWindow } from './generated/userStaleWindow';
import { userWrongObject } from './generated/userWrongObject';

/** What a list of samples shows. */
export interface SampleDescription {
  /** As in `sample:<name>`. */
  readonly name: string;
  /** One sentence: what it is and what to try. */
  readonly description: string;
}

/** The first one is what a newcomer should open. */
const SAMPLES: readonly BuiltSample[] = [
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
  userLeakNt351,
  userLeakNt40,
  userLeakW2k,
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
    return ok(openScriptSample(sample));
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
