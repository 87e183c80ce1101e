/** Answers of debugger commands, kept so that they can be opened as documents, also after their session has ended. */

/** Most answers kept; older ones are forgotten. */
export const MAXIMUM_ANSWERS = 50;

/** One answer. */
export interface Answer {
  /** Counts from 1 over all sessions. */
  readonly id: number;
  readonly sessionId: string;
  readonly sessionName: string;
  /** The line as it was typed. */
  readonly line: string;
  /** Prompt, such as `0:000>`. */
  readonly prompt: string;
  /** What the console showed. */
  readonly text: string;
  /** Records that the console left out; 0 when the text is whole. */
  readonly heldBack: number;
}

/** The newest answers. */
export class Answers {
  private readonly kept = new Map<number, Answer>();
  private last = 0;

  /** Keeps an answer and gives it a number. */
  add(answer: Omit<Answer, 'id'>): Answer {
    const added = { ...answer, id: ++this.last };
    this.kept.set(added.id, added);
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= MAXIMUM_ANSWERS) {
        break;
      }
      this.kept.delete(oldest);
    }
    return added;
  }

  /** The answer with a number; undefined when it was never given or is forgotten. */
  get(id: number): Answer | undefined {
    return this.kept.get(id);
  }

  /** Newest first. */
  get newest(): readonly Answer[] {
    return [...this.kept.values()].reverse();
  }
}

/** Writes an answer the way debugger logs show it: prompt and line, then the text. */
export function answerText({ prompt, line }: Answer, text: string): string {
  const body = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  return `${prompt} ${line}\n${body}`;
}
