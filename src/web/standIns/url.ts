/** Stands for Node's module "url" in bundles for browsers, where addresses are read by a global of the same name. */

const { URL: BrowserUrl } = globalThis;
export { BrowserUrl as URL };
