/** Collects the instructions of a script. */

import { OPCODE_NUMBERS, type Opcode, type StatementInfo, type Value } from '../run/program';

/** A place in the code that a jump leads to, known or not yet. */
export interface Label {
  pc: number;
  readonly jumps: number[];
}

/** Statements before their code has a place in a module. */
export type DraftStatement = Omit<StatementInfo, 'rva'>;

/** The code that was emitted so far. */
export class Emitter {
  readonly code: number[] = [];
  readonly constants: Value[] = [];
  readonly statements: DraftStatement[] = [];
  private readonly known = new Map<Value, number>();

  /** Number of the next instruction. */
  get pc(): number {
    return this.code.length / 2;
  }

  /** Adds an instruction. */
  emit(opcode: Opcode, argument = 0): void {
    this.code.push(OPCODE_NUMBERS[opcode], argument);
  }

  /** Pushes a constant. */
  constant(value: Value): void {
    const known = this.known.get(value);
    if (known !== undefined) {
      this.emit('constant', known);
      return;
    }
    const number = this.constants.push(value) - 1;
    this.known.set(value, number);
    this.emit('constant', number);
  }

  /** Pushes a constant whose value is known later; answers with its number. */
  openConstant(): number {
    const number = this.constants.push(0) - 1;
    this.emit('constant', number);
    return number;
  }

  /** Begins a statement. */
  statement(info: DraftStatement): void {
    this.emit('statement', this.statements.push(info) - 1);
  }

  /** A place that jumps can lead to before it is reached. */
  label(): Label {
    return { pc: -1, jumps: [] };
  }

  /** Emits a jump. */
  jump(opcode: 'jump' | 'jumpIfZero' | 'jumpIfNotZero', label: Label): void {
    label.jumps.push(this.pc);
    this.emit(opcode, label.pc);
  }

  /** The label is here. */
  place(label: Label): void {
    label.pc = this.pc;
    for (const at of label.jumps) {
      this.code[at * 2 + 1] = label.pc;
    }
  }
}
