/** The JSON of `!life` and `!why`. */

import type { Generation, LifeRecord } from '../../analysis/life/handleLife';
import type { BadReferenceStory } from '../../analysis/life/whyBad';
import type { LifeResult, WhyResult } from '../../commands/life/lifeResults';
import { hex0x } from '../../util/hex';
import { frameValue, type JsonValue } from '../jsonText';

/** `!life`. */
export function lifeValue({
  process,
  life,
  others,
  notes,
}: LifeResult): Readonly<Record<string, JsonValue>> {
  return {
    processId: process.processId,
    handle: hex0x(life.handle),
    ...(life.family === 'USER' ? { family: life.family } : {}),
    isOpen: life.isOpen,
    generations: life.generations.map(generationValue),
    earlyBadReferences: life.earlyBadReferences.map(recordValue),
    recordsLeftOut: life.leftOut,
    otherHandles:
      others?.map((each) => ({
        processId: each.process.processId,
        image: each.process.image,
        handle: hex0x(each.handle),
      })) ?? null,
    notes,
  };
}

/** `!why`. */
export function whyValue(result: WhyResult): Readonly<Record<string, JsonValue>> {
  return {
    processId: result.process.processId,
    handle: result.handle === null ? null : hex0x(result.handle),
    total: result.total,
    badReferences: result.stories.map(storyValue),
    notes: result.notes,
  };
}

function generationValue(generation: Generation): JsonValue {
  return {
    object: generation.object === null ? null : { ...generation.object },
    isOpen: generation.isOpen,
    open: orNull(generation.open),
    close: orNull(generation.close),
    badReferences: generation.badReferences.map(recordValue),
  };
}

function storyValue(story: BadReferenceStory): JsonValue {
  return {
    kind: story.reference.kind,
    ...(story.reference.family === 'USER' ? { family: story.reference.family } : {}),
    text: story.reference.text,
    record: recordValue(story.record),
    opened: orNull(story.opened),
    closed: orNull(story.closed),
    reopened: orNull(story.reopened),
  };
}

function orNull(record: LifeRecord | null): JsonValue {
  return record === null ? null : recordValue(record);
}

function recordValue({ trace, sequence, frames, duplicates }: LifeRecord): JsonValue {
  return {
    handle: hex0x(trace.handle),
    operation: trace.operation,
    row: trace.row,
    sequence,
    processId: trace.processId,
    threadId: trace.threadId,
    byDuplication: duplicates,
    stack: frames.map(frameValue),
  };
}
