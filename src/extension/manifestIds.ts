/** Ids that the manifest and the code share, declared once; a test compares them with package.json. */

import type { ViewGrouping, ViewSort } from '../protocol/viewMessages';

/** Views in the Run and Debug container. */
export const VIEWS = {
  handles: 'handleLens.handles',
  types: 'handleLens.types',
  traces: 'handleLens.traces',
  sites: 'handleLens.sites',
  snapshots: 'handleLens.snapshots',
} as const;

/** Commands. */
export const COMMANDS = {
  filter: 'handleLens.filter',
  clearFilter: 'handleLens.clearFilter',
  groupBy: 'handleLens.groupBy',
  sortBy: 'handleLens.sortBy',
  /** Buttons that show the present grouping by their icon; each asks for another one. */
  groupedByType: 'handleLens.groupedByType',
  groupedByOpener: 'handleLens.groupedByOpener',
  groupedByName: 'handleLens.groupedByName',
  groupedByProcess: 'handleLens.groupedByProcess',
  groupedByThread: 'handleLens.groupedByThread',
  notGrouped: 'handleLens.notGrouped',
  /** Buttons that show the present order by their icon; each asks for another one. */
  sortedByValue: 'handleLens.sortedByValue',
  sortedByName: 'handleLens.sortedByName',
  sortedByType: 'handleLens.sortedByType',
  sortedByHandleCount: 'handleLens.sortedByHandleCount',
  sortedByNewest: 'handleLens.sortedByNewest',
  refresh: 'handleLens.refresh',
  find: 'handleLens.find',
  search: 'handleLens.searchHandles',
  reveal: 'handleLens.revealHandle',
  revealFromVariable: 'handleLens.revealFromVariable',
  traceFromVariable: 'handleLens.traceFromVariable',
  copyValue: 'handleLens.copyValue',
  copyRow: 'handleLens.copyRow',
  copyBlock: 'handleLens.copyBlock',
  copyCommand: 'handleLens.copyCommand',
  copyStack: 'handleLens.copyStack',
  copyMarkdown: 'handleLens.copyMarkdown',
  copyJson: 'handleLens.copyJson',
  copyTsv: 'handleLens.copyTsv',
  runInConsole: 'handleLens.runInConsole',
  traceInConsole: 'handleLens.traceInConsole',
  addToWatch: 'handleLens.addToWatch',
  goToMemory: 'handleLens.goToMemory',
  explainRow: 'handleLens.explainRow',
  compareHandles: 'handleLens.compareHandles',
  numberBase: 'handleLens.numberBase',
  writeReport: 'handleLens.writeReport',
  exportAll: 'handleLens.exportAll',
  saveAsDump: 'handleLens.saveAsDump',
  exportSelected: 'handleLens.exportSelected',
  closeHandle: 'handleLens.closeHandle',
  pin: 'handleLens.pinHandle',
  unpin: 'handleLens.unpinHandle',
  togglePin: 'handleLens.togglePin',
  unpinAll: 'handleLens.unpinAll',
  editNote: 'handleLens.editNote',
  nextSuspicious: 'handleLens.nextSuspicious',
  previousSuspicious: 'handleLens.previousSuspicious',
  openStack: 'handleLens.openStack',
  startAgain: 'handleLens.startAgain',
  showStack: 'handleLens.showTraceStack',
  filterType: 'handleLens.filterType',
  filterTraces: 'handleLens.filterTraces',
  clearTraceFilter: 'handleLens.clearTraceFilter',
  inspect: 'handleLens.inspect',
  openDump: 'handleLens.openDump',
  /** The selection of the active editor, else the clipboard, as a log. */
  openPasted: 'handleLens.openPasted',
  openSample: 'handleLens.openSample',
  /** A copy of one of the programs to learn from. */
  openProgram: 'handleLens.openProgram',
  openRecent: 'handleLens.openRecent',
  /** Behind `${command:pickTarget}` in a launch.json. */
  pickTarget: 'handleLens.pickTarget',
  describeTarget: 'handleLens.describeTarget',
  openAnswer: 'handleLens.openAnswer',
  repeatCommand: 'handleLens.repeatCommand',
  showSite: 'handleLens.showSite',
  suppressSite: 'handleLens.suppressSite',
  copySite: 'handleLens.copySite',
  takeSnapshot: 'handleLens.takeSnapshot',
  compareWith: 'handleLens.compareWith',
  compareSnapshots: 'handleLens.compareSnapshots',
  deleteSnapshot: 'handleLens.deleteSnapshot',
  showTimeline: 'handleLens.showTimeline',
  showFlameGraph: 'handleLens.showFlameGraph',
  collectDiagnostics: 'handleLens.collectDiagnostics',
  restartLogServer: 'handleLens.restartLogServer',
  showLog: 'handleLens.showLog',
} as const;

/** The button of each grouping. */
export const GROUPED_BY = {
  type: COMMANDS.groupedByType,
  opener: COMMANDS.groupedByOpener,
  name: COMMANDS.groupedByName,
  process: COMMANDS.groupedByProcess,
  thread: COMMANDS.groupedByThread,
  none: COMMANDS.notGrouped,
} as const satisfies Readonly<Record<ViewGrouping, string>>;

/** The button of each order. */
export const SORTED_BY = {
  value: COMMANDS.sortedByValue,
  name: COMMANDS.sortedByName,
  type: COMMANDS.sortedByType,
  handleCount: COMMANDS.sortedByHandleCount,
  newest: COMMANDS.sortedByNewest,
} as const satisfies Readonly<Record<ViewSort, string>>;

/** Context keys for `when` clauses. */
export const CONTEXT_KEYS = {
  /** A filter is set in the Handles view. */
  filtered: 'handleLens:filtered',
  /** A filter is set in the Traces view. */
  tracesFiltered: 'handleLens:tracesFiltered',
  /** How the Handles view is grouped: a `ViewGrouping`. */
  grouping: 'handleLens:grouping',
  /** How the Handles view is sorted: a `ViewSort`. */
  sort: 'handleLens:sort',
  /** There is a session of ours, running or kept after its end. */
  hasData: 'handleLens:hasData',
  /** Handles can be closed in the shown session. */
  canClose: 'handleLens:canClose',
  /** `!handle` was typed into the Debug Console; ticks a step of the walkthrough. */
  didReadHandles: 'handleLens:didReadHandles',
  /** `!sites` or `!htrace` was typed into the Debug Console; ticks a step of the walkthrough. */
  didTrace: 'handleLens:didTrace',
} as const;

/** Custom editors. */
export const EDITORS = {
  dump: 'handleLens.dumpEditor',
} as const;

/** Language-model tools. */
export const TOOLS = {
  types: 'handle-lens_types',
  handles: 'handle-lens_handles',
  traces: 'handle-lens_traces',
} as const;

/** Settings. */
export const SETTINGS = {
  ownModules: 'handleLens.ownCode.modules',
  systemModules: 'handleLens.ownCode.systemModules',
  numberBase: 'handleLens.views.numberBase',
  statusBar: 'handleLens.statusBar.shows',
  showProblems: 'handleLens.problems.badReferences',
  showLeaks: 'handleLens.problems.leakSites',
  whatsNew: 'handleLens.whatsNew.show',
} as const;
