/** How scripts are recognised: by their name, since a script is a text like a log. */

/** True for the name of a script. */
export function isScriptName(name: string): boolean {
  return /\.hsim$/i.test(name);
}
