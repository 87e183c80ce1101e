/** Follows the messages of one session and writes each answer in one piece: prompt and line, then its text. */

import { answerText, type Answer, type Answers } from './answers';
import type { OutputMessage } from './dapMessages';

/** Characters of an answer that are kept for documents; the console shows about 100,000. */
const MAXIMUM_KEPT = 400_000;

/** Where a recorder writes, and what it cannot know itself. */
export interface RecorderSurroundings {
  readonly session: { readonly id: string; readonly name: string };
  readonly answers: Answers;
  /** The prompt of the target, such as `0:000>`. */
  prompt(): string;
  /** Appends to the channel. */
  write(text: string): void;
  /** The line below an answer that the console cut. */
  cutNote(answer: Answer): string;
}

interface Pending {
  readonly line: string;
  text: string;
  heldBack: number;
  started: boolean;
  /** Set when it was answered. */
  done: boolean;
}

/** One per session. Lines run one after another; text belongs to the oldest one that has no answer yet. */
export class AnswerRecorder {
  private readonly pending = new Map<number, Pending>();

  constructor(private readonly surroundings: RecorderSurroundings) {}

  /** Takes one message, in the order in which they pass. */
  take(message: OutputMessage): void {
    switch (message.kind) {
      case 'asked':
        this.pending.set(message.seq, {
          line: message.line,
          text: '',
          heldBack: 0,
          started: false,
          done: false,
        });
        break;
      case 'text':
        this.add(message.text);
        break;
      case 'cut': {
        const running = this.running();
        if (running !== undefined) {
          running.heldBack += message.heldBack;
        }
        break;
      }
      case 'answered':
        this.answered(message.seq, message.text, message.failed);
        break;
    }
  }

  private add(text: string): void {
    const running = this.running();
    if (running === undefined) {
      this.surroundings.write(text);
      return;
    }
    this.start(running);
    if (running.text.length < MAXIMUM_KEPT) {
      running.text += text;
    }
    this.surroundings.write(text);
  }

  private answered(seq: number, text: string, failed: boolean): void {
    const answered = this.pending.get(seq);
    if (answered === undefined) {
      return;
    }
    answered.done = true;
    // The short result repeats what was written, unless nothing was.
    if ((answered.text === '' || failed) && text !== '') {
      const own = text.endsWith('\n') ? text : `${text}\n`;
      answered.text += own;
      if (answered.started) {
        this.surroundings.write(own);
      }
    }
    // A line that was refused at once waits for those before it, so that answers stay whole.
    for (const [first, waiting] of this.pending) {
      if (!waiting.done) {
        break;
      }
      this.pending.delete(first);
      this.finish(waiting);
    }
  }

  private finish(finished: Pending): void {
    const { surroundings } = this;
    const { session } = surroundings;
    const { line, text, heldBack, started } = finished;
    const answer = surroundings.answers.add({
      sessionId: session.id,
      sessionName: session.name,
      prompt: surroundings.prompt(),
      line,
      text,
      heldBack,
    });
    if (!started) {
      surroundings.write(answerText(answer, text));
    }
    if (heldBack > 0) {
      surroundings.write(`${surroundings.cutNote(answer)}\n`);
    }
  }

  private start(running: Pending): void {
    if (!running.started) {
      running.started = true;
      this.surroundings.write(`${this.surroundings.prompt()} ${running.line}\n`);
    }
  }

  private running(): Pending | undefined {
    return [...this.pending.values()].find(({ done }) => !done);
  }
}
