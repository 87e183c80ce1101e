/** Which file of the workspace a path of the build machine means. Knows nothing of VS Code. */

/** The parts of a Windows or POSIX path, last first, letter case folded. */
export function pathParts(path: string): readonly string[] {
  return path
    .split(/[\\/]/)
    .filter((part) => part !== '' && part !== '.')
    .map((part) => part.toLowerCase())
    .reverse();
}

/** How many parts at the end of two paths are the same. */
function commonParts(one: readonly string[], other: readonly string[]): number {
  const different = one.findIndex((part, at) => part !== other[at]);
  return different === -1 ? one.length : different;
}

/**
 * The candidate that shares most of the end of its path with the wanted one; null when it is none or several: a mark in a
 * wrong file is worse than none.
 */
export function nearestPath(wanted: string, candidates: readonly string[]): string | null {
  const parts = pathParts(wanted);
  const ranked = candidates
    .map((path) => ({ path, common: commonParts(parts, pathParts(path)) }))
    .filter(({ common }) => common > 0)
    .sort((a, b) => b.common - a.common);
  const [first, second] = ranked;
  return first === undefined || first.common === second?.common ? null : first.path;
}

/** A file name as a glob that matches only itself: special characters stand in brackets. */
export function globOfName(name: string): string {
  return `**/${name.replace(/[*?{}[\]]/g, (character) => `[${character}]`)}`;
}
