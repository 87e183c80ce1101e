/** The language of scripts, as the manifest declares it. */

/** Language id of `.hsim` files. */
export const SCRIPT_LANGUAGE = 'hsim';
