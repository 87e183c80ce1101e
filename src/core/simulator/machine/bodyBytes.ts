/** Object bodies as bytes, as far as the model knows them: dispatcher objects, types, processes (domain.md 2.2, 6.6). */

import type { ByteWriter } from './byteWriter';
import type { KernelObject } from './kernelObject';
import type { Machine } from './machine';
import type { ObjectType } from './objectType';
import type { SimulatedProcess } from './simulatedProcess';

/** Characters of EPROCESS.ImageFileName. */
const IMAGE_NAME_LENGTH = 15;
/** DISPATCHER_HEADER.Type of a mutant. */
const MUTANT_OBJECT = 2;
/** DISPATCHER_HEADER.Type of a semaphore. */
const SEMAPHORE_OBJECT = 5;

/** Writes the known fields of a body that starts at `start`; the rest stays zero. */
export function writeBody(
  writer: ByteWriter,
  machine: Machine,
  object: KernelObject,
  start: number,
): void {
  const { body } = object;
  const wide = machine.profile.pointerSize === 8;
  switch (body.kind) {
    case 'event':
      writeDispatcherHeader(writer, start, body.manualReset ? 0 : 1, body.signalled ? 1 : 0);
      return;
    case 'mutant':
      writeDispatcherHeader(writer, start, MUTANT_OBJECT, body.count);
      writer.u8(start + (wide ? 0x30 : 0x1c), body.abandoned ? 1 : 0);
      return;
    case 'semaphore':
      writeDispatcherHeader(writer, start, SEMAPHORE_OBJECT, body.count);
      writer.u32(start + (wide ? 0x18 : 0x10), body.limit);
      return;
    case 'process':
      writeProcess(writer, machine, body.process, start);
      return;
    case 'plain':
      if (object.type.name === 'Type') {
        const described = machine.objects.types.find(({ typeObject }) => typeObject === object);
        if (described !== undefined) {
          writeType(writer, machine, described, start);
        }
      }
      return;
    default:
      return;
  }
}

function writeDispatcherHeader(
  writer: ByteWriter,
  start: number,
  type: number,
  signalState: number,
): void {
  writer.u8(start, type);
  writer.u32(start + 4, signalState);
}

/** EPROCESS: id, handle table, image name. */
function writeProcess(
  writer: ByteWriter,
  machine: Machine,
  process: SimulatedProcess,
  start: number,
): void {
  const fields = machine.profile.processFields;
  const { table } = process;
  writer.count(start + fields.directoryTableBase, Number(process.directoryBase));
  writer.count(start + fields.uniqueProcessId, process.processId);
  writer.count(start + fields.inheritedFrom, process.parentProcessId);
  if (!process.exited) {
    writer.pointer(start + fields.objectTable, table.low, table.high);
  }
  const name = process.image.slice(0, IMAGE_NAME_LENGTH - 1);
  for (let position = 0; position < name.length; position++) {
    writer.u8(start + fields.imageFileName + position, name.charCodeAt(position));
  }
}

/** OBJECT_TYPE: name, index, counters. */
function writeType(writer: ByteWriter, machine: Machine, type: ObjectType, start: number): void {
  const fields = machine.profile.typeFields;
  const buffer = type.typeObject?.nameBuffer ?? null;
  const { pointerSize } = machine.profile;
  writer.u16(start + fields.name, type.name.length * 2);
  writer.u16(start + fields.name + 2, type.name.length * 2);
  if (buffer !== null) {
    writer.pointer(start + fields.name + pointerSize, buffer.low, buffer.high);
  }
  writer.u8(start + fields.index, type.index ?? 0);
  if (fields.totalObjects !== null && fields.totalHandles !== null) {
    writer.u32(start + fields.totalObjects, type.totalObjects);
    writer.u32(start + fields.totalHandles, type.totalHandles);
  }
}
