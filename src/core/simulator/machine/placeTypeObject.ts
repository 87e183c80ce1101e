/** Moves the object that stands for an object type, for machines that reproduce a known session. */

import type { Address } from '../../model/identifiers';
import type { Machine } from './machine';

/**
 * Replaces the Type object of `typeName` by one whose body lies at `place`. Must be called before objects are looked at;
 * the type itself, its objects and counts stay as they are.
 */
export function placeTypeObject(machine: Machine, typeName: string, place: Address): void {
  const type = machine.objects.requiredType(typeName);
  if (type.typeObject !== null) {
    machine.objects.makeTemporary(type.typeObject);
  }
  type.typeObject = machine.objects.createObject({
    type: 'Type',
    name: `\\ObjectTypes\\${typeName}`,
    address: place,
  });
}
