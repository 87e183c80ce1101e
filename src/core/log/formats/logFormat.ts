/** What a reader of a log format must offer: recognising its text and turning it into a model. */

import type { ByteSource } from '../../util/byteSource';
import type { CancellationToken } from '../../util/cancellation';
import type { Result } from '../../util/result';
import type { EncodingMark } from '../input/encoding';
import type { LogModel } from '../target/logModel';

/** What reading needs from whoever opens a log. */
export interface OpenLogOptions {
  readonly token: CancellationToken;
  /** Told between steps: how much is done, 0 to 1. */
  readonly progress?: (message: string, fraction?: number) => void;
  /** Leaves every line to the grammar of text, also what would be read where it lies in the bytes: slower, with the same result. */
  readonly onlyText?: boolean;
}

/** The beginning of a text, from which its format is found. */
export interface TextHead {
  readonly text: string;
  /** The lines of {@link text}; the last one may be cut. */
  readonly lines: readonly string[];
}

/** A text that is to be read. */
export interface LogText {
  readonly source: ByteSource;
  readonly mark: EncodingMark;
  readonly head: TextHead;
}

/** A format of logs. */
export interface LogFormat {
  /** True when the beginning of a text can be nothing else. */
  recognises(head: TextHead): boolean;
  /** Reads a text of this format to its end. Fails with a problem when nothing in it was understood. */
  read(text: LogText, options: OpenLogOptions): Promise<Result<LogModel>>;
}
