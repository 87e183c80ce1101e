/** Brings up the Handles, Types, Leak Sites, Snapshots and Traces views with their commands. */

import * as vscode from 'vscode';
import { TOOL_VERSION } from '../../core/commands/toolVersion';
import { KeptDocuments } from '../documents/keptDocuments';
import type { ExtensionServices } from '../services';
import { registerCharts } from '../charts/registerCharts';
import { registerSiteMarks } from '../source/siteMarks';
import { registerCompareOnStart } from './compareOnStart';
import { registerDescribeTarget } from './describeTarget';
import { followNumberBase } from './numberBaseSetting';
import { LastDataMemory } from './lastData';
import { HandlesView } from './handlesView';
import { ROW_SCHEME, RowDecorations } from './rowDecorations';
import { SessionDataStore } from './sessionData';
import { registerSiteCommands } from './siteCommands';
import { SitesView } from './sitesView';
import { registerSnapshotCommands } from './snapshotCommands';
import { SnapshotsView } from './snapshotsView';
import { TracesView } from './tracesView';
import { TypesView } from './typesView';
import { registerViewCommands } from './viewCommands';
import { ViewState } from './viewState';

/** Registers the views; disposing of the result takes them away. */
export function registerViews(services: ExtensionServices): vscode.Disposable {
  const store = new SessionDataStore(
    services.sessions,
    new LastDataMemory(services.context.workspaceState, TOOL_VERSION),
  );
  const state = new ViewState(services.context.workspaceState);
  const handles = new HandlesView(store, state, services.platform.files);
  const types = new TypesView(store, state);
  const traces = new TracesView(store);
  const sites = new SitesView(store);
  const snapshots = new SnapshotsView(store);
  const documents = new KeptDocuments();
  const commands = registerViewCommands(
    { services, store, state, handles, traces, types, sites },
    documents,
  );
  const decorations = vscode.window.registerFileDecorationProvider(new RowDecorations());
  services.log.trace(`Rows are decorated by the scheme ${ROW_SCHEME}.`);
  const describe = registerDescribeTarget(store);
  return vscode.Disposable.from(
    store,
    handles,
    types,
    traces,
    sites,
    decorations,
    describe,
    documents,
    followNumberBase(() => store.redraw()),
    registerCompareOnStart(services),
    registerSiteCommands(services, store),
    snapshots,
    registerSnapshotCommands(store, snapshots),
    registerCharts(services, store),
    registerSiteMarks(services, store),
    ...commands,
  );
}
