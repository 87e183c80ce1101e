/** Tells paths from URIs in the text that names a target, and shortens either to a name. */

/** A scheme of at least two letters and a slash: `C:\dumps` is a path, `sample:badhandle` is neither. */
const URI = /^[A-Za-z][A-Za-z0-9+.-]+:\//;
const DRIVE = /^[A-Za-z]:[\\/]/;

/** The text itself when it is a URI; null when it is a path. */
export function uriText(text: string): string | null {
  return URI.test(text) ? text : null;
}

/**
 * The path, with slashes, that a text means in a folder: absolute ones stay, `C:\x` becomes `/C:/x`, others are put behind
 * `folder`. Steps such as `..` are taken.
 */
export function parentedPath(folder: string, text: string): string {
  const path = DRIVE.test(text) ? `/${text.replaceAll('\\', '/')}` : text;
  const whole = path.startsWith('/') ? path : `${folder}/${path}`;
  const steps: string[] = [];
  for (const step of whole.split('/')) {
    if (step === '..') {
      steps.pop();
    } else if (step !== '' && step !== '.') {
      steps.push(step);
    }
  }
  return `/${steps.join('/')}`;
}

/** The last component of a path or URI; the whole text of anything else. */
export function targetName(target: string): string {
  const last = target.split(/[\\/]/).at(-1) || target;
  return uriText(target) === null ? last : decoded(last);
}

/** Text of a URI as people read it; as it is when it is badly encoded. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
