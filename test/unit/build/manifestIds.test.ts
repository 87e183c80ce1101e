/** The ids in the code and those in the manifest are the same. */

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  COMMANDS,
  CONTEXT_KEYS,
  EDITORS,
  GROUPED_BY,
  SETTINGS,
  SORTED_BY,
  TOOLS,
  VIEWS,
} from '../../../src/extension/manifestIds';
import { root } from './buildModule';

interface MenuItem {
  readonly command: string;
  readonly when?: string;
  readonly group?: string;
}

interface Contributions {
  readonly commands: readonly { readonly command: string; readonly icon?: string }[];
  readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
  readonly customEditors: readonly { readonly viewType: string }[];
  readonly languageModelTools: readonly { readonly name: string }[];
  readonly configuration: SettingsPage | readonly SettingsPage[];
  readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
  readonly keybindings: readonly {
    readonly command: string;
    readonly key: string;
    readonly when?: string;
  }[];
}

interface SettingsPage {
  readonly properties: Readonly<Record<string, unknown>>;
}

const manifestText = readFileSync(join(root, 'package.json'), 'utf8');
const { contributes } = JSON.parse(manifestText) as { readonly contributes: Contributions };
const commandIds = contributes.commands.map(({ command }) => command);

function sorted(names: Iterable<string>): readonly string[] {
  return [...names].sort();
}

describe('The ids of the manifest', () => {
  it('are those of the code: commands', () => {
    assert.deepEqual(sorted(commandIds), sorted(Object.values(COMMANDS)));
  });

  it('are those of the code: views', () => {
    const ids = Object.values(contributes.views).flatMap((views) => views.map(({ id }) => id));
    assert.deepEqual(sorted(ids), sorted(Object.values(VIEWS)));
  });

  it('are those of the code: context keys', () => {
    const used = new Set(manifestText.match(/handleLens:\w+/g) ?? []);
    assert.deepEqual(sorted(used), sorted(Object.values(CONTEXT_KEYS)));
  });

  it('are those of the code: custom editors, tools and settings', () => {
    assert.deepEqual(
      contributes.customEditors.map(({ viewType }) => viewType),
      Object.values(EDITORS),
    );
    assert.deepEqual(
      sorted(contributes.languageModelTools.map(({ name }) => name)),
      sorted(Object.values(TOOLS)),
    );
    const pages = [contributes.configuration].flat() as readonly SettingsPage[];
    const settings = pages.flatMap(({ properties }) => Object.keys(properties));
    assert.deepEqual(sorted(settings), sorted(Object.values(SETTINGS)));
  });

  it('stand in one file of the code only', () => {
    const spelled = sourceFiles(join(root, 'src', 'extension'))
      .filter((file) => !file.endsWith('manifestIds.ts'))
      .filter((file) => commandIds.some((id) => readFileSync(file, 'utf8').includes(`'${id}'`)));
    assert.deepEqual(spelled, []);
  });

  it('are declared wherever a menu or a key uses them', () => {
    const used = [...Object.values(contributes.menus).flat(), ...contributes.keybindings];
    const unknown = used.filter(({ command }) => !commandIds.includes(command));
    assert.deepEqual(unknown, []);
  });
});

describe('The menus and keys', () => {
  for (const [key, buttons] of [
    [CONTEXT_KEYS.grouping, GROUPED_BY],
    [CONTEXT_KEYS.sort, SORTED_BY],
  ] as const) {
    it(`show one button for each value of ${key}, each with an icon of its own`, () => {
      const icons = new Set<string>();
      for (const [value, command] of Object.entries(buttons)) {
        const item = contributes.menus['view/title']?.find((each) => each.command === command);
        assert.ok(item !== undefined, command);
        assert.ok(item.when?.endsWith(`${key} == ${value}`), command);
        assert.match(item.group ?? '', /^navigation/, command);
        icons.add(contributes.commands.find((each) => each.command === command)?.icon ?? '');
      }
      assert.equal(icons.size, Object.keys(buttons).length);
    });
  }

  it('show every inline action in the context menu as well, where the keyboard reaches it', () => {
    const items = contributes.menus['view/item/context'] ?? [];
    const inMenu = new Set(
      items
        .filter(({ group }) => group?.startsWith('inline') !== true)
        .map(({ command }) => command),
    );
    const inlineOnly = items
      .filter(({ command, group }) => group?.startsWith('inline') === true && !inMenu.has(command))
      .map(({ command }) => command);
    assert.deepEqual(inlineOnly, []);
  });

  it('hide from the palette what needs a row', () => {
    const hidden = new Set(
      (contributes.menus['commandPalette'] ?? [])
        .filter(({ when }) => when === 'false')
        .map(({ command }) => command),
    );
    const rowCommands = [
      COMMANDS.copyValue,
      COMMANDS.copyRow,
      COMMANDS.copyStack,
      COMMANDS.pin,
      COMMANDS.unpin,
      COMMANDS.closeHandle,
      COMMANDS.showStack,
      COMMANDS.exportSelected,
      COMMANDS.revealFromVariable,
      COMMANDS.copyTsv,
      COMMANDS.addToWatch,
      COMMANDS.goToMemory,
      COMMANDS.traceInConsole,
      COMMANDS.explainRow,
    ];
    assert.deepEqual(
      rowCommands.filter((command) => !hidden.has(command)),
      [],
    );
  });

  it('take keys only while a view of ours has the focus, and not from its text fields, or in the console of a session', () => {
    const inView = /^focusedView == handleLens\.\w+ && (.* && )?!inputFocus$/;
    const inConsole = /^inDebugRepl && debugType == 'handle-lens'$/;
    for (const { command, when = '' } of contributes.keybindings) {
      assert.ok(inView.test(when) || inConsole.test(when), `${command}: ${when}`);
    }
  });

  it('take no key twice in the same place', () => {
    const places = contributes.keybindings.map(({ key, when }) => `${key} ${when ?? ''}`);
    assert.equal(new Set(places).size, places.length);
  });
});

function sourceFiles(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sourceFiles(path) : path.endsWith('.ts') ? [path] : [];
  });
}
