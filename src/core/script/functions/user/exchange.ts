/** Data that programs exchange: the clipboard and DDE (user-handles.md 2). */

import { emptyClipboard, setClipboardData } from '../../../simulator/user/calls/clipboard';
import {
  ddeAbandonTransaction,
  ddeClientTransaction,
  ddeConnect,
  ddeDisconnect,
  ddeInitializeW,
  ddeUninitialize,
} from '../../../simulator/user/calls/dde';
import { failed, succeeded, type UserOutcome } from '../../../simulator/user/calls/userCaller';
import { builtIn, type BuiltIn, type Call, type CallAnswer } from '../builtIn';
import { answer, destroyer, userFunction } from './answer';

const ERROR_ACCESS_DENIED = 5;
const ERROR_CLIPBOARD_NOT_OPEN = 1418;

function openClipboard(call: Call): UserOutcome {
  const { session, gui } = call.userCaller;
  const opener = session.clipboardOpener;
  if (opener !== null && opener !== gui && !opener.ended) {
    return failed(ERROR_ACCESS_DENIED);
  }
  session.clipboardOpener = gui;
  return succeeded();
}

/** Runs something while the calling thread has the clipboard open. */
function withClipboard(call: Call, body: () => UserOutcome): UserOutcome {
  const { session, gui } = call.userCaller;
  return session.clipboardOpener === gui ? body() : failed(ERROR_CLIPBOARD_NOT_OPEN);
}

function setClipboard(call: Call): CallAnswer {
  const text = call.text(1) ?? '';
  const bytes = new Uint8Array((text.length + 1) * 2);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < text.length; index++) {
    view.setUint16(index * 2, text.charCodeAt(index), true);
  }
  const outcome = withClipboard(call, () =>
    setClipboardData(call.userCaller, bytes, call.number(0)),
  );
  return answer(call, outcome) === 0 ? 0 : call.value(1);
}

const CLIPBOARD: readonly BuiltIn[] = [
  userFunction({
    signature: 'BOOL OpenClipboard(HWND hWndNewOwner)',
    summary: 'Opens the clipboard for the calling thread; fails while another has it open.',
    type: 'clipdata',
    run: openClipboard,
  }),
  userFunction({
    signature: 'BOOL EmptyClipboard(void)',
    summary: 'Destroys what is on the clipboard.',
    type: 'clipdata',
    run: (call) => withClipboard(call, () => emptyClipboard(call.userCaller)),
  }),
  builtIn({
    signature: 'LPVOID SetClipboardData(UINT uFormat, LPVOID hMem)',
    summary:
      'Puts data on the clipboard. Here hMem is a text; its copy is a USER object that belongs to nobody and goes when others take its place.',
    flags: { uFormat: 'clipboard' },
    windowing: 'clipdata',
    run: setClipboard,
  }),
  userFunction({
    signature: 'BOOL CloseClipboard(void)',
    summary: 'Closes the clipboard.',
    type: 'clipdata',
    run: (call) =>
      withClipboard(call, () => {
        call.userCaller.session.clipboardOpener = null;
        return succeeded();
      }),
  }),
];

const DMLERR_INVALIDPARAMETER = 0x4006;
const TIMEOUT_ASYNC = 0xffff_ffff;

function ddeInitialize(call: Call): number {
  const outcome = ddeInitializeW(call.userCaller);
  call.write(call.number(0), outcome.value);
  return outcome.lastError === 0 ? 0 : DMLERR_INVALIDPARAMETER;
}

/** A synchronous transaction is over when the call returns. */
function transact(call: Call): UserOutcome {
  const { userCaller } = call;
  const outcome = ddeClientTransaction(userCaller, call.number(2));
  if (outcome.value === 0) {
    return outcome;
  }
  if (call.number(6) === TIMEOUT_ASYNC) {
    call.write(call.number(7), outcome.value);
  } else {
    ddeAbandonTransaction(userCaller, outcome.value);
  }
  return succeeded();
}

const DDE: readonly BuiltIn[] = [
  builtIn({
    signature:
      'UINT DdeInitializeW(HDDEINSTANCE* pidInst, PFNCALLBACK pfnCallback, DWORD afCmd, DWORD ulRes)',
    summary: 'Begins to use DDE; writes the instance. 0 is success.',
    opens: 'DDE Access',
    through: 'pidInst',
    closedBy: 'DdeUninitialize',
    windowing: 'ddeaccess',
    run: ddeInitialize,
  }),
  destroyer('BOOL DdeUninitialize(HDDEINSTANCE idInst)', 'ddeaccess', (call) =>
    ddeUninitialize(call.userCaller, call.number(0)),
  ),
  userFunction({
    signature:
      'HCONV DdeConnect(HDDEINSTANCE idInst, HSZ hszService, HSZ hszTopic, PCONVCONTEXT pCC)',
    summary: 'Begins a conversation; texts serve as string handles.',
    type: 'ddeconv',
    makes: true,
    closedBy: 'DdeDisconnect',
    run: (call) => ddeConnect(call.userCaller, call.number(0)),
  }),
  destroyer('BOOL DdeDisconnect(HCONV hConv)', 'ddeconv', (call) =>
    ddeDisconnect(call.userCaller, call.number(0)),
  ),
  userFunction({
    signature:
      'LPVOID DdeClientTransaction(LPBYTE pData, DWORD cbData, HCONV hConv, HSZ hszItem, UINT wFmt, UINT wType, DWORD dwTimeout, LPDWORD pdwResult)',
    summary:
      'A transaction; with TIMEOUT_ASYNC it goes on until DdeAbandonTransaction, and pdwResult gets its identifier.',
    type: 'ddexact',
    flags: { dwTimeout: 'ddeTimeout', wType: 'ddeType' },
    run: transact,
  }),
  userFunction({
    signature: 'BOOL DdeAbandonTransaction(HDDEINSTANCE idInst, HCONV hConv, DWORD idTransaction)',
    summary: 'Gives an asynchronous transaction up.',
    type: 'ddexact',
    run: (call) => ddeAbandonTransaction(call.userCaller, call.number(2)),
  }),
];

/** The functions of this file. */
export const EXCHANGE_FUNCTIONS: readonly BuiltIn[] = [...CLIPBOARD, ...DDE];
