/** What the commands of the views work on. */

import * as vscode from 'vscode';
import type { ExtensionServices } from '../services';
import type { HandlesView } from './handlesView';
import type { SessionData, SessionDataStore } from './sessionData';
import type { SitesView } from './sitesView';
import type { TracesView } from './tracesView';
import type { TypesView } from './typesView';
import type { ViewState } from './viewState';

/** What the commands work on. */
export interface ViewParts {
  readonly services: ExtensionServices;
  readonly store: SessionDataStore;
  readonly state: ViewState;
  readonly handles: HandlesView;
  readonly traces: TracesView;
  readonly types: TypesView;
  readonly sites: SitesView;
}

/** The session whose data commands without a row use. */
export function newest({ store }: ViewParts): SessionData {
  const data = store.all.at(-1);
  if (data === undefined) {
    throw new Error(
      vscode.l10n.t('No session of Handle Lens is running. Start one in Run and Debug.'),
    );
  }
  return data;
}
