/** Reads the list of addresses that comes with dragged files. */

/** Most files of one drop that are looked at. */
export const MAXIMUM_DROPPED = 5;

/**
 * The addresses in a `text/uri-list`: one per line, comments begin with `#`. Each occurs once; at most
 * {@link MAXIMUM_DROPPED} are returned.
 */
export function droppedUris(uriList: string): readonly string[] {
  const lines = uriList.split(/\r\n|\r|\n/).map((line) => line.trim());
  const uris = lines.filter((line) => line !== '' && !line.startsWith('#'));
  return [...new Set(uris)].slice(0, MAXIMUM_DROPPED);
}
