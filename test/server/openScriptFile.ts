/** Opens scripts in the language server. */

import { editorCapabilities, LogClient } from './logClient';

const SCRIPT = { uri: 'file:///home/dev/orders.hsim', languageId: 'hsim' };

/** Opens a script; `files` are others of the workspace by name. */
export async function openScriptFile(
  text: string,
  files: Readonly<Record<string, string>> = {},
): Promise<LogClient> {
  const client = await LogClient.open(text, editorCapabilities, SCRIPT);
  for (const [name, content] of Object.entries(files)) {
    client.files.set(`file:///home/dev/${name}`, content);
  }
  return client;
}
