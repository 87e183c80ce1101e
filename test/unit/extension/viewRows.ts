/** Rows of the views for tests: sound ones, to be changed where a test needs it. */

import type { TraceFrame, TraceRow } from '../../../src/protocol/dapExtensions';
import type { ViewGroup, ViewRow } from '../../../src/protocol/viewMessages';

/** An open event without anything special. */
export function viewRow(change: Partial<ViewRow> = {}): ViewRow {
  return {
    id: '3c',
    handle: '0x3c',
    type: 'Event',
    name: null,
    attributes: '0x0',
    grantedAccess: '0x1f0003',
    handleCount: 2,
    pointerCount: 3,
    state: 'same',
    accessText: 'full',
    stateText: null,
    opener: null,
    badReferences: 0,
    ...change,
  };
}

/** A group of five events. */
export function viewGroup(change: Partial<ViewGroup> = {}): ViewGroup {
  return {
    key: 'Event',
    label: 'Event',
    description: null,
    count: 5,
    newCount: 0,
    changedCount: 0,
    closedCount: 0,
    type: 'Event',
    ...change,
  };
}

/** A frame of a program's own module. */
export function traceFrame(change: Partial<TraceFrame> = {}): TraceFrame {
  return {
    address: '0x7ff600001234',
    module: 'App',
    symbol: 'Open',
    displacement: '0x14',
    ...change,
  };
}

/** The newest record: an open with one frame. */
export function traceRow(change: Partial<TraceRow> = {}): TraceRow {
  return {
    row: 0,
    handle: '0x3c',
    operation: 'open',
    processId: 0x1a4,
    threadId: 0x1b8,
    stack: [traceFrame()],
    ...change,
  };
}
