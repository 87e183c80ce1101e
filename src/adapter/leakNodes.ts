/** Leak sites as variables: each expands into what speaks for a leak, its stacks, its handles and where siblings close. */

import type { DebugProtocol } from '@vscode/debugprotocol';
import type { PrefixNode } from '../core/analysis/leaks/prefixTree';
import { openingStacks, reportSite, type LeakSite } from '../core/analysis/leaks/siteReport';
import type { LeakResult, SiteResult, SitesResult } from '../core/commands/leaks/leakResults';
import type { ResolvedAddress } from '../core/model/stackFrame';
import { escapeText } from '../core/render/escapeText';
import {
  countsText,
  LEVEL_WORDS,
  namesText,
  openedText,
  SHOWN_KEY,
  threadsText,
  typesText,
} from '../core/render/leaks/siteLines';
import type { HandleStore } from '../core/target/handleStore';
import type { Examination } from './examination';
import { handleList } from './handleNodes';
import { stackFrames } from './traceNodes';
import { counted, variable } from './variableNodes';
import { listChildren, namedChildren, type Container } from './variableStore';

/** What the answer of a command about leaks expands into; null when one line says it all. */
export function leakChildren(examination: Examination, result: LeakResult): Container | null {
  switch (result.kind) {
    case 'sites':
      return sitesChildren(examination, result);
    case 'site':
      return siteFacts(examination, result.site, result, () => result.stacks);
    case 'siteTree':
      return treeChildren(examination, result.root);
    case 'suppressions':
      return null;
  }
}

/** What lists of handles need to know. */
interface Place {
  readonly processId: number;
  readonly store: HandleStore;
  readonly limits: readonly string[];
}

function sitesChildren(examination: Examination, result: SitesResult): Container | null {
  const { leaks, limits, process } = result;
  const { processId } = process;
  return result.shown === 0
    ? null
    : listChildren(result.shown, ({ start, length }) => {
        const rows: DebugProtocol.Variable[] = [];
        for (let rank = start + 1; rank <= start + length; rank++) {
          const site = reportSite(leaks, rank);
          if (site !== null) {
            const place = { processId, store: site.parts.table.source.handles, limits };
            rows.push(
              variable(
                examination.variables,
                `#${rank} ${escapeText(site.label)}`,
                `${LEVEL_WORDS[site.level]} (${site.score}): ${countsText(site)}`,
                {
                  type: 'leak site',
                  evaluateName: `!sites ${site.key.slice(0, SHOWN_KEY)}`,
                  container: siteFacts(examination, site, place, () => openingStacks(site)),
                },
              ),
            );
          }
        }
        return Promise.resolve(rows);
      });
}

function siteFacts(
  examination: Examination,
  site: LeakSite,
  place: Place | SiteResult,
  stacks: () => SiteResult['stacks'],
): Container {
  const { variables } = examination;
  const processId = 'processId' in place ? place.processId : place.process.processId;
  return namedChildren(() =>
    Promise.resolve([
      variable(variables, 'Handles', `${typesText(site)}, ${namesText(site)}`, {
        container:
          site.handles.length === 0
            ? null
            : handleList(examination, processId, place.store, site.handles),
      }),
      variable(variables, 'Opened', openedText(site)),
      variable(variables, 'Why', `${LEVEL_WORDS[site.level]} (${site.score})`, {
        container: texts(
          examination,
          site.reasons.map(({ points, text }) => [`${points > 0 ? '+' : ''}${points}`, text]),
        ),
      }),
      variable(variables, 'Opening stacks', '', {
        container: namedChildren(() =>
          Promise.resolve(
            stacks().map(({ count, threads, frames }, at) =>
              variable(variables, `[${at}]`, `${counted(count, 'open')}, ${threadsText(threads)}`, {
                container: framesOf(examination, frames),
              }),
            ),
          ),
        ),
      }),
      variable(
        variables,
        'Siblings closed by',
        site.closers.length === 0 ? 'nobody' : counted(site.closers.length, 'place'),
        {
          container:
            site.closers.length === 0
              ? null
              : namedChildren(() =>
                  Promise.resolve(
                    site.closers.map(({ label, count, threads, stack }) =>
                      variable(
                        variables,
                        escapeText(label),
                        `${counted(count, 'close')}, ${threadsText(threads)}`,
                        { container: framesOf(examination, stack) },
                      ),
                    ),
                  ),
                ),
        },
      ),
      variable(variables, 'Not in the log', counted(place.limits.length, 'remark'), {
        container: texts(
          examination,
          place.limits.map((limit, at) => [`[${at}]`, limit]),
        ),
      }),
    ]),
  );
}

function treeChildren(examination: Examination, node: PrefixNode): Container | null {
  return node.children.length === 0
    ? null
    : listChildren(node.children.length, ({ start, length }) =>
        Promise.resolve(
          node.children
            .slice(start, start + length)
            .map((child) =>
              variable(
                examination.variables,
                escapeText(child.label),
                `${child.outstanding} outstanding of ${child.opened} opened${child.self > 0 ? `, ${child.self} here` : ''}`,
                { container: treeChildren(examination, child) },
              ),
            ),
        ),
      );
}

function framesOf(examination: Examination, frames: readonly ResolvedAddress[]): Container | null {
  return stackFrames(
    examination,
    frames.map(({ address }) => address),
  );
}

function texts(
  examination: Examination,
  pairs: readonly (readonly [string, string])[],
): Container | null {
  return pairs.length === 0
    ? null
    : namedChildren(() =>
        Promise.resolve(
          pairs.map(([name, value]) => variable(examination.variables, name, escapeText(value))),
        ),
      );
}
