/** The three files of facts about USER handles, as far as tests compare them. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A value by version. */
export type ByVersion = Readonly<Record<string, number>>;

/** `user-handle-types.json`. */
export interface SpecTypes {
  readonly sources: Readonly<Record<string, unknown>>;
  readonly versions: readonly {
    id: string;
    order: number;
    product: string;
    arch: readonly string[];
    handleManager: string;
    typeCount: number;
    source: readonly string[];
  }[];
  readonly types: readonly SpecType[];
  readonly matrix: Readonly<
    Record<
      string,
      readonly {
        value: number;
        type: string;
        symbol: string | null;
        struct: string | null;
        dheName: string | null;
        displayName: string;
        owner: string;
        certainty: string;
      }[]
    >
  >;
  readonly typeCount: { readonly byVersion: ByVersion };
  readonly genericType: { readonly value: number };
  readonly seedTypeRows: readonly {
    order: number;
    typeText: string;
    object: string | null;
    name: string | null;
    versions: string;
    remarks: string;
    values: ByVersion;
    restored: readonly string[];
    certainty: string;
  }[];
  readonly heapTagAndDuRows: readonly {
    order: number;
    value: number;
    tagHeapName: string | null;
    duName: string | null;
    userextsVersionsText: string | null;
    remarks: string;
  }[];
  readonly duCheck: {
    readonly rows: readonly {
      userexts: string;
      value: number;
      duName: string;
      actualType: string | null;
      computed: string;
      seedSays: string;
      agrees: boolean;
    }[];
    readonly disagreements: readonly { userexts: string; hex: string; duName: string }[];
  };
  readonly dheNameExceptions: readonly {
    userexts: string;
    value: number;
    type: string;
    name: string | null;
  }[];
  readonly gahti61: {
    readonly rows: readonly {
      value: number;
      symbol: string;
      poolTag: string;
      ocfFlags: number;
      ocfNames: readonly string[];
      owner: string;
      head: string | null;
    }[];
  };
}

/** A row of `types`. */
export interface SpecType {
  readonly id: string;
  readonly symbol: string | null;
  readonly symbolSource: readonly string[] | null;
  readonly struct: string | null;
  readonly structFormal: string | null;
  readonly versions: string;
  readonly values: ByVersion;
  readonly dheName: Readonly<Record<string, string | null>>;
  readonly displayName: string;
  readonly tagHeapName: string | null;
  readonly duName: string | null;
  readonly head: string | null;
  readonly headVersions: string | null;
  readonly owner: string;
  readonly poolTag61: string | null;
  readonly poolTagName: string | null;
  readonly ocfFlags61: number | null;
  readonly ocfNames61: readonly string[] | null;
  readonly size61: { x86: number; x64: number } | null;
  readonly createdBy: string | null;
  readonly destroyedBy: string | null;
  readonly seedRows: readonly number[];
  readonly certainty: string;
  readonly notes: readonly string[];
  readonly source: readonly string[];
}

/** `user-handle-flags.json`. */
export interface SpecFlags {
  readonly sources: Readonly<Record<string, unknown>>;
  readonly bFlags: readonly {
    mask: number;
    symbol: string | null;
    altSymbols: readonly string[];
    versions: string | null;
    survivesInSeed: boolean;
    seenInRetail: boolean | null;
    source: readonly string[];
    semanticsSource: readonly string[];
  }[];
  readonly publicMasks: readonly { value: number }[];
  readonly ocf: readonly { mask: number; symbol: string }[];
  readonly lifecycle: {
    readonly states: readonly string[];
    readonly transitions: readonly {
      event: string;
      frm: string;
      to: string;
      do: string;
      source: readonly string[];
    }[];
    readonly neverSetByTheSimulator: readonly number[];
  };
}

/** A row of `layouts`. */
export interface SpecLayout {
  readonly struct: string;
  readonly versions: string;
  readonly arch: string;
  readonly size: number | null;
  readonly fields: readonly {
    name: string;
    type: string;
    offset: number;
    size: number | null;
    note?: string;
    source?: readonly string[];
  }[];
  readonly certainty: string;
  readonly source: readonly string[];
}

/** A test vector; which members it has depends on the kind. */
export interface SpecVector {
  readonly kind: 'entryAddress' | 'decode' | 'validate' | 'cHandleEntries' | 'bytes';
  readonly profile: string;
  readonly aheList: string;
  readonly index: string;
  readonly address: string;
  readonly handle: string;
  readonly uniq: string;
  readonly cHandleEntries: number;
  readonly wanted: number;
  readonly valid: boolean;
  readonly why: string;
  readonly entry: { index: string; wUniq: string; bType: number; bFlags: number };
  readonly cbHandleTable: string;
  readonly entrySize: string;
  readonly bytes: string;
  readonly decoded: Readonly<Record<string, string | number | boolean>>;
}

/** `user-handle-layouts.json`. */
export interface SpecLayouts {
  readonly sources: Readonly<Record<string, unknown>>;
  readonly layouts: readonly SpecLayout[];
  readonly profiles: readonly {
    id: string;
    versions: string;
    arch: string;
    pointerSize: number;
    entrySize: number;
    offPhead: number;
    offOwner: number | null;
    offType: number;
    offFlags: number;
    offUniq: number;
    headSize: number;
    ownerIn: string;
    freeType: number;
    wildcardUniq: readonly number[];
    typeCountVersion: string;
    source: readonly string[];
  }[];
  readonly encoding: {
    readonly index: { mask: string };
    readonly firstUniq: { value: number };
    readonly reservedHandles: { values: Readonly<Record<string, string>> };
    readonly validation: { classic: { steps: readonly string[] } };
  };
  readonly userAddress: { readonly rules: readonly { source: readonly string[] }[] };
  readonly limits: readonly {
    what: string;
    value?: number;
    min?: number;
    max?: number;
    registry?: string;
    registryKey?: string;
    windows2000?: number;
    windows2000Max?: number;
  }[];
  readonly errors: readonly { code: number; name: string }[];
  readonly getGuiResources: {
    readonly flags: readonly { name: string; value: number; versions: string }[];
    readonly processGlobal: { name: string; value: number; versions: string };
  };
  readonly etw: {
    readonly provider: string;
    readonly guid: string;
    readonly minBuild: string;
    readonly level: number;
    readonly keywords: Readonly<Record<string, string>>;
    readonly events: readonly { id: number; name: string; task: number; opcode: number }[];
    readonly fields: readonly { name: string; type: string }[];
  };
  readonly testVectors: readonly SpecVector[];
}

/** The files of facts by name. */
export interface SpecFiles {
  readonly types: SpecTypes;
  readonly flags: SpecFlags;
  readonly layouts: SpecLayouts;
}

/** Reads one of the files from the shared folder. */
export function specFile<N extends keyof SpecFiles>(shared: string, name: N): SpecFiles[N] {
  return JSON.parse(
    readFileSync(join(shared, 'spec', `user-handle-${name}.json`), 'utf8'),
  ) as SpecFiles[N];
}

/** Keeps the named members of each row. */
export function only<T extends object, K extends keyof T>(
  rows: readonly T[],
  ...keys: readonly K[]
): Pick<T, K>[] {
  return rows.map((row) => Object.fromEntries(keys.map((key) => [key, row[key]])) as Pick<T, K>);
}
