/** Keeps the newest compiled state of each script; reads included files from open documents first, then from the host. */

import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { ParsedFile } from '../../core/script/compile/compiler';
import { loadScript } from '../../core/script/language/loadScript';
import { ParseAgain } from '../../core/script/language/parseAgain';
import { neverCancelled } from '../../core/util/cancellation';
import { fail, ok, type Result } from '../../core/util/result';
import { ScriptProgram } from './scriptProgram';

/** Where scripts come from that no editor shows. */
export interface ScriptSource {
  /** Text of a file by its URI; null when it cannot be read. */
  read(uri: string): Promise<string | null>;
  /** URIs of the scripts of the workspace. */
  find(): Promise<readonly string[]>;
}

interface Known {
  readonly program: ScriptProgram;
  /** Texts that it was made of, by URI. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Scripts of the workspace that are looked through at most. */
const MOST_SCRIPTS = 200;

/** Compiled scripts by URI. */
export class ScriptFiles {
  private readonly known = new Map<string, Known>();
  private readonly parsed = new Map<string, ParseAgain>();

  constructor(
    private readonly lookUp: (uri: string) => TextDocument | undefined,
    private readonly source: ScriptSource,
  ) {}

  /** A script as it is now; null when it cannot be read. */
  async get(uri: string): Promise<ScriptProgram | null> {
    const known = this.known.get(uri);
    if (known !== undefined && (await this.isCurrent(known))) {
      return known.program;
    }
    const texts = new Map<string, string>();
    const files = await loadScript(uri, {
      token: neverCancelled,
      parse: (path, text) => this.parserOf(path).parse(text),
      readText: async (path) => {
        const text = await this.read(path);
        if (text.ok) {
          texts.set(path, text.value);
        }
        return text;
      },
    });
    if (!files.ok) {
      this.known.delete(uri);
      return null;
    }
    const program = new ScriptProgram(files.value);
    this.known.set(uri, { program, texts });
    return program;
  }

  /** The script, and those of the workspace that include it. */
  async around(uri: string): Promise<readonly ScriptProgram[]> {
    const own = await this.get(uri);
    const others: ScriptProgram[] = [];
    for (const other of await this.all()) {
      const program = other === uri ? null : await this.get(other);
      if (program !== null && program.fileOf(uri) !== -1) {
        others.push(program);
      }
    }
    return own === null ? others : [own, ...others];
  }

  /** URIs of all scripts of the workspace and of those that are open. */
  async all(): Promise<readonly string[]> {
    const found = await this.source.find();
    return [...new Set([...this.known.keys(), ...found])].slice(0, MOST_SCRIPTS);
  }

  /** The parsed files of all scripts, each once. */
  async everyFile(): Promise<
    readonly { readonly program: ScriptProgram; readonly file: number }[]
  > {
    const files = new Map<string, { program: ScriptProgram; file: number }>();
    for (const uri of await this.all()) {
      const program = await this.get(uri);
      program?.files.forEach(({ file }: ParsedFile, number) => {
        files.set(file.path, { program, file: number });
      });
    }
    return [...files.values()];
  }

  /** URIs of the scripts that included a file when they were last looked at. */
  includers(uri: string): readonly string[] {
    return [...this.known]
      .filter(([own, { texts }]) => own !== uri && texts.has(uri))
      .map(([own]) => own);
  }

  /** Forgets a script that was closed. */
  forget(uri: string): void {
    this.known.delete(uri);
    this.parsed.delete(uri);
  }

  private parserOf(path: string): ParseAgain {
    const known = this.parsed.get(path) ?? new ParseAgain();
    this.parsed.set(path, known);
    return known;
  }

  private async isCurrent({ texts }: Known): Promise<boolean> {
    for (const [uri, text] of texts) {
      const now = await this.read(uri);
      if (!now.ok || now.value !== text) {
        return false;
      }
    }
    return true;
  }

  private async read(uri: string): Promise<Result<string>> {
    const text = this.lookUp(uri)?.getText() ?? (await this.source.read(uri));
    return text === null
      ? fail({ code: 'no-file', message: 'There is no such file, or it is no text.' })
      : ok(text);
  }
}
