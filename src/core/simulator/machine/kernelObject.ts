/** One kernel object: header facts, name and body. */

import type { Address } from '../../model/identifiers';
import { Journalled, type Change } from './journal';
import type { BodyOf, ObjectBody, SteadyBody } from './objectBody';
import type { ObjectType } from './objectType';
import type { ObjectSecurity } from './accessCheck';
import type { SimulatedProcess } from './simulatedProcess';
import { addHigh, addLow, fromWords } from './words';

/** Where an object lives in the simulated kernel's memory. */
export interface ObjectPlacement {
  /** Address of the OBJECT_HEADER in two words. */
  readonly headerLow: number;
  readonly headerHigh: number;
  /** Offset of the pool block; -1 for objects at a place that was asked for. */
  readonly blockOffset: number;
  /** Bytes of the pool block. */
  readonly blockSize: number;
}

/** A block of paged pool with the characters of a name. */
export interface NameBuffer {
  readonly low: number;
  readonly high: number;
  /** Offset of the block in its pool. */
  readonly offset: number;
  /** Bytes of the block. */
  readonly size: number;
}

type Changing<Keys extends keyof KernelObject> = { -readonly [Key in Keys]: KernelObject[Key] };

/** What nearly every operation changes. */
export type ChangingCounts = Changing<'handleCount' | 'pointerCount' | 'deleted'>;

/** What changes now and then. */
export type ChangingFacts = Changing<
  'name' | 'nameBuffer' | 'directory' | 'flags' | 'infoMask' | 'security' | 'exclusiveProcess'
>;

/**
 * An object of the object manager. Only the {@link ObjectManager} changes the counts; whoever changes anything goes through
 * {@link changeCounts}, {@link changeFacts} or {@link changeBody}.
 */
export class KernelObject extends Journalled {
  readonly headerLow: number;
  readonly headerHigh: number;
  readonly blockOffset: number;
  readonly blockSize: number;
  /** Its place in the list of the type's objects. */
  readonly listPlace: number;
  /** Stretch of the journal in which it came into being. */
  readonly born: number;
  /** Open handles in all processes. */
  readonly handleCount: number = 0;
  /** References, prepaid ones included; 1 while its creator holds it. */
  readonly pointerCount: number = 1;
  /** Last component of the name; null when it is in no directory. */
  readonly name: string | null = null;
  /** Where the characters of the name lie. */
  readonly nameBuffer: NameBuffer | null = null;
  /** The directory that holds it. */
  readonly directory: KernelObject | null = null;
  /** OBJECT_FLAG_* bits. */
  readonly flags: number = 0;
  /** INFO_* bits: the sub-headers it was made with. */
  readonly infoMask: number = 0;
  /** Who may get what; null = everybody everything. */
  readonly security: ObjectSecurity | null = null;
  /** The only process that may open it, for exclusive objects. */
  readonly exclusiveProcess: SimulatedProcess | null = null;
  /** True once the last reference was given up. */
  readonly deleted: boolean = false;
  /** What it refers to or what state it is in, as nobody may change it here; see {@link changeBody}. */
  readonly body: SteadyBody;
  /** Stretches of the journal in which it last told of a change: of counts, of anything else. */
  private toldCounts: number;
  private toldFacts: number;

  constructor(
    readonly type: ObjectType,
    body: ObjectBody,
    placement: ObjectPlacement,
  ) {
    super();
    this.body = body;
    this.born = type.journal.epoch;
    this.toldCounts = this.born;
    this.toldFacts = this.born;
    this.headerLow = placement.headerLow;
    this.headerHigh = placement.headerHigh;
    this.blockOffset = placement.blockOffset;
    this.blockSize = placement.blockSize;
    this.listPlace = type.living.add(this);
  }

  /** The counts, to be changed at once. */
  changeCounts(): ChangingCounts {
    const { journal } = this.type;
    if (this.toldCounts !== journal.epoch) {
      this.toldCounts = journal.epoch;
      this.type.living.keepCounts(this);
    }
    return this;
  }

  /** The name and what else seldom changes, to be changed at once. */
  changeFacts(): ChangingFacts {
    const { journal } = this.type;
    if (this.toldFacts !== journal.epoch) {
      this.toldFacts = journal.epoch;
      journal.keep(new FactsChange(this, this.born));
    }
    return this;
  }

  /** The body, to be changed at once; null when it is of another kind. */
  changeBody<Kind extends ObjectBody['kind']>(kind: Kind): BodyOf<Kind> | null {
    if (this.body.kind !== kind) {
      return null;
    }
    this.changeFacts();
    return this.body as BodyOf<Kind>;
  }

  /** Address of the OBJECT_HEADER. */
  get headerAddress(): Address {
    return fromWords(this.headerLow, this.headerHigh);
  }

  /** Address of the body: what kernel debuggers call the object. */
  get bodyAddress(): Address {
    return fromWords(this.bodyLow, this.bodyHigh);
  }

  /** Lower word of the body's address. */
  get bodyLow(): number {
    return addLow(this.headerLow, this.type.headerSize);
  }

  /** Upper word of the body's address. */
  get bodyHigh(): number {
    return addHigh(this.headerLow, this.headerHigh, this.type.headerSize);
  }
}

/** How everything else of an object was. */
class FactsChange implements Change {
  private state: FactsState;

  constructor(
    private readonly object: ChangingFacts & Pick<KernelObject, 'body'>,
    readonly born: number,
  ) {
    this.state = new FactsState(object);
  }

  get bytes(): number {
    return 200;
  }

  exchange(): void {
    const { object, state } = this;
    this.state = new FactsState(object);
    state.putInto(object);
  }
}

class FactsState {
  private readonly name: string | null;
  private readonly nameBuffer: NameBuffer | null;
  private readonly directory: KernelObject | null;
  private readonly flags: number;
  private readonly infoMask: number;
  private readonly security: ObjectSecurity | null;
  private readonly exclusiveProcess: SimulatedProcess | null;
  /** Null for bodies that do not change. */
  private readonly body: ObjectBody | null;

  constructor(object: ChangingFacts & Pick<KernelObject, 'body'>) {
    this.name = object.name;
    this.nameBuffer = object.nameBuffer;
    this.directory = object.directory;
    this.flags = object.flags;
    this.infoMask = object.infoMask;
    this.security = object.security;
    this.exclusiveProcess = object.exclusiveProcess;
    this.body = keptBody(object.body);
  }

  putInto(object: ChangingFacts & Pick<KernelObject, 'body'>): void {
    object.name = this.name;
    object.nameBuffer = this.nameBuffer;
    object.directory = this.directory;
    object.flags = this.flags;
    object.infoMask = this.infoMask;
    object.security = this.security;
    object.exclusiveProcess = this.exclusiveProcess;
    if (this.body !== null) {
      Object.assign(object.body, this.body);
    }
  }
}

/** A copy of a body's state. Entries of directories tell the journal themselves. */
function keptBody(body: SteadyBody): ObjectBody | null {
  switch (body.kind) {
    case 'event':
    case 'timer':
    case 'mutant':
    case 'semaphore':
    case 'key':
    case 'ioCompletion':
    case 'job':
    case 'workerFactory':
      return { ...body };
    default:
      return null;
  }
}
