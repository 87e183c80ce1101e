/** What a target can be asked to write of itself, and what was written. */

/** What to write into a minidump. */
export interface DumpRequest {
  /** Process id; the one the target stopped in when absent. A target of several processes needs it. */
  readonly processId?: number;
  /** Version of the handle descriptors: 2 (usual) has object information, 1 is what old readers know (domain.md 5.2). */
  readonly descriptors?: 1 | 2;
  /** All operations on handles that the target knows of, instead of those that the trace log holds. Only scripts know more. */
  readonly wholeHistory?: boolean;
  /** Put into the dump's comment, behind the writer's own sentence. */
  readonly comment?: string;
}

/** What a written dump holds. */
export interface WrittenDump {
  /** Size of the file in bytes. */
  readonly bytes: number;
  readonly processId: number;
  readonly handles: number;
  readonly traces: number;
  readonly modules: number;
  readonly threads: number;
  /** What the target knows and the dump does not hold, a sentence each; empty when nothing is lost. */
  readonly leftOut: readonly string[];
}

/** A dump that is to become a file. */
export interface SaveDumpRequest extends DumpRequest {
  /** As the user wrote it; relative paths start where the shell says. */
  readonly path: string;
  /** Replaces a file that is there. */
  readonly overwrite: boolean;
}

/** A dump that became a file. */
export interface SavedDump extends WrittenDump {
  /** The full path. */
  readonly path: string;
}
