/** Objects as bytes: sub-headers, OBJECT_HEADER and what is known of the body (domain.md 2.1, 2.2, 6.6). */

import {
  INFO_NAME,
  subHeaderDistance,
  subHeadersSize,
  transformTypeIndex,
} from '../../windows/objectHeaderLayout';
import type { WindowsProfile } from '../../windows/profiles';
import { writeBody } from './bodyBytes';
import { ByteWriter } from './byteWriter';
import type { KernelObject } from './kernelObject';
import type { Machine } from './machine';

/** Bytes from the first sub-header to the end of the body. */
export function objectBlockSize(profile: WindowsProfile, object: KernelObject): number {
  return (
    subHeadersSize(object.infoMask, profile.pointerSize) +
    object.type.headerSize +
    object.type.bodySize
  );
}

/** Sub-headers, header and body of an object as they are now. */
export function objectBlockBytes(machine: Machine, object: KernelObject): Uint8Array {
  const { profile } = machine;
  const above = subHeadersSize(object.infoMask, profile.pointerSize);
  const writer = new ByteWriter(objectBlockSize(profile, object), profile.pointerSize);
  writeNameInfo(writer, profile, object, above);
  writeHeader(writer, machine, object, above);
  writeBody(writer, machine, object, above + object.type.headerSize);
  return writer.bytes;
}

/** The characters of an object's name. */
export function nameBytes(object: KernelObject): Uint8Array {
  const name = object.name ?? '';
  const writer = new ByteWriter(name.length * 2, 4);
  writer.text(0, name);
  return writer.bytes;
}

/** OBJECT_HEADER_NAME_INFO: directory, and a UNICODE_STRING whose characters lie in a block of their own. */
function writeNameInfo(
  writer: ByteWriter,
  profile: WindowsProfile,
  object: KernelObject,
  header: number,
): void {
  const { pointerSize } = profile;
  const distance = subHeaderDistance(object.infoMask, INFO_NAME, pointerSize);
  const { name, directory, nameBuffer } = object;
  if (distance === 0 || name === null) {
    return;
  }
  const start = header - distance;
  if (directory !== null) {
    writer.pointer(start, directory.bodyLow, directory.bodyHigh);
  }
  writer.u16(start + pointerSize, name.length * 2);
  writer.u16(start + pointerSize + 2, name.length * 2);
  if (nameBuffer !== null) {
    writer.pointer(start + pointerSize * 2, nameBuffer.low, nameBuffer.high);
  }
}

function writeHeader(
  writer: ByteWriter,
  machine: Machine,
  object: KernelObject,
  start: number,
): void {
  const { header, pointerSize } = machine.profile;
  const { type, infoMask } = object;
  writer.count(start + header.pointerCount, object.pointerCount);
  writer.count(start + header.handleCount, object.handleCount);
  const typeObject = type.typeObject;
  if (header.type !== null && typeObject !== null) {
    writer.pointer(start + header.type, typeObject.bodyLow, typeObject.bodyHigh);
  }
  if (header.typeIndex !== null) {
    const index = type.index ?? 0;
    writer.u8(
      start + header.typeIndex,
      header.encodesTypeIndex
        ? transformTypeIndex(index, machine.objects.headerCookie, object.headerLow)
        : index,
    );
  }
  if (header.nameInfoOffset !== null) {
    const distance = subHeaderDistance(infoMask, INFO_NAME, pointerSize);
    writer.u8(start + header.nameInfoOffset, (infoMask & INFO_NAME) === 0 ? 0 : distance);
  }
  if (header.infoMask !== null) {
    writer.u8(start + header.infoMask, infoMask);
  }
  writer.u8(start + header.flags, object.flags);
}
