/** Owners of USER objects in words, made once for each owner. */

import type { UserHandles } from '../../userHandles/keptUserHandles';
import type { GuiProcess, GuiThread } from '../../target/userHandles';
import type { UserOwner } from '../../userHandles/owners';
import { numberedProcess } from '../../model/processWords';
import { hex, hexPadded } from '../../util/hex';
import { escapeText } from '../escapeText';

/** `process 8a4 leaky.exe`. */
export function processText(process: GuiProcess): string {
  return escapeText(numberedProcess(process));
}

/** `thread 9c0, process 8a4 leaky.exe`. */
export function threadText(thread: GuiThread, process: GuiProcess | null): string {
  const owner = process === null ? `process ${hex(thread.processId)}` : processText(process);
  return `thread ${hex(thread.threadId)}, ${owner}`;
}

/** An owner in words; `-` for none. */
export function ownerText(owner: UserOwner, digits: number): string {
  switch (owner.kind) {
    case 'none':
      return '-';
    case 'process':
      return processText(owner.process);
    case 'thread':
      return threadText(owner.thread, owner.process);
    case 'unknown': {
      const what = owner.as === 'either' ? 'owner' : owner.as;
      return `unknown ${what} ${hexPadded(owner.value, digits)}`;
    }
  }
}

/** Texts of the owners of a table's entries. */
export class OwnerTexts {
  /** By the type's value, then by the halves of what the entry says. */
  private readonly texts: (Map<number, Map<number, string>> | undefined)[] = [];

  /** `write` turns an owner into what is wanted. */
  constructor(
    private readonly handles: UserHandles,
    private readonly write: (owner: UserOwner) => string,
  ) {}

  /** The text of an entry's owner. */
  of(index: number): string {
    const { columns } = this.handles.table;
    const type = columns.type[index] ?? 0;
    const low = columns.ownerLow[index] ?? 0;
    const high = columns.ownerHigh[index] ?? 0;
    const byHigh = (this.texts[type] ??= new Map<number, Map<number, string>>());
    let byLow = byHigh.get(high);
    if (byLow === undefined) {
      byLow = new Map();
      byHigh.set(high, byLow);
    }
    let text = byLow.get(low);
    if (text === undefined) {
      text = this.write(this.handles.owners.ownerOf(index));
      byLow.set(low, text);
    }
    return text;
  }
}
