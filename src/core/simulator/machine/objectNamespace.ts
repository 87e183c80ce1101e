/** The object namespace: directories, names, symbolic links. */

import type { KernelObject } from './kernelObject';
import {
  STATUS_OBJECT_NAME_INVALID,
  STATUS_OBJECT_NAME_NOT_FOUND,
  STATUS_OBJECT_PATH_NOT_FOUND,
  STATUS_OBJECT_PATH_SYNTAX_BAD,
  STATUS_SUCCESS,
} from './status';

/** Symbolic links that one look-up follows at most. */
const MAXIMUM_LINKS = 32;

/** Answer of {@link resolvePath}. */
export interface PathResolution {
  /** Success, or why the path leads nowhere. */
  readonly status: number;
  /** The object; null when its directory exists but the last component does not. */
  readonly object: KernelObject | null;
  /** The directory that holds, or would hold, the last component. */
  readonly directory: KernelObject | null;
  /** Last component. */
  readonly leaf: string;
}

/**
 * Follows a full path such as `\Sessions\1\BaseNamedObjects\X` from the root directory; letter case is ignored. Symbolic
 * links on the way are followed, the last component's too unless `openLink` is set.
 */
export function resolvePath(root: KernelObject, path: string, openLink: boolean): PathResolution {
  let rest = path;
  for (let links = 0; links < MAXIMUM_LINKS; links++) {
    const step = walk(root, rest, openLink);
    if (typeof step !== 'string') {
      return step;
    }
    rest = step;
  }
  return failure(STATUS_OBJECT_NAME_INVALID, '');
}

/** The full path of a named object, by its directories; null when it has no name. */
export function objectPath(object: KernelObject, root: KernelObject): string | null {
  if (object === root) {
    return '\\';
  }
  if (object.name === null) {
    return null;
  }
  const components: string[] = [];
  let current: KernelObject | null = object;
  while (current !== null && current !== root && current.name !== null) {
    components.unshift(current.name);
    current = current.directory;
  }
  return `\\${components.join('\\')}`;
}

/** Walks until the end or the first symbolic link; a link answers with the path to go on with. */
function walk(root: KernelObject, path: string, openLink: boolean): PathResolution | string {
  if (!path.startsWith('\\')) {
    return failure(STATUS_OBJECT_PATH_SYNTAX_BAD, path);
  }
  if (path === '\\') {
    return { status: STATUS_SUCCESS, object: root, directory: null, leaf: '' };
  }
  const components = path.slice(1).split('\\');
  let directory = root;
  for (const [position, component] of components.entries()) {
    if (component === '') {
      return failure(STATUS_OBJECT_NAME_INVALID, component);
    }
    const isLast = position === components.length - 1;
    const entry = findInDirectory(directory, component);
    if (entry === null) {
      return isLast
        ? { status: STATUS_OBJECT_NAME_NOT_FOUND, object: null, directory, leaf: component }
        : failure(STATUS_OBJECT_PATH_NOT_FOUND, component);
    }
    if (entry.body.kind === 'symbolicLink' && !(isLast && openLink)) {
      const remaining = components.slice(position + 1);
      return [entry.body.target, ...remaining].join('\\');
    }
    if (isLast) {
      return { status: STATUS_SUCCESS, object: entry, directory, leaf: component };
    }
    if (entry.body.kind !== 'directory') {
      return failure(STATUS_OBJECT_PATH_NOT_FOUND, component);
    }
    directory = entry;
  }
  return failure(STATUS_OBJECT_NAME_INVALID, path);
}

/** The entry of a directory by name, letter case ignored; null when there is none or it is no directory. */
export function findInDirectory(directory: KernelObject, name: string): KernelObject | null {
  return directory.body.kind === 'directory'
    ? (directory.body.entries.get(name.toUpperCase()) ?? null)
    : null;
}

function failure(status: number, leaf: string): PathResolution {
  return { status, object: null, directory: null, leaf };
}
