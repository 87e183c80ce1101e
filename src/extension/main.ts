/** Entry of the extension: hosts the debug adapter and makes F5 work without a launch.json. */

import * as vscode from 'vscode';
import { DEBUG_TYPE } from '../protocol/launchArguments';
import { ConfigurationProvider } from './configurationProvider';
import { DescriptorFactory } from './descriptorFactory';

/** Registers everything; VS Code disposes of it. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Handle Lens', { log: true });
  const provider = new ConfigurationProvider();
  context.subscriptions.push(
    log,
    vscode.debug.registerDebugAdapterDescriptorFactory(DEBUG_TYPE, new DescriptorFactory(log)),
    vscode.debug.registerDebugConfigurationProvider(DEBUG_TYPE, provider),
    vscode.debug.registerDebugConfigurationProvider(
      DEBUG_TYPE,
      provider,
      vscode.DebugConfigurationProviderTriggerKind.Dynamic,
    ),
  );
}
