/** Names of Windows versions by number. */

/** Builds of Windows 10 and 11 by name of their release. */
const CLIENT_RELEASES: ReadonlyMap<number, string> = new Map([
  [10240, '10 1507'],
  [10586, '10 1511'],
  [14393, '10 1607'],
  [15063, '10 1703'],
  [16299, '10 1709'],
  [17134, '10 1803'],
  [17763, '10 1809'],
  [18362, '10 1903'],
  [18363, '10 1909'],
  [19041, '10 2004'],
  [19042, '10 20H2'],
  [19043, '10 21H1'],
  [19044, '10 21H2'],
  [19045, '10 22H2'],
  [22000, '11 21H2'],
  [22621, '11 22H2'],
  [22631, '11 23H2'],
  [26100, '11 24H2'],
  [26200, '11 25H2'],
]);

const SERVER_RELEASES: ReadonlyMap<number, string> = new Map([
  [14393, 'Server 2016'],
  [17763, 'Server 2019'],
  [20348, 'Server 2022'],
  [25398, 'Server 23H2'],
  [26100, 'Server 2025'],
]);

/** Versions before 10: client and server names. */
const OLDER: ReadonlyMap<string, readonly [client: string, server: string]> = new Map([
  ['5.0', ['2000', '2000 Server']],
  ['5.1', ['XP', 'XP']],
  ['5.2', ['XP x64', 'Server 2003']],
  ['6.0', ['Vista', 'Server 2008']],
  ['6.1', ['7', 'Server 2008 R2']],
  ['6.2', ['8', 'Server 2012']],
  ['6.3', ['8.1', 'Server 2012 R2']],
]);

const FIRST_WINDOWS_11_BUILD = 22000;
const WORKSTATION = 1;

/**
 * The name of a Windows version, for example `Windows 10 22H2`. `productType` is VER_NT_*: 1 workstation, 2 and 3 server,
 * 0 not recorded. Unknown numbers are named by number.
 */
export function windowsName(
  version: { readonly major: number; readonly minor: number; readonly build: number },
  productType: number,
): string {
  const { major, minor, build } = version;
  const isServer = productType > WORKSTATION;
  if (major === 10 && minor === 0) {
    const release = (isServer ? SERVER_RELEASES : CLIENT_RELEASES).get(build);
    const family = isServer ? 'Server' : build >= FIRST_WINDOWS_11_BUILD ? '11' : '10';
    return `Windows ${release ?? family}`;
  }
  const older = OLDER.get(`${major}.${minor}`);
  return `Windows ${older?.[isServer ? 1 : 0] ?? `${major}.${minor}`}`;
}
