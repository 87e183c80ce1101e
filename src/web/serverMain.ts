/** Entry of dist/web/server.js: the language server in a worker of its own. */

import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createConnection,
} from 'vscode-languageserver/browser';
import { startLogServer } from '../server/logServer';

const connection = createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self));
startLogServer(connection, (run, milliseconds) => {
  const timer = setTimeout(run, milliseconds);
  return () => clearTimeout(timer);
});
connection.listen();
