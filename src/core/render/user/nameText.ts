/** The text of `!du`: the name that an extension of a certain age has, and the truth. */

import type { UserNameResult } from '../../commands/user/userResults';
import { isGood, verdictText } from '../../userHandles/verdict';
import { hexPadded } from '../../util/hex';
import { typeText } from '../../windows/user/userTypeText';

/** `000301a5  0a  WindowStation (incorrect: DDE access)`, whose names they are, and whether the handle is good. */
export function nameLines(result: UserNameResult): string {
  const { decoded, index, type, handles } = result;
  const handle = hexPadded(decoded.handle, 8);
  const line = `${handle}  ${hexPadded(type, 2)}  ${nameText(result)}\n    names of !du ${result.userexts}, object of ${handles.table.profile.version}, entry ${hexPadded(index, 4)}\n`;
  return isGood(decoded.verdict)
    ? line
    : `${line}    the handle itself: ${verdictText(decoded.verdict)}\n`;
}

/** The name, followed by the truth where it is wrong. */
export function nameText({ name, type, handles }: UserNameResult): string {
  const { version } = handles.table.profile;
  if (name === null) {
    return `(no name: ${typeText(version, type)})`;
  }
  const attested = name.attested ? '' : ` (${name.userexts} not attested)`;
  switch (name.verdict) {
    case 'correct':
      return `${name.name}${attested}`;
    case 'incorrect':
      return `${name.name} (incorrect: ${typeText(version, type)})${attested}`;
    case 'names no defined type':
      return `${name.name} (incorrect: no type of ${version} has this value)${attested}`;
  }
}
