// The debug adapter library asks for two modules of Node that a browser lacks; bundles for browsers get small stand-ins for them.

import { inRoot } from './paths.mjs';

const LIBRARY = /[\\/]@vscode[\\/]debugadapter[\\/]/;

/** A plugin of esbuild. Any other module that asks for one of Node's fails the build. */
export const browserStandIns = {
  name: 'browser-stand-ins',
  setup({ onResolve }) {
    onResolve({ filter: /^(events|url)$/ }, ({ path, importer }) =>
      LIBRARY.test(importer) ? { path: inRoot('src', 'web', 'standIns', `${path}.ts`) } : undefined,
    );
  },
};
