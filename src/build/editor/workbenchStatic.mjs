// Serves the web workbench as plain files: no server of VS Code behind it, extensions run in a worker of the page, and the workspace
// is a read-only file system that an extension of this test provides.

import { createReadStream, readFileSync, readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { QUIET } from './workbenchServer.mjs';
import { workbenchPaths } from './workbenchInstall.mjs';

/** The scheme of the workspace. */
export const WORKSPACE_SCHEME = 'read-only-files';

const TYPES = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.mjs': 'text/javascript',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
};

/**
 * Where this build differs from the workbench of vscode.dev: it always takes its own address for a server, and keeps settings there.
 * Each place with what stands there elsewhere.
 */
const WITHOUT_SERVER = [
  [',remoteAuthority:location.host}', '}'],
  ['.with({scheme:J.vscodeRemote}),"User")', '.with({scheme:J.vscodeUserData}),"User")'],
];

/**
 * Serves the workbench with the extension in the folder `extension` and the files of the folder `workspace`; `sizes` names files
 * whose size is pretended, in bytes. Resolves when it listens, on this machine only.
 */
export async function startStaticWorkbench({ extension, workspace, sizes = {} }) {
  const { vscode } = workbenchPaths();
  const folders = { '/extension': extension, '/files': workspace };
  const server = createServer((request, response) => {
    const path = normalize(
      decodeURIComponent(new URL(request.url, 'http://x').pathname),
    ).replaceAll('\\', '/');
    const made = pages[path]?.(request.headers.host);
    if (made !== undefined) {
      send(response, path === '/' ? '.html' : extname(path), made);
      return;
    }
    const top = Object.keys(folders).find((each) => path.startsWith(`${each}/`));
    const file =
      top === undefined ? join(vscode, path) : join(folders[top], path.slice(top.length));
    sendFile(response, file);
  });
  const pages = {
    '/': (host) => page(vscode, host),
    '/out/vs/code/browser/workbench/workbench.js': () => entry(vscode),
    '/files-extension/package.json': () => JSON.stringify(FILES_MANIFEST),
    '/files-extension/files.js': () => filesSource(),
    '/files-extension/package.nls.json': () => '{}',
    '/files-list.json': () => JSON.stringify(listOf(workspace, sizes)),
  };
  await new Promise((listening, failed) => {
    server.once('error', failed);
    server.listen(0, '127.0.0.1', listening);
  });
  return {
    url: () => `http://127.0.0.1:${server.address().port}/`,
    stop: () =>
      new Promise((done) => {
        server.close(done);
        server.closeAllConnections();
      }),
  };
}

function send(response, extension, content) {
  response.writeHead(200, { 'Content-Type': TYPES[extension] ?? 'application/octet-stream' });
  response.end(content);
}

function sendFile(response, file) {
  const facts = statSync(file, { throwIfNoEntry: false });
  if (facts?.isFile() !== true) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, {
    'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
    'Content-Length': facts.size,
  });
  createReadStream(file).pipe(response);
}

/** The page of the workbench with its placeholders filled. */
function page(vscode, host) {
  const base = `http://${host}`;
  const at = (path) => ({ scheme: 'http', authority: host, path });
  const configuration = {
    folderUri: { scheme: WORKSPACE_SCHEME, path: '/' },
    additionalBuiltinExtensions: [at('/extension'), at('/files-extension')],
    webviewEndpoint: `${base}/out/vs/workbench/contrib/webview/browser/pre/`,
    configurationDefaults: QUIET,
    enableWorkspaceTrust: false,
    userDataPath: '/user',
    isEnabledFileDownloads: true,
    isEnabledFileUploads: true,
    isEnabledCoderGettingStarted: false,
    productConfiguration: { enableTelemetry: false, extensionsGallery: undefined },
  };
  const values = {
    WORKBENCH_WEB_CONFIGURATION: JSON.stringify(configuration).replaceAll('"', '&quot;'),
    WORKBENCH_AUTH_SESSION: '',
    WORKBENCH_WEB_BASE_URL: base,
    WORKBENCH_NLS_URL: '',
    WORKBENCH_NLS_FALLBACK_URL: `${base}/out/nls.messages.js`,
    WORKBENCH_SCRIPT_NONCE: '1',
    BASE: base,
    VS_BASE: base,
  };
  const html = readFileSync(join(vscode, 'out/vs/code/browser/workbench/workbench.html'), 'utf8');
  return html.replace(/\{\{([A-Z_]+)\}\}/g, (_, name) => values[name] ?? '');
}

function entry(vscode) {
  let code = readFileSync(join(vscode, 'out/vs/code/browser/workbench/workbench.js'), 'utf8');
  for (const [here, elsewhere] of WITHOUT_SERVER) {
    if (!code.includes(here)) {
      throw new Error(`This workbench is built in another way than the one known here: no ${here}`);
    }
    code = code.replace(here, elsewhere);
  }
  return code;
}

/** Names and sizes of the files in a folder, which has no folders of its own. */
function listOf(folder, sizes) {
  return readdirSync(folder)
    .map((name) => ({ name, facts: statSync(join(folder, name)) }))
    .filter(({ facts }) => facts.isFile())
    .map(({ name, facts }) => ({ name, size: sizes[name] ?? facts.size, mtime: facts.mtimeMs }));
}

const FILES_MANIFEST = {
  publisher: 'workbench-test',
  name: 'files',
  version: '1.0.0',
  engines: { vscode: '^1.100.0' },
  browser: './files.js',
  activationEvents: [`onFileSystem:${WORKSPACE_SCHEME}`],
};

/** The code of the file system: one flat folder, read over HTTP from where the extension itself came from. */
function filesSource() {
  return `'use strict';
const vscode = require('vscode');
exports.activate = async ({ extensionUri, subscriptions }) => {
  const base = extensionUri.with({ path: '' }).toString(true).replace(/\\/$/, '');
  const list = await (await fetch(base + '/files-list.json')).json();
  const gone = (uri) => vscode.FileSystemError.FileNotFound(uri);
  const refused = () => { throw vscode.FileSystemError.NoPermissions(); };
  const stat = (uri) => {
    if (uri.path === '/') return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
    const file = list.find(({ name }) => '/' + name === uri.path);
    if (file === undefined) throw gone(uri);
    return { type: vscode.FileType.File, ctime: 0, mtime: file.mtime, size: file.size };
  };
  const provider = {
    onDidChangeFile: () => ({ dispose() {} }),
    watch: () => ({ dispose() {} }),
    stat,
    readDirectory: () => list.map(({ name }) => [name, vscode.FileType.File]),
    readFile: async (uri) => {
      stat(uri);
      return new Uint8Array(await (await fetch(base + '/files' + uri.path)).arrayBuffer());
    },
    createDirectory: refused, writeFile: refused, delete: refused, rename: refused,
  };
  subscriptions.push(vscode.workspace.registerFileSystemProvider(${JSON.stringify(WORKSPACE_SCHEME)}, provider, { isReadonly: true, isCaseSensitive: true }));
};
`;
}
