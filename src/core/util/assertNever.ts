/** Compile-time proof that a union was handled completely. */

/** Throws; reached only when a value escaped the type system. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`);
}
