import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { configurationFor, needsTarget } from '../../../src/extension/debugConfigurations';
import { DEBUG_TYPE, parseLaunchArguments } from '../../../src/protocol/launchArguments';

interface Attributes {
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, { readonly default?: string }>>;
}

interface Debugger {
  readonly type: string;
  readonly configurationAttributes: { readonly launch: Attributes; readonly attach: Attributes };
  readonly initialConfigurations: readonly Readonly<Record<string, unknown>>[];
  readonly configurationSnippets: readonly { readonly body: Readonly<Record<string, unknown>> }[];
}

const manifest = JSON.parse(readFileSync(resolve(__dirname, '../../../package.json'), 'utf8')) as {
  readonly activationEvents: readonly string[];
  readonly contributes: { readonly debuggers: readonly Debugger[] };
};
const [contributed] = manifest.contributes.debuggers as readonly [Debugger];

describe('Debug configurations', () => {
  it('are of the type the manifest contributes and activates on', () => {
    assert.equal(manifest.contributes.debuggers.length, 1);
    assert.equal(contributed.type, DEBUG_TYPE);
    assert.ok(manifest.activationEvents.includes(`onDebugResolve:${DEBUG_TYPE}`));
    assert.ok(manifest.activationEvents.includes(`onDebugDynamicConfigurations:${DEBUG_TYPE}`));
  });

  for (const request of ['launch', 'attach'] as const) {
    it(`need one attribute for ${request}: target`, () => {
      const { required, properties } = contributed.configurationAttributes[request];
      assert.deepEqual(required, ['target']);
      assert.deepEqual(Object.keys(properties), ['target', 'compareWith']);
    });
  }

  it('in the manifest are accepted by the adapter', () => {
    for (const configuration of [
      ...contributed.initialConfigurations,
      ...contributed.configurationSnippets.map(({ body }) => body),
      configurationFor('sample:badhandle'),
    ]) {
      assert.equal(configuration['type'], DEBUG_TYPE);
      assert.equal(parseLaunchArguments(configuration).ok, true);
    }
  });

  it('are named after the last part of a path', () => {
    assert.equal(configurationFor('C:\\dumps\\a b.dmp').name, 'Handle Lens: a b.dmp');
    assert.equal(configurationFor('/dumps/x.dmp').name, 'Handle Lens: x.dmp');
    assert.equal(configurationFor('/dumps/').name, 'Handle Lens: /dumps/');
  });

  for (const configuration of [{}, { target: '' }, { type: DEBUG_TYPE, target: undefined }]) {
    it(`need a target: ${JSON.stringify(configuration)}`, () => {
      assert.equal(needsTarget(configuration), true);
    });
  }

  it('with a target need none', () => {
    assert.equal(needsTarget({ target: 'x.dmp' }), false);
  });
});
