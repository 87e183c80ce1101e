/** The command line's own help. */

import type { CliCommandName } from './arguments';

const GENERAL = `handle-lens: WinDbg's !handle and !htrace for simulated machines and real minidumps

  handle-lens open TARGET                    opens the debugger prompt
  handle-lens open TARGET -c "<commands>"    runs commands (joined by ;) and exits
  handle-lens diff BEFORE AFTER              compares the handles of two targets
  handle-lens check TARGET                   fails a build on leaks and budgets
  handle-lens record TARGET -o FILE          writes a target as a minidump
  handle-lens samples                        lists what there is to try
  handle-lens samples NAME                   copies a program to step through
  handle-lens dap [--port N]                 is a debug adapter, for editors

TARGET is the path of a dump, of a saved debugger log or of a program to practise
on (.hsim, which may also stand alone), or a sample such as sample:leaky-service.

  -c, --command "<commands>"   commands to run; may be given several times
  --json                       prints results as JSON, one document per line
  --port N                     dap: listens on a TCP port instead of stdin and stdout
  --host ADDRESS               dap: listens there instead of this machine only
  --help, --version

"handle-lens <command> --help" says more about one of them.
Exit codes: 0 done, 1 a command failed, 2 wrong usage, 3 unreadable target.
`;

const OPEN = `handle-lens open TARGET [-c "<commands>"]... [--json]

Opens a target and runs debugger commands on it. TARGET is the path of a dump,
of a saved log or of a script (.hsim, where "open" may be left out), or
sample:<name> ("handle-lens samples" lists them), or - for a log from stdin:
type app.log | handle-lens open - -c "!handle 0 f"

Without -c, a terminal gets a prompt: Tab completes, the arrow keys bring back
earlier lines, an empty line repeats the last command, Ctrl+C stops the running
command, .help lists the commands, q quits. When stdin is no terminal, its lines
are run one by one.

  -c, --command "<commands>"   commands joined by ; such as "!handle 0 0; lm"
  --json                       prints one JSON document per command and line
  --own PATTERN                modules that are the program's own, for !sites
  --system PATTERN             modules that are not
  --suppress PATTERN           leak sites that are not wanted, as "app!Cache*"
  --config FILE                the same in a file; handle-lens.config.json is
                               read by itself

Messages go to stderr, answers to stdout. Parts of a damaged dump that were
refused are listed on stderr when it is opened.

Environment: NO_COLOR switches colours off, HANDLE_LENS_DEBUG=1 adds details for
developers on stderr.
Exit codes: 0 done, 1 a command failed, 2 wrong usage, 3 unreadable target.
`;

const DIFF = `handle-lens diff BEFORE AFTER [--all] [--json]

Compares the open handles of two targets: what was opened, closed, replaced by
another object or changed, counts by type, and counts by the place that opened
them where both have traces. Handles of one process are compared by value, those
of different processes by type and name.

  --all     lists every handle; without it 20 of each kind
  --json    prints one JSON document, always with every handle

The same in the prompt: !compare, and !snapshot for moments of a live target.
Exit codes: 0 compared, 1 no BEFORE, 2 wrong usage, 3 no AFTER (unreadable).
`;

const CHECK = `handle-lens check TARGET [options]

Checks the handles of a target, for build servers. TARGET is the path of a dump
or log, or sample:<name>.

  --budget Type=N         at most N open handles of a type; total=N for all;
                          USER:Menu=N and USER:total=N for USER handles
  --fail-on RULES         leak, badref, growth, with commas; without it leak
                          and badref, as far as the target has traces
  --leak-level LEVEL      leak (usual) or suspicious: what counts as a leak
  --baseline FILE         accepts what is in the file, fails on what is new
  --write-baseline FILE   writes that file from what is there now
  --own PATTERN           modules that are the program's own
  --system PATTERN        modules that are not
  --suppress PATTERN      leaves out leak sites, such as "app!Cache*"
  --config FILE           settings; handle-lens.config.json is read by itself
  --format FORMAT         text, json, sarif, junit, markdown or github
  --output FILE           writes the report there, prints the verdict

A rule that was asked for and cannot be checked is a finding.
Exit codes: 0 passed, 1 findings, 2 wrong settings, 3 unreadable target.
`;

const RECORD = `handle-lens record TARGET -o FILE [-c "<commands>"]... [--process PROCESS]
                   [--descriptors 1|2] [--whole-history] [--force] [--json]

Writes a target as a minidump (.dmp): handles with names and object information,
traces with their stacks, modules with their PDB files, threads, the exception.
The same target gives the same file, byte by byte. What the target knows and a
minidump cannot hold is listed. A script is run to its end first, unless
commands are given.

  -o, --output FILE            the file to write
  -c, --command "<commands>"   commands to run before, such as "g; g"
  --process PROCESS            id (0x1f4 or 500) or image name, where the target
                               has several
  --descriptors 1|2            form of the handles: 2 (usual) holds object
                               information, 1 is for old readers
  --whole-history              of a script: every operation on handles since it
                               began, not only what the trace log holds
  --force                      replaces FILE when it is there
  --json                       prints what was written as JSON

The same in the prompt: .dump /mh FILE.
Exit codes: 0 written, 1 a command or the writing failed, 2 wrong usage, 3
unreadable target.
`;

const SAMPLES = `handle-lens samples [--json]
handle-lens samples NAME [-o FILE] [--force]

Lists the built-in samples, which are simulated machines that need no file, and
the programs to learn from. Open a sample with: handle-lens open sample:<name>

With the NAME of a program, writes a copy of it, to step through in both
directions and to change: handle-lens samples leak-in-a-loop

  -o, --output FILE   the file to write; without it NAME.hsim in this folder
  --force             replaces the file when it is there
  --json              prints the list as JSON, one document per line

Exit codes: 0 done, 1 the file was not written, 2 wrong usage.
`;

const DAP = `handle-lens dap [--port N [--host ADDRESS]]

Speaks the Debug Adapter Protocol, for editors: on stdin and stdout, or on a TCP
port. It listens on this machine only (127.0.0.1) unless --host names another
address. Port 0 takes any free one and prints it on stderr.
`;

/** The help text of one command, or the overview. Ends with a line feed. */
export function helpText(topic: CliCommandName | null): string {
  switch (topic) {
    case null:
      return GENERAL;
    case 'open':
      return OPEN;
    case 'diff':
      return DIFF;
    case 'check':
      return CHECK;
    case 'record':
      return RECORD;
    case 'samples':
      return SAMPLES;
    case 'dap':
      return DAP;
  }
}
