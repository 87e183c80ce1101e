/** Reads fields of messages that came over a wire, where nothing can be taken for granted. */

import { ProblemError } from '../core/util/problem';
import { fail, ok, type Result } from '../core/util/result';

/** Limits of a whole number. */
export interface NumberLimits {
  /** Smallest accepted value; 0 unless given. */
  readonly minimum?: number;
  /** Largest accepted value; 2^53-1 unless given. */
  readonly maximum?: number;
}

/**
 * The fields of one message. Each method throws {@link ProblemError} with a sentence that names the message, the field
 * and what is expected; {@link readFields} turns that into a value. Unknown fields are ignored.
 */
export class Fields {
  private constructor(
    private readonly owner: string,
    private readonly values: ReadonlyMap<string, unknown>,
  ) {}

  /** The fields of `value`; none when it is undefined or null. `owner` names the message in sentences. */
  static of(owner: string, value: unknown): Fields {
    if (value === undefined || value === null) {
      return new Fields(owner, new Map());
    }
    if (typeof value !== 'object' || Array.isArray(value)) {
      throw wrong(owner, 'arguments must be an object with named fields.');
    }
    return new Fields(owner, new Map(Object.entries(value)));
  }

  /** True when the field is there and neither undefined nor null. */
  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  /** The raw value; null counts as absent. */
  get(name: string): unknown {
    return this.values.get(name) ?? undefined;
  }

  /** A text that must be there; it may be empty. */
  text(name: string): string {
    const value = this.optionalText(name);
    if (value === undefined) {
      throw wrong(this.owner, `the text "${name}" is missing.`);
    }
    return value;
  }

  /** A text, or undefined. */
  optionalText(name: string): string | undefined {
    const value = this.get(name);
    if (value !== undefined && typeof value !== 'string') {
      throw wrong(this.owner, `"${name}" must be a text.`);
    }
    return value;
  }

  /** A whole number that must be there. */
  number(name: string, limits: NumberLimits = {}): number {
    const value = this.optionalNumber(name, limits);
    if (value === undefined) {
      throw wrong(this.owner, `the whole number "${name}" is missing.`);
    }
    return value;
  }

  /** A whole number within the limits, or undefined. */
  optionalNumber(name: string, limits: NumberLimits = {}): number | undefined {
    const value = this.get(name);
    if (value === undefined) {
      return undefined;
    }
    const minimum = limits.minimum ?? 0;
    const maximum = limits.maximum ?? Number.MAX_SAFE_INTEGER;
    if (
      typeof value !== 'number' ||
      !Number.isSafeInteger(value) ||
      value < minimum ||
      value > maximum
    ) {
      const range = limits.maximum === undefined ? '' : ` to ${maximum}`;
      throw wrong(this.owner, `"${name}" must be a whole number from ${minimum}${range}.`);
    }
    return value;
  }

  /** True or false; false when it is absent. */
  flag(name: string): boolean {
    const value = this.get(name);
    if (value !== undefined && typeof value !== 'boolean') {
      throw wrong(this.owner, `"${name}" must be true or false.`);
    }
    return value ?? false;
  }

  /** One of some words, or undefined. */
  optionalWord<Word extends string>(name: string, words: readonly Word[]): Word | undefined {
    const value = this.get(name);
    if (value === undefined) {
      return undefined;
    }
    const word = words.find((each) => each === value);
    if (word === undefined) {
      throw wrong(this.owner, `"${name}" must be one of: ${words.join(', ')}.`);
    }
    return word;
  }

  /** The fields of a nested object; none when it is absent. */
  object(name: string): Fields {
    return Fields.of(`${this.owner}, field ${name}`, this.get(name));
  }

  /** A list; empty when it is absent. */
  list(name: string): readonly unknown[] {
    const value = this.get(name);
    if (value === undefined) {
      return [];
    }
    if (!Array.isArray(value)) {
      throw wrong(this.owner, `"${name}" must be a list.`);
    }
    return value as readonly unknown[];
  }

  /** A problem with one field, in the same words as this class's own. */
  wrong(sentence: string): ProblemError {
    return wrong(this.owner, sentence);
  }
}

/** Reads a message with `read`; a field that is missing or of the wrong kind becomes a problem. */
export function readFields<T>(
  owner: string,
  value: unknown,
  read: (fields: Fields) => T,
): Result<T> {
  try {
    return ok(read(Fields.of(owner, value)));
  } catch (error) {
    if (error instanceof ProblemError) {
      return fail(error.problem);
    }
    throw error;
  }
}

function wrong(owner: string, sentence: string): ProblemError {
  return new ProblemError({ code: 'bad-arguments', message: `${owner}: ${sentence}` });
}
