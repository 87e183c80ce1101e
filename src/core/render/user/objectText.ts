/** The text of an object of the USER handle table: its header's members and where a process sees it. */

import type { UserHandles } from '../../userHandles/keptUserHandles';
import type { Address } from '../../model/identifiers';
import type { ExaminedUserHandle } from '../../userHandles/examine';
import { kernelObjectViews } from '../../userHandles/objectViews';
import type { UserOwner } from '../../userHandles/owners';
import type { HeaderValue, UserObject } from '../../userHandles/userObject';
import { hex, hexPadded } from '../../util/hex';
import { unknownTypeText } from '../../windows/user/userTypes';
import { escapeText } from '../escapeText';
import { memberLines, type MemberLine } from './memberLines';
import { ownerText } from './ownerText';

/** The lines of an object, or why there are none. */
export function objectText(
  handles: UserHandles,
  index: number,
  examined: ExaminedUserHandle,
): string {
  const { reading } = examined;
  if (reading === null) {
    return '';
  }
  const { table } = handles;
  const digits = table.profile.pointerSize * 2;
  if (reading.object === null) {
    return `Object ${hexPadded(table.phead(index), digits)}  not shown: ${reading.reason}\n`;
  }
  const { object } = reading;
  const lines = object.values.map((value) => memberLine(value, { handles, examined, digits }));
  return `Object ${hexPadded(object.place.at, digits)}  ${describeObject(object, table.columns.type[index] ?? 0)}\n${memberLines([...lines, ...clipboardLines(object)])}${viewLines(handles, index, object)}`;
}

/** `MENU, 98 bytes, header PROCDESKHEAD`. */
function describeObject({ type, size, header }: UserObject, value: number): string {
  const name = type?.structure ?? type?.name ?? unknownTypeText(value);
  const extrapolated = header.extrapolated ? ' (carried back from later versions)' : '';
  return [
    name,
    ...(size === null ? [] : [`${hex(size)} bytes`]),
    `header ${header.layout.struct}${extrapolated}`,
  ].join(', ');
}

/** What explaining members needs. */
interface MemberContext {
  readonly handles: UserHandles;
  readonly examined: ExaminedUserHandle;
  readonly digits: number;
}

function memberLine(
  { name, size, value }: HeaderValue,
  { handles, examined, digits }: MemberContext,
): MemberLine {
  const width = name === 'h' ? 8 : size * 2;
  return {
    name,
    value: hexPadded(value, width),
    note: value === 0n ? '' : noteOn(name, value, { handles, examined, digits }),
  };
}

function noteOn(name: string, value: bigint, { handles, examined }: MemberContext): string {
  const { table, access } = handles;
  switch (name) {
    case 'rpdesk':
      return escapeText(access.desktopName(value as Address) ?? '');
    case 'pOwner':
    case 'pti':
    case 'ppi':
      return partyText(handles, examined.owner, value);
    case 'h':
      return examined.entry !== null &&
        Number(BigInt.asUintN(32, value)) !== table.handle(examined.entry)
        ? `not the handle of the entry, ${hexPadded(table.handle(examined.entry), 8)}`
        : '';
    default:
      return '';
  }
}

/** The thread or process at an address, by the owner first. */
function partyText({ access, owners }: UserHandles, owner: UserOwner, at: bigint): string {
  const thread = access.guiThreads().find(({ threadInfo }) => threadInfo === at);
  if (thread !== undefined) {
    return ownerText({ kind: 'thread', thread, process: owners.processOf(thread.processId) }, 0);
  }
  const process = access.guiProcesses().find(({ processInfo }) => processInfo === at);
  if (process !== undefined) {
    return ownerText({ kind: 'process', process }, 0);
  }
  return owner.kind === 'none' ? '' : 'not known to this target';
}

function clipboardLines({ clipboard }: UserObject): readonly MemberLine[] {
  if (clipboard === null) {
    return [];
  }
  const bytes = Array.from(clipboard.start, (byte) => hexPadded(byte, 2)).join(' ');
  const cut = clipboard.length > clipboard.start.length ? ' …' : '';
  return [
    { name: 'cbData', value: hexPadded(clipboard.length, 8), note: '' },
    { name: 'abData', value: bytes === '' ? '-' : `${bytes}${cut}`, note: '' },
  ];
}

/** Where processes see the object, when the target shows the kernel; where it was read, when it shows a process. */
function viewLines(handles: UserHandles, index: number, { place }: UserObject): string {
  const { pointerSize } = handles.table.profile;
  const digits = pointerSize * 2;
  if (place.delta !== null) {
    return `    read at phead less ${place.from.replace('phead - ', '')} ${hexPadded(place.delta, digits)}\n`;
  }
  return kernelObjectViews(handles, index)
    .map(
      ({ processId, at, delta }) =>
        `    in process ${hex(processId)} at ${hexPadded(at, digits)}, client delta ${hexPadded(delta, digits)}\n`,
    )
    .join('');
}
