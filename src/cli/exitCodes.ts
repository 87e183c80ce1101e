/** What the command line's exit codes mean. */

/** Everything that was asked for was done. */
export const EXIT_OK = 0;
/** A command failed. */
export const EXIT_COMMAND_FAILED = 1;
/** The command line itself is wrong. */
export const EXIT_USAGE = 2;
/** The target cannot be read. */
export const EXIT_TARGET_UNREADABLE = 3;
/** Ctrl+C ended the work, as shells count it: 128 + SIGINT. */
export const EXIT_INTERRUPTED = 130;
