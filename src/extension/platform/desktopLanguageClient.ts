/** What we use of the client of language servers in Node. Loaded with the first log or script. */

export { LanguageClient, RevealOutputChannelOn, TransportKind } from 'vscode-languageclient/node';
