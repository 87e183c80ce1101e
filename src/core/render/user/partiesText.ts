/** The text of `!dti` and `!dpi`, and of owners in full. */

import type { ProcessAccount } from '../../commands/user/processAccount';
import type { UserHandles } from '../../userHandles/keptUserHandles';
import type {
  GuiProcessesResult,
  GuiThreadsResult,
  ThreadAccount,
} from '../../commands/user/userResults';
import type { UserOwner } from '../../userHandles/owners';
import { hex, hexPadded } from '../../util/hex';
import { escapeText } from '../escapeText';
import { alignedRows } from './alignedRows';
import { countsChunk, countsLine } from './countsText';
import { memberLines, type MemberLine } from './memberLines';
import { ownerText, processText, threadText } from './ownerText';

/** `!dti`: a table of threads, or one thread in full. */
export function threadChunks(result: GuiThreadsResult): readonly string[] {
  const { handles, threads, single } = result;
  const { version, pointerSize } = handles.table.profile;
  if (single) {
    return threads.map((account) => threadBlock(handles, account));
  }
  if (threads.length === 0) {
    return ['No thread of the target is known to use the windowing system.\n'];
  }
  return alignedRows([
    ['Tid', 'Pid', 'THREADINFO', 'Desktop', 'Handles', 'Image', 'By type'],
    ...threads.map(({ thread, process, counts }) => [
      hex(thread.threadId),
      hex(thread.processId),
      thread.threadInfo === null ? '-' : hexPadded(thread.threadInfo, pointerSize * 2),
      desktopText(handles, thread.desktop) ?? '-',
      String(counts.total),
      process === null ? '-' : escapeText(process.image),
      countsLine(version, counts),
    ]),
  ]);
}

function threadBlock(handles: UserHandles, { thread, process, counts }: ThreadAccount): string {
  const { pointerSize } = handles.table.profile;
  const digits = pointerSize * 2;
  const at = thread.threadInfo === null ? 'not known' : hexPadded(thread.threadInfo, digits);
  const lines: MemberLine[] = [
    {
      name: 'desktop',
      ...addressValue(thread.desktop, digits),
      note: desktopText(handles, thread.desktop) ?? '',
    },
  ];
  if (thread.clientDelta !== null) {
    lines.push({ name: 'client delta', value: hexPadded(thread.clientDelta, digits), note: '' });
  }
  if (thread.desktopHeap !== null && handles.table.profile.owner === 'entry-id') {
    lines.push({ name: 'desktop heap', value: hexPadded(thread.desktopHeap, digits), note: '' });
  }
  lines.push({ name: 'USER handles', value: String(counts.total), note: '' });
  return `THREADINFO ${at}  ${threadText(thread, process)}\n${memberLines(lines)}${countsBelow(handles, counts)}`;
}

/** `!dpi`: a table of processes, or one process in full. */
export function processChunks(result: GuiProcessesResult): readonly string[] {
  const { handles, processes, single, summary } = result;
  if (single) {
    return processes.map((account) => processBlock(handles, account));
  }
  if (processes.length === 0) {
    return ['No process of the target is known to use the windowing system.\n'];
  }
  const { pointerSize, version } = handles.table.profile;
  return [
    ...alignedRows([
      ['Pid', 'PROCESSINFO', 'Handles', 'Peak', 'Quota', 'GDI', 'Image', 'By type'],
      ...processes.map((account) => {
        const { process, counters, counted, quota, byType } = account;
        return [
          hex(process.processId),
          process.processInfo === null ? '-' : hexPadded(process.processInfo, pointerSize * 2),
          handlesText(account),
          String(counters?.userHandlesPeak ?? '-'),
          String(quota),
          String(counters?.gdiHandles ?? '-'),
          escapeText(process.image),
          counted === 0 ? '' : countsLine(version, { byType }),
        ];
      }),
    ]),
    `${summary.inUse} in use in the session, ${summary.unowned.total} of them owned by nobody${summary.unknownOwner.total === 0 ? '' : `, ${summary.unknownOwner.total} by somebody this target does not know`}\n`,
  ];
}

