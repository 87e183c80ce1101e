/** A script that dies while it is run for a check. */

import assert from 'node:assert/strict';
import type { Finding } from '../../../src/core/analysis/gate/judgeGate';
import { gateText } from '../../../src/core/render/gate/gateText';
import { sarifLog } from '../../../src/core/render/gate/gateSarif';
import { mainOf, scriptTarget } from '../../support/openScript';
import { checked, found } from './gateKit';

const RECURSION = `int Deep(int n) { return Deep(n + 1) + 1; }
int main(void) { return Deep(0); }
`;

async function onlyFinding(text: string): Promise<Finding> {
  const { verdict } = await checked(await scriptTarget(text));
  assert.equal(verdict.passed, false);
  const [finding, ...others] = verdict.findings;
  assert.deepEqual(others, []);
  assert.ok(finding !== undefined);
  return finding;
}

describe('The gate, for a script that dies', () => {
  const deaths: readonly (readonly [string, string, string])[] = [
    [
      'divides by zero',
      mainOf('int zero = 0; printf("%d", 5 / zero);'),
      'The program dies: Integer divide-by-zero - code c0000094',
    ],
    ['overflows its stack', RECURSION, 'The program dies: Stack overflow - code c00000fd'],
    [
      'writes to NULL',
      mainOf('DWORD* p = NULL; *p = 3;'),
      'The program dies: Access violation - code c0000005',
    ],
  ];
  for (const [what, text, title] of deaths) {
    it(`fails when it ${what}, and says where`, async () => {
      const finding = await onlyFinding(text);
      assert.equal(finding.rule, 'death');
      assert.equal(finding.title, title);
      assert.ok(finding.stacks[0]?.frames.some(({ source }) => source?.file === 'test.hsim'));
    });
  }

  it('also when it is a child process that dies, and the program ends well', async () => {
    const finding = await onlyFinding(`machine { process "child.exe" { main Child; } }
int Child(void) { int zero = 0; return 1 / zero; }
int main(void)
{
    PROCESS_INFORMATION pi;
    CreateProcessW(NULL, L"child.exe", NULL, NULL, FALSE, 0, NULL, NULL, NULL, &pi);
    WaitForSingleObject(pi.hProcess, INFINITE);
    CloseHandle(pi.hThread);
    CloseHandle(pi.hProcess);
    return 0;
}
`);
    assert.match(finding.title, /^The program dies: Integer divide-by-zero/);
  });

  it('tells of the stack that overflowed only its innermost frames', async () => {
    const finding = await onlyFinding(RECURSION);
    assert.equal(finding.stacks[0]?.frames.length, 64);
  });

  it('still finds what it did wrong before, but takes nothing that was open for a leak', async () => {
    const target = await scriptTarget(
      mainOf(`for (int i = 0; i < 40; i++) CreateEventW(NULL, TRUE, FALSE, NULL);
HANDLE h = CreateMutexW(NULL, FALSE, NULL);
CloseHandle(h);
CloseHandle(h);
int zero = 0;
h = (HANDLE)(1 / zero);`),
    );
    const report = await checked(target, { failOn: ['leak', 'badref'] });
    assert.deepEqual(found(report).toSorted(), ['badref! unknown', 'death! unknown']);
    assert.deepEqual(report.verdict.checked, ['badref']);
    assert.match(
      gateText(report),
      /^program-died: The program dies: [^]*Leaks were not looked for/m,
    );
    const [run] = sarifLog(report).runs;
    const result = run?.results?.find(({ ruleId }) => ruleId === 'program-died');
    assert.equal(run?.tool.driver.rules?.[result?.ruleIndex ?? -1]?.id, 'program-died');
  });

  it('passes a script that ends with an exit code, whatever it is', async () => {
    const { verdict } = await checked(await scriptTarget('int main(void) { return 5; }'));
    assert.deepEqual(verdict.findings, []);
  });
});
