/** Asks a session for everything that its report is made of, and shows the report. */

import * as vscode from 'vscode';
import { TARGET_REQUEST, TRACES_REQUEST } from '../../protocol/dapExtensions';
import { LEAK_SITES_REQUEST } from '../../protocol/siteMessages';
import { USER_TABLE_REQUEST } from '../../protocol/userMessages';
import { TYPE_GROWTH_REQUEST } from '../../protocol/viewMessages';
import type { KeptDocuments } from '../documents/keptDocuments';
import { handleReport } from './handleReport';
import { isProblem } from '../source/markTexts';
import { siteOf } from './sitesView';
import { newest, type ViewParts } from './viewParts';

/** Sites that are described in full. */
const MOST_SITES = 10;
/** Bad references that are listed. */
const MOST_BAD_REFERENCES = 20;

/** Shows the report on the newest session, also after its end as far as its views had asked. */
export async function writeReport(parts: ViewParts, documents: KeptDocuments): Promise<void> {
  const data = newest(parts);
  const text = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Writing the report') },
    async () => {
      const target = await data.ask(TARGET_REQUEST, {});
      const bad = { operation: 'badref', start: 0, count: MOST_BAD_REFERENCES };
      const [types, sites, users, badReferences, userBadReferences] = await Promise.all([
        orNull(data.ask(TYPE_GROWTH_REQUEST, {})),
        orNull(data.ask(LEAK_SITES_REQUEST, { start: 0, count: MOST_SITES })),
        orNull(data.ask(USER_TABLE_REQUEST, { filter: '' })),
        orNull(data.ask(TRACES_REQUEST, bad)),
        orNull(data.ask(TRACES_REQUEST, { ...bad, family: 'USER' })),
      ]);
      const suspicious = (sites?.sites ?? []).filter(isProblem);
      const leaks = await Promise.all(suspicious.map(({ key }) => siteOf(data, key, 0)));
      return handleReport({
        sessionName: data.session.name,
        target,
        types,
        sites,
        leaks,
        badReferences,
        users: users?.table ?? null,
        userBadReferences,
        made: new Date(),
      });
    },
  );
  await documents.show(vscode.l10n.t('Handles of {0}', data.session.name) + '.md', text);
}

/** What the target does not tell, the report says so. */
async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch {
    return null;
  }
}
