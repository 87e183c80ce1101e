/** Ids that the manifest and the code share, declared once; a test compares them with package.json. */

/** Views in the Run and Debug container. */
export const VIEWS = {
  handles: 'handleLens.handles',
  types: 'handleLens.types',
  traces: 'handleLens.traces',
} as const;

/** Commands. */
export const COMMANDS = {
  filter: 'handleLens.filter',
  clearFilter: 'handleLens.clearFilter',
  groupBy: 'handleLens.groupBy',
  sortBy: 'handleLens.sortBy',
  refresh: 'handleLens.refresh',
  find: 'handleLens.find',
  search: 'handleLens.searchHandles',
  reveal: 'handleLens.revealHandle',
  revealFromVariable: 'handleLens.revealFromVariable',
  copyValue: 'handleLens.copyValue',
  copyRow: 'handleLens.copyRow',
  copyBlock: 'handleLens.copyBlock',
  copyCommand: 'handleLens.copyCommand',
  copyStack: 'handleLens.copyStack',
  copyMarkdown: 'handleLens.copyMarkdown',
  copyJson: 'handleLens.copyJson',
  exportAll: 'handleLens.exportAll',
  exportSelected: 'handleLens.exportSelected',
  closeHandle: 'handleLens.closeHandle',
  pin: 'handleLens.pinHandle',
  unpin: 'handleLens.unpinHandle',
  showStack: 'handleLens.showTraceStack',
  filterType: 'handleLens.filterType',
  filterTraces: 'handleLens.filterTraces',
  clearTraceFilter: 'handleLens.clearTraceFilter',
  inspect: 'handleLens.inspect',
  openDump: 'handleLens.openDump',
  openSample: 'handleLens.openSample',
  openRecent: 'handleLens.openRecent',
  /** Behind `${command:pickTarget}` in a launch.json. */
  pickTarget: 'handleLens.pickTarget',
  describeTarget: 'handleLens.describeTarget',
  openAnswer: 'handleLens.openAnswer',
  collectDiagnostics: 'handleLens.collectDiagnostics',
} as const;

/** Context keys for `when` clauses. */
export const CONTEXT_KEYS = {
  /** A filter is set in the Handles view. */
  filtered: 'handleLens:filtered',
  /** A filter is set in the Traces view. */
  tracesFiltered: 'handleLens:tracesFiltered',
  /** There is a session of ours, running or kept after its end. */
  hasData: 'handleLens:hasData',
  /** Handles can be closed in the shown session. */
  canClose: 'handleLens:canClose',
  /** `!handle` was typed into the Debug Console; ticks a step of the walkthrough. */
  didReadHandles: 'handleLens:didReadHandles',
  /** `!htrace` was typed into the Debug Console; ticks a step of the walkthrough. */
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
} as const;
