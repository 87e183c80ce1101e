/** Memory of the target, where it has any. */

import type { DebugProtocol } from '@vscode/debugprotocol';
import { address, type Address } from '../core/model/identifiers';
import type { Target } from '../core/target/target';
import type { CancellationToken } from '../core/util/cancellation';
import { hex0x } from '../core/util/hex';
import { RequestError, valueOf } from './adapterErrors';
import { base64 } from './base64';

/** Most bytes one answer carries; clients ask for the rest again. */
export const MAXIMUM_READ = 1024 * 1024;
const END_OF_ADDRESSES = 1n << 64n;

/** What is to be read. */
export interface MemoryRequest {
  readonly reference: string;
  /** Bytes added to the reference; may be negative. */
  readonly offset: number;
  readonly count: number;
  readonly token: CancellationToken;
}

/**
 * Reads memory. Bytes that are missing are reported as unreadable, with the readable start before them; a target
 * without memory is an error that says so.
 */
export async function readMemory(
  target: Target,
  request: MemoryRequest,
): Promise<DebugProtocol.ReadMemoryResponse['body']> {
  if (!target.capabilities.memory) {
    throw new RequestError(`${target.info.title} holds no memory bytes.`);
  }
  const start = startOf(request);
  const wanted = clip(start, request.count);
  if (wanted === 0) {
    return { address: hex0x(start), data: '' };
  }
  const memory = valueOf(await target.readMemory(start, wanted, request.token));
  return {
    address: hex0x(start),
    ...(memory.bytes.length === 0 ? {} : { data: base64(memory.bytes) }),
    ...(memory.bytes.length === wanted ? {} : { unreadableBytes: wanted - memory.bytes.length }),
  };
}

function startOf({ reference, offset }: MemoryRequest): Address {
  const text = reference.trim();
  if (!/^(0x[0-9a-f]{1,16}|[0-9]{1,20})$/i.test(text)) {
    throw new RequestError(
      `"${reference}" is no memory reference. Give an address such as 0x7ff61000.`,
    );
  }
  const start = BigInt(text) + BigInt(offset);
  if (start < 0n || start >= END_OF_ADDRESSES) {
    throw new RequestError(`${reference} and the offset ${offset} lead outside the address space.`);
  }
  return address(start);
}

/** Bytes to read: at most {@link MAXIMUM_READ}, and none past the last address. */
function clip(start: Address, count: number): number {
  const left = END_OF_ADDRESSES - start;
  return Number(
    BigInt(Math.min(count, MAXIMUM_READ)) < left ? Math.min(count, MAXIMUM_READ) : left,
  );
}