/** `412`, or `415 (412 in the table)` when the counter and the table differ. */
function handlesText({ counters, counted }: ProcessAccount): string {
  const has = counters?.userHandles ?? counted;
  return has === counted ? String(has) : `${has} (${counted} in the table)`;
}

function processBlock(handles: UserHandles, account: ProcessAccount): string {
  const { process } = account;
  const digits = handles.table.profile.pointerSize * 2;
  const at = process.processInfo === null ? 'not known' : hexPadded(process.processInfo, digits);
  return `PROCESSINFO ${at}  ${processText(process)}\n${memberLines(accountLines(account))}${countsBelow(handles, account)}`;
}

/** Counters and quota of a process. */
function accountLines(account: ProcessAccount): readonly MemberLine[] {
  const { counters, counted, quota, quotaIsKnown, countersProblem } = account;
  const has = counters?.userHandles ?? counted;
  const percent = quota === 0 ? 0 : Math.floor((has * 100) / quota);
  const usual = quotaIsKnown ? '' : ', the usual quota';
  const full = has < quota ? '' : ', used up: the next one fails with error 1158';
  const share = `(${percent} %${usual}${full})`;
  const lines: MemberLine[] = [];
  if (counters === null) {
    const reason = countersProblem?.message ?? 'no reason is known.';
    lines.push({ name: 'counters', value: `not read: ${escapeText(reason)}`, note: '' });
  } else {
    lines.push(
      { name: 'UserHandleCount', value: `${has} of ${quota}`, note: share },
      ...peak('UserHandleCountPeak', counters.userHandlesPeak),
      { name: 'GDIHandleCount', value: String(counters.gdiHandles), note: '' },
      ...peak('GDIHandleCountPeak', counters.gdiHandlesPeak),
    );
  }
  const differs = counters !== null && counters.userHandles !== counted;
  lines.push({
    name: 'in the table',
    value: counters === null ? `${counted} of ${quota}` : String(counted),
    note: differs ? 'differs from the counter' : counters === null ? share : '',
  });
  return lines;
}

/** Counts by type, below the lines of a process or thread. */
function countsBelow({ table }: UserHandles, counts: { readonly byType: Uint32Array }): string {
  return countsChunk(table.profile.version, counts, '        ');
}

function peak(name: string, value: number | null): readonly MemberLine[] {
  return value === null ? [] : [{ name, value: String(value), note: '' }];
}

/** The owner of one entry in full, as `!dhe` shows it with flag 8. */
export function ownerBlock(
  handles: UserHandles,
  owner: UserOwner,
  account: ProcessAccount | null,
): string {
  const digits = handles.table.profile.pointerSize * 2;
  if (owner.kind === 'none') {
    return 'Owner  none\n';
  }
  const lines: MemberLine[] = [];
  if (owner.kind === 'thread') {
    const { threadInfo, desktop } = owner.thread;
    lines.push(
      { name: 'THREADINFO', ...addressValue(threadInfo, digits), note: '' },
      {
        name: 'desktop',
        ...addressValue(desktop, digits),
        note: desktopText(handles, desktop) ?? '',
      },
    );
  }
  const process = owner.kind === 'unknown' ? null : owner.process;
  if (process !== null) {
    lines.push({ name: 'PROCESSINFO', ...addressValue(process.processInfo, digits), note: '' });
  }
  if (account !== null) {
    lines.push(...accountLines(account));
  }
  const counts = account === null ? '' : countsBelow(handles, account);
  return `Owner  ${ownerText(owner, digits)}\n${memberLines(lines)}${counts}`;
}

function addressValue(value: bigint | null, digits: number): { readonly value: string } {
  return { value: value === null ? '-' : hexPadded(value, digits) };
}

function desktopText(
  { access }: UserHandles,
  desktop: Parameters<UserHandles['access']['desktopName']>[0] | null,
): string | null {
  const name = desktop === null ? null : access.desktopName(desktop);
  return name === null ? null : escapeText(name);
}
