/** The part of sax that is used; its published types need those of Node. */

declare module 'sax' {
  /** Reads XML as it streams in. Errors stop it until {@link SAXParser.resume} is called. */
  export interface SAXParser {
    /** The error that stopped the parser; null while it runs. */
    error: Error | null;
    onerror: (error: Error) => void;
    onopentag: (tag: {
      readonly name: string;
      readonly attributes: Readonly<Record<string, string>>;
    }) => void;
    onclosetag: (name: string) => void;
    ontext: (text: string) => void;
    write(text: string): SAXParser;
    resume(): SAXParser;
  }

  /** Makes a parser; a strict one minds letter case and well-formedness. */
  export function parser(strict: boolean): SAXParser;
}
