// Some libraries ask for modules of Node that a browser lacks; bundles for browsers get small stand-ins for them.

import { inRoot } from './paths.mjs';

const LIBRARY = /[\\/]@vscode[\\/]debugadapter[\\/]/;
/** Want Node’s streams only when they are asked for one, which nobody does. */
const PARSERS = /[\\/](papaparse|sax)[\\/]/;

/** A plugin of esbuild. Any other module that asks for one of Node's fails the build. */
export const browserStandIns = {
  name: 'browser-stand-ins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(events|url)$/ }, ({ path, importer }) =>
      LIBRARY.test(importer) ? { path: inRoot('src', 'web', 'standIns', `${path}.ts`) } : undefined,
    );
    onResolve({ filter: /^stream$/ }, ({ path, importer }) =>
      PARSERS.test(importer) ? { path, namespace: 'absent' } : undefined,
    );
    onLoad({ filter: /./, namespace: 'absent' }, () => ({ contents: '' }));
  },
};
