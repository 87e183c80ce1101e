/** Entry of the language server: talks to the editor over the transport that the command line names (IPC, stdio, a pipe). */

import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startLanguageServer } from './languageServer';

const connection = createConnection(ProposedFeatures.all);
startLanguageServer(connection, (run, milliseconds) => {
  const timer = setTimeout(run, milliseconds);
  return () => clearTimeout(timer);
});
connection.listen();
