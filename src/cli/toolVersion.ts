/** The tool's own version. */

/** Put in by the bundler; absent when the sources run directly. */
declare const __TOOL_VERSION__: string | undefined;

/** The version in package.json, or `development` when the sources run without a bundle. */
export const toolVersion: string =
  typeof __TOOL_VERSION__ === 'undefined' ? 'development' : __TOOL_VERSION__;
