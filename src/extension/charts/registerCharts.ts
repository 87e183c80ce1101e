/** The commands that draw a session's handles: over time, and by callers. */

import * as vscode from 'vscode';
import type { TimelinePoint, TimelineSource } from '../../core/analysis/timeline/timeline';
import { CALL_TREE_REQUEST, TIMELINE_REQUEST } from '../../protocol/chartMessages';
import type { PointUse } from '../../protocol/chartPages';
import { COMMANDS } from '../manifestIds';
import type { ExtensionServices } from '../services';
import type { SessionData, SessionDataStore } from '../views/sessionData';
import { runLine } from '../views/runLine';
import { compareLine } from '../views/siteTexts';
import { ChartPanels, type ChartKind } from './chartPanel';
import { flameTexts, functionFilter, pointFilter, timelineTexts } from './chartTexts';

/** Registers the commands. */
export function registerCharts(
  services: ExtensionServices,
  store: SessionDataStore,
): vscode.Disposable {
  const panels = new ChartPanels(services, store);
  const timeline = timelineChart();
  const show = (kind: ChartKind) => (): void => {
    const data = store.all.at(-1);
    if (data === undefined) {
      void vscode.window.showWarningMessage(
        vscode.l10n.t('No session of Handle Lens is running. Start one in Run and Debug.'),
      );
      return;
    }
    panels.show(kind, data);
  };
  return vscode.Disposable.from(
    panels,
    vscode.commands.registerCommand(COMMANDS.showTimeline, show(timeline)),
    vscode.commands.registerCommand(COMMANDS.showFlameGraph, show(FLAME)),
  );
}

/** Open handles over time. Remembers for each session what its points are. */
function timelineChart(): ChartKind {
  const sources = new WeakMap<SessionData, TimelineSource>();
  const ask = (data: SessionData): ReturnType<typeof data.ask<typeof TIMELINE_REQUEST>> => {
    const source = sources.get(data);
    return data.ask(TIMELINE_REQUEST, source === undefined ? {} : { source });
  };
  return {
    name: 'timeline',
    title: ({ session }) => vscode.l10n.t('Timeline: {0}', session.name),
    load: async (data) => ({ kind: 'timeline', answer: await ask(data), texts: timelineTexts() }),
    act: async (data, action) => {
      if (action.action === 'source') {
        sources.set(data, action.source);
      } else if (action.action === 'point') {
        const { points, source } = await ask(data);
        const point = points[action.point];
        if (point !== undefined) {
          await usePoint(data, action.use, { ...point, source });
        }
      }
    },
  };
}

/** Shows the tree of handles as of a point, or what has changed since. */
async function usePoint(
  data: SessionData,
  use: PointUse,
  { position, label, source }: TimelinePoint & { readonly source: TimelineSource | null },
): Promise<void> {
  if ((use === 'then' || use === 'since') && position !== null) {
    await filterHandles(pointFilter(use, position, source));
  } else if (use === 'look' && position !== null) {
    await runLine(data.session, `.moment ${position}`);
  } else if (use === 'compare' && label !== '') {
    const line = compareLine(label);
    await runLine(data.session, line);
    await vscode.commands.executeCommand(COMMANDS.openAnswer, { sessionId: data.id, line });
  }
}

const FLAME: ChartKind = {
  name: 'flame',
  title: ({ session }) => vscode.l10n.t('Flame graph: {0}', session.name),
  load: async (data) => ({
    kind: 'flame',
    answer: await data.ask(CALL_TREE_REQUEST, {}),
    texts: flameTexts(),
  }),
  act: async (_, action) => {
    if (action.action === 'function') {
      await filterHandles(functionFilter(action.label));
    }
  },
};

/** Sets the filter of the Handles view and shows it, without taking the focus from the chart. */
async function filterHandles(filter: string): Promise<void> {
  await vscode.commands.executeCommand(COMMANDS.filter, filter);
}
