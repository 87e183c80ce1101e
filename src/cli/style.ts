/** Colours of the terminal; none anywhere else. */

/** Escape sequences, or empty texts where colour is not wanted. */
export interface Style {
  readonly prompt: string;
  readonly failure: string;
  readonly quiet: string;
  readonly heading: string;
  /** Ends any of the others. */
  readonly end: string;
}

const plain: Style = { prompt: '', failure: '', quiet: '', heading: '', end: '' };

const coloured: Style = {
  prompt: '\x1b[1;36m',
  failure: '\x1b[31m',
  quiet: '\x1b[2m',
  heading: '\x1b[1m',
  end: '\x1b[0m',
};

/**
 * Styles for a stream: colour only on a terminal, never with a non-empty `NO_COLOR` (no-color.org) or `TERM=dumb`.
 */
export function styleFor(
  isTerminal: boolean,
  env: Readonly<Record<string, string | undefined>>,
): Style {
  const refused = (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb';
  return isTerminal && !refused ? coloured : plain;
}
