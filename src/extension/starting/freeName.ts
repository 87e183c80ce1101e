/** Names that nothing has yet. */

/** `name`, or `name-2`, `name-3` and so on before its ending: the first that is not taken. */
export async function freeName(
  name: string,
  isTaken: (name: string) => Promise<boolean>,
): Promise<string> {
  const dot = name.lastIndexOf('.');
  for (let number = 2, free = name; ; number++) {
    if (!(await isTaken(free))) {
      return free;
    }
    free = `${name.slice(0, dot)}-${number}${name.slice(dot)}`;
  }
}
