/** What the status of the log language says of its server, as plain data. */

import type { ServerState } from '../languageClient';

/** The texts of the item, and what choosing it does. */
export interface LogServerStatus {
  readonly severity: 'information' | 'error';
  readonly isBusy: boolean;
  readonly text: string;
  readonly detail: string;
  readonly action: 'restart' | 'showLog';
}

/** Translates a text with places. */
export type Translate = (text: string, ...places: readonly (string | number)[]) => string;

/** The status for the state of the server and the findings in the shown log; undefined while it has not answered yet. */
export function logServerStatus(
  state: ServerState,
  findings: number | undefined,
  translate: Translate,
): LogServerStatus {
  switch (state.kind) {
    case 'starting':
      return {
        severity: 'information',
        isBusy: true,
        text: translate('Handle Lens: reading the log'),
        detail: translate('the language server is starting'),
        action: 'showLog',
      };
    case 'ready':
      return {
        severity: 'information',
        isBusy: findings === undefined,
        text: findingsText(findings, translate),
        detail: translate('the language server is ready'),
        action: 'restart',
      };
    case 'failed':
      return {
        severity: 'error',
        isBusy: false,
        text: translate('Handle Lens: no hovers, outline and findings'),
        detail: translate('the language server does not run: {0}', state.reason),
        action: 'restart',
      };
  }
}

function findingsText(findings: number | undefined, translate: Translate): string {
  switch (findings) {
    case undefined:
      return translate('Handle Lens: reading the log');
    case 0:
      return translate('Handle Lens: no findings');
    case 1:
      return translate('Handle Lens: 1 finding');
    default:
      return translate('Handle Lens: {0} findings', findings);
  }
}
