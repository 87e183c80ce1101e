/** A session's USER handles as a debugger's target offers them: where the table lies, who uses it, the trace log. */

import { address, type Address } from '../../model/identifiers';
import type {
  FoundAddress,
  GuiProcess as GuiProcessInfo,
  GuiThread as GuiThreadInfo,
  UserHandleAccess,
  UserTablePlace,
  UserTracingControl,
} from '../../target/userHandles';
import { NOT_GUI } from '../../target/userHandles';
import type { UserTraceStore } from '../../target/userTraceStore';
import { fail, ok, type Result } from '../../util/result';
import { tableSizeFields, usableSharedInfo } from '../../windows/user/userSharedInfo';
import { versionOrder } from '../../windows/user/userVersions';
import { apartRegions, type MemoryRegion } from '../machine/memoryRegions';
import { clientInfoRegion } from './clientInfo';
import type { GuiProcess, GuiThread, SessionProcess } from './guiParties';
import { SimulatedUserTraces } from './simulatedUserTraces';
import type { UserSession } from './userSession';

/** Bytes by which each further process maps what it shares higher. */
const MAPPING_STEP = 0x1_0000n;
const NT_4 = versionOrder('4.0');

/** The USER handles of a session, seen by the kernel or by one process. */
export class SimulatedUserHandles implements UserHandleAccess {
  readonly control: UserTracingControl;

  constructor(
    private readonly session: UserSession,
    /** The process whose addresses count; null: the kernel's (before 4.0 those of the server process). */
    private readonly viewer: SessionProcess | null,
  ) {
    this.control = {
      enable: (slots) => ok({ slots: session.enableTracing(slots).slots }),
      disable: () => {
        session.disableTracing();
        return ok(undefined);
      },
    };
  }

  locate(): Promise<Result<UserTablePlace>> {
    const { session, viewer } = this;
    const { profile, number, memory } = session;
    const { places, entries } = memory;
    const viewing = viewer === null ? null : session.parties.process(viewer);
    if (viewer !== null && viewing === null) {
      return Promise.resolve(fail(notGui(viewer)));
    }
    const isPublic =
      usableSharedInfo(profile)?.assumed === false && tableSizeFields(profile)?.assumed === false;
    const delta = viewing === null ? 0n : this.sharedDelta(viewing);
    return Promise.resolve(
      ok({
        profile: profile.id,
        session: number,
        viewpoint: viewer === null ? 'kernel' : 'user',
        sharedInfo: viewer === null ? places.sharedInfo : places.userSharedInfo,
        bounds: isPublic
          ? null
          : {
              aheList: {
                address: address(entries.address - delta),
                from: 'the simulated session, since the layouts that lead to it are not public',
              } satisfies FoundAddress,
              entries: entries.count,
            },
        typeTable: viewer === null ? places.typeTable : null,
      }),
    );
  }

  guiProcesses(): readonly GuiProcessInfo[] {
    return this.session.parties
      .processes()
      .filter((gui) => this.sees(gui))
      .map((gui) => ({
        processId: gui.processId,
        image: gui.process.image,
        processInfo: gui.info,
        quota: gui.quota,
      }));
  }

  guiThreads(): readonly GuiThreadInfo[] {
    return this.session.parties
      .threads()
      .filter(({ process }) => this.sees(process))
      .map((gui) => this.threadInfo(gui));
  }

  desktopName(desktop: Address): string | null {
    return this.session.desktops.all().find(({ object }) => object === desktop)?.name ?? null;
  }

  traces(): Result<UserTraceStore> {
    const { tracer } = this.session;
    return tracer === null
      ? fail({
          code: 'user-tracing-off',
          message: 'Tracing of USER handles is not enabled.',
          hint: 'Enable it with !utrace -enable; records are kept from then on.',
        })
      : ok(new SimulatedUserTraces(tracer));
  }

  /** What the viewing process sees of the session; nothing before it first calls the windowing system. */
  viewerRegions(): readonly MemoryRegion[] {
    const { session, viewer } = this;
    const viewing = viewer === null ? null : session.parties.process(viewer);
    if (viewing === null) {
      return [];
    }
    const threads = session.parties.threads().filter(({ process }) => process === viewing);
    const heap = threads[0]?.desktop?.heap ?? null;
    const mapped = heap === null ? null : { heap, delta: this.heapDelta(viewing, heap.arena.base) };
    return apartRegions([
      ...session.memory.userRegions(this.sharedDelta(viewing), mapped),
      ...this.clientInfos(threads),
    ]);
  }

  /** CLIENTINFO of threads, where its layout is public. */
  clientInfos(threads: readonly GuiThread[]): readonly MemoryRegion[] {
    return threads.flatMap((gui) => {
      const base = gui.desktop?.heap.arena.base;
      const region =
        base === undefined
          ? null
          : clientInfoRegion(this.session.profile, gui, this.heapDelta(gui.process, base));
      return region === null ? [] : [region];
    });
  }

  private threadInfo(gui: GuiThread): GuiThreadInfo {
    const { desktop, process } = gui;
    const { profile } = this.session;
    const mapped = desktop !== null && versionOrder(profile.version) >= NT_4;
    const delta = mapped ? this.heapDelta(process, desktop.heap.arena.base) : null;
    const base = desktop?.heap.arena.base ?? null;
    return {
      processId: process.processId,
      threadId: gui.threadId,
      threadInfo: gui.info,
      desktop: desktop?.object ?? null,
      clientDelta: profile.owner === 'entry-id' ? null : delta,
      desktopHeap:
        base === null || this.viewer === null || delta === null ? base : address(base - delta),
    };
  }

  private sees(gui: GuiProcess): boolean {
    return this.viewer === null || gui.process === this.viewer;
  }

  /** Kernel address minus the process's, for the shared section. */
  private sharedDelta(gui: GuiProcess): bigint {
    const { table, userSection } = this.session.memory.map;
    return table - (userSection + BigInt(gui.mappingSteps) * MAPPING_STEP);
  }

  /** The same for a desktop heap. */
  private heapDelta(gui: GuiProcess, base: Address): bigint {
    const { userHeap } = this.session.memory.map;
    return base - (userHeap + BigInt(gui.mappingSteps) * MAPPING_STEP);
  }
}

function notGui(process: SessionProcess): {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
} {
  return {
    code: NOT_GUI,
    message: `Process ${process.image} has not used the windowing system, so it maps no USER handle table.`,
    hint: 'Open a sample such as sample:user-menu-leak to see one.',
  };
}
