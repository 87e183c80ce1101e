// Mocha's usual report, closed by one line with the runner's counts: "12 passed, 0 failed, 1 skipped".

'use strict';

const { Runner, reporters } = require('mocha');

/** The spec reporter plus a closing line. */
class CountsReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    // Registered after the spec reporter's own listener, so this comes last.
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      process.stdout.write(`${describeCounts(this.stats)}\n`);
    });
  }
}

/** Counts as one line; skipped ones only when there are any. */
function describeCounts({ passes, failures, pending }) {
  const skipped = pending === 0 ? '' : `, ${pending} skipped`;
  return `${passes} passed, ${failures} failed${skipped}`;
}

module.exports = CountsReporter;
module.exports.describeCounts = describeCounts;
