/** Names that many handles have by nature. */

/** True for a device without a path, such as `\Device\Afd`: each open is a file object of its own, all of one name. */
export function isBareDevice(name: string): boolean {
  return /^\\Device\\[^\\]+\\?$/i.test(name);
}
