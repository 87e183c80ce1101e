/** The object types of each Windows version in the order of their type index (domain.md 2.4). */

/** An object type of one version; the index is null before Windows 7, where headers point to the type instead. */
export interface ObjectTypeListEntry {
  readonly name: string;
  readonly index: number | null;
}

/** Separates names in the lists below; `?` is an index whose type is not known. */
const SEPARATOR = /\s*,\s*/;

const COMMON_START = 'Type, Directory, SymbolicLink, Token, Job, Process, Thread';

/** Windows 7: indexes 2 to 43. */
export const WINDOWS_7_TYPES = indexed(`${COMMON_START}, UserApcReserve, IoCompletionReserve,
  DebugObject, Event, EventPair, Mutant, Callback, Semaphore, Timer, Profile, KeyedEvent, WindowStation, Desktop,
  TpWorkerFactory, Adapter, Controller, Device, Driver, IoCompletion, File, TmTm, TmTx, TmRm, TmEn, Section, Session,
  Key, ALPC Port, PowerRequest, WmiGuid, EtwRegistration, EtwConsumer, FilterConnectionPort,
  FilterCommunicationPort, PcwObject`);

/** Windows 8.0: indexes 2 to 46; what has index 23 is not known. */
export const WINDOWS_8_TYPES = indexed(`${COMMON_START}, UserApcReserve, IoCompletionReserve,
  DebugObject, Event, EventPair, Mutant, Callback, Semaphore, Timer, IRTimer, Profile, KeyedEvent, WindowStation,
  Desktop, ?, TpWorkerFactory, Adapter, Controller, Device, Driver, IoCompletion, WaitCompletionPacket, File, TmTm,
  TmTx, TmRm, TmEn, Section, Session, Key, ALPC Port, PowerRequest, WmiGuid, EtwRegistration, EtwConsumer,
  FilterConnectionPort, FilterCommunicationPort, PcwObject`);

/** Windows 10 1903; 2004 to 22H2 keep the core types (domain.md 2.4). */
export const WINDOWS_10_TYPES = indexed(`${COMMON_START}, Partition, UserApcReserve,
  IoCompletionReserve, ActivityReference, PsSiloContextPaged, PsSiloContextNonPaged, DebugObject, Event, Mutant,
  Callback, Semaphore, Timer, IRTimer, Profile, KeyedEvent, WindowStation, Desktop, Composition, RawInputManager,
  CoreMessaging, ActivationObject, TpWorkerFactory, Adapter, Controller, Device, Driver, IoCompletion,
  WaitCompletionPacket, File, TmTm, TmTx, TmRm, TmEn, Section, Session, Key, RegistryTransaction, ALPC Port,
  EnergyTracker, PowerRequest, WmiGuid, EtwRegistration, EtwSessionDemuxEntry, EtwConsumer, CoverageSampler,
  DmaAdapter, PcwObject, FilterConnectionPort, FilterCommunicationPort, NdisCmState`);

/** Windows 11 22H2 and later. */
export const WINDOWS_11_TYPES = indexed(`${COMMON_START}, Partition, UserApcReserve,
  IoCompletionReserve, ActivityReference, ProcessStateChange, ThreadStateChange, CpuPartition, PsSiloContextPaged,
  PsSiloContextNonPaged, DebugObject, Event, Mutant, Callback, Semaphore, Timer, IRTimer, Profile, KeyedEvent,
  WindowStation, Desktop, Composition, RawInputManager, CoreMessaging, ActivationObject, TpWorkerFactory, Adapter,
  Controller, Device, Driver, IoCompletion, WaitCompletionPacket, File, IoRing, TmTm, TmTx, TmRm, TmEn, Section,
  Session, Key, RegistryTransaction, DmaAdapter, ALPC Port, EnergyTracker, PowerRequest, WmiGuid, EtwRegistration,
  EtwSessionDemuxEntry, EtwConsumer, CoverageSampler, PcwObject, FilterConnectionPort, FilterCommunicationPort,
  NdisCmState`);

/** Windows XP and Server 2003: no indexes. */
export const WINDOWS_XP_TYPES: readonly ObjectTypeListEntry[] =
  `Type, Directory, SymbolicLink, Token, Process,
  Thread, Job, DebugObject, Event, EventPair, Mutant, Callback, Semaphore, Timer, Profile, KeyedEvent, WindowStation,
  Desktop, Section, Key, Port, WaitablePort, Adapter, Controller, Device, Driver, IoCompletion, File, WmiGuid,
  FilterConnectionPort, FilterCommunicationPort`
    .split(SEPARATOR)
    .map((name) => ({ name, index: null }));

/** The types of all these versions. */
export const KNOWN_TYPES: ReadonlySet<string> = new Set(
  [
    ...[WINDOWS_XP_TYPES, WINDOWS_7_TYPES, WINDOWS_8_TYPES],
    ...[WINDOWS_10_TYPES, WINDOWS_11_TYPES],
  ].flatMap((types) => types.map(({ name }) => name)),
);

/** Numbers the names from 2, the first real index. */
function indexed(names: string): readonly ObjectTypeListEntry[] {
  return names
    .split(SEPARATOR)
    .map((name, position) => ({ name, index: position + 2 }))
    .filter(({ name }) => name !== '?');
}
