/** The list of commands and what is suggested for wrong names. */

import assert from 'node:assert/strict';
import {
  commands,
  findCommand,
  suggestCommand,
  unknownCommand,
} from '../../../src/core/commands/registry';
import { describeProblem } from '../../../src/core/util/problem';

describe('The registry of commands', () => {
  it('finds commands by name and alias, letter case ignored', () => {
    assert.equal(findCommand('!HANDLE')?.name, '!handle');
    assert.equal(findCommand('qq')?.name, 'q');
    assert.equal(findCommand('!nothing'), null);
  });

  it('finds extension commands that name their library', () => {
    assert.equal(findCommand('!ntsdexts.htrace')?.name, '!htrace');
    assert.equal(findCommand('!Kdexts.Handle')?.name, '!handle');
    assert.equal(findCommand('!other.handle'), null);
  });

  it('gives every command a name of its own', () => {
    const names = commands.flatMap((command) => [command.name, ...command.aliases]);
    assert.equal(new Set(names).size, names.length);
  });

  it('describes every command, each of its forms and each of its arguments', () => {
    for (const command of commands) {
      assert.ok(command.summary.endsWith('.'), command.name);
      for (const mode of command.modes) {
        assert.ok(command.usage(mode).length > 0, command.name);
        assert.ok(
          command.arguments(mode).every(({ description }) => description.length > 0),
          command.name,
        );
      }
    }
  });

  for (const [typed, meant] of [
    ['!handel', '!handle'],
    ['!hadnle', '!handle'],
    ['handle', '!handle'],
    ['.handle', '!handle'],
    ['!htrac', '!htrace'],
    ['!help', '.help'],
    ['.closehandel', '.closehandle'],
    ['!handle3c', '!handle 3c'],
    ['!htrace-diff', '!htrace -diff'],
    ['!handle-?', '!handle -?'],
    ['vertraget', 'vertarget'],
  ] as const) {
    it(`suggests ${meant} for ${typed}`, () => {
      assert.equal(suggestCommand(typed), meant);
    });
  }

  it('keeps the arguments when it suggests a forgotten blank', () => {
    assert.equal(
      describeProblem(unknownCommand('!handle3c f')),
      "Unknown command '!handle3c'. Did you mean !handle 3c f?",
    );
  });

  it('points to the list when nothing is near', () => {
    assert.equal(
      describeProblem(unknownCommand('xyzzy 3')),
      "Unknown command 'xyzzy'. Type .help for the list.",
    );
  });
});
