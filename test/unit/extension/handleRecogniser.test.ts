import assert from 'node:assert/strict';
import {
  handleValueAt,
  handleVariableAt,
  userHandleValueAt,
} from '../../../src/extension/hovers/handleRecogniser';

/** Looks at the middle of the number or word that starts at `mark` in the line. */
function valueIn(line: string, number = '0x'): bigint | undefined {
  const word = handleValueAt(line, line.indexOf(number) + 2);
  return word?.kind === 'value' ? word.value : undefined;
}

function variableIn(line: string, name: string): string | undefined {
  const word = handleVariableAt(line, line.indexOf(name) + 1);
  return word?.kind === 'variable' ? word.name : undefined;
}

describe('Handle values in source and logs', () => {
  for (const line of [
    'closing handle 0x3c',
    'Handle: 0x3c is closed',
    'handle=0x3c, waiting',
    'HANDLE h = (HANDLE)0x3c;',
    'CloseHandle((HANDLE)(ULONG_PTR)0x3c);',
    'CloseHandle(0x3c);',
    'hEvent = 0x3c;',
    'if (m_hEvent == (HANDLE)0x3c)',
    'fileHandle = 0x3cULL;',
    'RegCloseKey((HKEY)0x3c)',
    'Handles: 0x3c',
    'handle (0x3c)',
  ]) {
    it(`takes the number in "${line}"`, () => {
      assert.equal(valueIn(line), 0x3cn);
    });
  }

  for (const line of [
    'int flags = 0x3c;',
    'I have 0x3c apples',
    'hex 0x3c',
    'CreateFile(name, 0x80, 0, nullptr)',
    'handler 0x3c',
    'HRESULT = 0x3c',
    'hWnd = 0x3c',
    'SC_HANDLE = 0x3c',
    'windowHandle = 0x3c',
    'hModule = 0x3c',
    'handle 60',
    'handle 3c',
    'handle C:\\0x3c\\file',
    'handle 0x3c/next',
    'handle ntdll+0x3c',
    'handle 0x7ffe2b54d2',
    'handle 0x00007ffe2b54d2b4',
    'handle 0x00000003c',
    'handle 0x3c.5',
    'handle 0x0',
    'handle 0x3d',
    'handle 0x3cg',
    "handle '0x3c'",
    'handle of something else 0x3c',
  ]) {
    it(`leaves the number in "${line}" alone`, () => {
      assert.equal(valueIn(line), undefined);
    });
  }

  it('reaches from the first character of the number to behind its last', () => {
    const line = 'handle 0x3c;';
    const columns = Array.from({ length: line.length + 1 }, (_, column) => column);
    assert.deepEqual(
      columns.filter((column) => handleValueAt(line, column) !== undefined),
      [7, 8, 9, 10, 11],
    );
  });

  it('looks at no line above 2000 characters', () => {
    assert.equal(valueIn(`handle 0x3c ${'x'.repeat(2000)}`), undefined);
  });
});

describe('Handle variables in source', () => {
  for (const [line, name] of [
    ['WaitForSingleObject(hEvent, 10);', 'hEvent'],
    ['CloseHandle(h);', 'h)'],
    ['this->m_hFile = x;', 'm_hFile'],
    ['let file_handle = open();', 'file_handle'],
    ['processHandle.Close()', 'processHandle'],
    ['handle = CreateEvent()', 'handle'],
  ] as const) {
    it(`takes ${name} in "${line}"`, () => {
      assert.equal(variableIn(line, name), name.replace(')', ''));
    });
  }

  for (const [line, name] of [
    ['int hash = 1;', 'hash'],
    ['handler(x);', 'handler'],
    ['CloseHandle(x);', 'CloseHandle'],
    ['hr = S_OK;', 'hr'],
    ['ShowWindow(hWnd, 1);', 'hWnd'],
    ['"hEvent"', 'hEvent'],
    ['height = 3;', 'height'],
    ['HANDLE x;', 'HANDLE'],
  ] as const) {
    it(`leaves ${name} in "${line}" alone`, () => {
      assert.equal(variableIn(line, name), undefined);
    });
  }
});

describe('USER handle values in source and logs', () => {
  const kindIn = (line: string): string | undefined =>
    userHandleValueAt(line, line.indexOf('0x') + 2)?.kind;

  for (const line of [
    'hWnd = 0x200d3;',
    'hwnd: 0x200d3',
    'm_hwnd == (HWND)0x000200d3',
    'DestroyMenu((HMENU)0x200d3);',
    'hPopupMenu = 0x200d3',
    'window handle 0x200d3 is gone',
    'USER handle 0x200d3',
  ]) {
    it(`takes the number in "${line}" for one`, () => {
      assert.equal(kindIn(line), 'userValue');
    });
  }

  it('takes the value of any other handle for one that may be', () => {
    assert.equal(kindIn('handle 0x200d3'), 'value');
  });

  for (const line of [
    'int flags = 0x200d3;',
    'heightOfWindow = 0x200d3',
    'hWnd = 0xd3',
    'hWnd = 0x0000d3',
    'hWnd = 0x1000200d3',
    'hBitmap = 0x200d3',
    'menu 0x200d3',
    'style & 0x200d3',
  ]) {
    it(`leaves the number in "${line}" alone`, () => {
      assert.equal(kindIn(line), undefined);
    });
  }
});
