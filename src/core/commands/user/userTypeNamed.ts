/** A USER object type by any of its names, or the problem that names the nearest. */

import { nearestName } from '../../util/nearestName';
import { fail, ok, type Result } from '../../util/result';
import { everyName, typeNamed } from '../../windows/user/userTypeNames';
import { USER_TYPES, type UserType } from '../../windows/user/userTypes';

/** The type of any version with that name; {@link typeNamed} says which names count. */
export function userTypeNamed(name: string): Result<UserType> {
  const type = typeNamed(name);
  if (type !== null) {
    return ok(type);
  }
  const nearest = nearestName(name, USER_TYPES.flatMap(everyName));
  return fail({
    code: 'unknown-type',
    message: `No USER object has the type '${name}'.`,
    hint: nearest === null ? '!dhe -t lists the types.' : `Did you mean USER:${nearest}?`,
  });
}
