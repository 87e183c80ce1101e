/** What the language server asks the editor about scripts that are not open. */

/** Asks for the text of a file: `{ uri }` → its text, or null when it cannot be read. */
export const READ_SCRIPT_REQUEST = 'handleLens/readScript';
/** Asks for the URIs of all scripts of the workspace. */
export const FIND_SCRIPTS_REQUEST = 'handleLens/findScripts';
