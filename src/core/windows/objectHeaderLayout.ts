/** OBJECT_HEADER, its sub-headers and how it names its type, per version (domain.md 2.1, 2.2). */

/** Field offsets of an object header. Before Windows 7 it points to its type and names sub-headers by offset. */
export interface ObjectHeaderLayout {
  readonly pointerSize: 4 | 8;
  readonly pointerCount: number;
  readonly handleCount: number;
  /** Before 7: pointer to the OBJECT_TYPE. */
  readonly type: number | null;
  /** 7 and later: byte with the (possibly encoded) type index. */
  readonly typeIndex: number | null;
  /** Before 7: byte with the distance of the name sub-header below the header; 0 = none. */
  readonly nameInfoOffset: number | null;
  /** 7 and later: byte with one bit per sub-header. */
  readonly infoMask: number | null;
  readonly flags: number;
  readonly quotaBlock: number;
  readonly securityDescriptor: number;
  /** Offset of the body: the size of the header. */
  readonly body: 0x18 | 0x30;
  /** Windows 10 and later: the index is stored xor-ed with a cookie and the header's address. */
  readonly encodesTypeIndex: boolean;
}

/** Windows XP, Server 2003 and Vista, x86. */
export const XP_X86_HEADER: ObjectHeaderLayout = {
  pointerSize: 4,
  pointerCount: 0,
  handleCount: 4,
  type: 8,
  typeIndex: null,
  nameInfoOffset: 0xc,
  infoMask: null,
  flags: 0xf,
  quotaBlock: 0x10,
  securityDescriptor: 0x14,
  body: 0x18,
  encodesTypeIndex: false,
};

/** Windows 7 x86. */
export const WINDOWS_7_X86_HEADER: ObjectHeaderLayout = {
  ...XP_X86_HEADER,
  type: null,
  nameInfoOffset: null,
  typeIndex: 0xc,
  infoMask: 0xe,
};

/** Windows 7, 8 and 8.1, x64. */
export const WINDOWS_7_X64_HEADER: ObjectHeaderLayout = {
  pointerSize: 8,
  pointerCount: 0,
  handleCount: 8,
  type: null,
  typeIndex: 0x18,
  nameInfoOffset: null,
  infoMask: 0x1a,
  flags: 0x1b,
  quotaBlock: 0x20,
  securityDescriptor: 0x28,
  body: 0x30,
  encodesTypeIndex: false,
};

/** Windows 10 and later, x64. */
export const WINDOWS_10_X64_HEADER: ObjectHeaderLayout = {
  ...WINDOWS_7_X64_HEADER,
  encodesTypeIndex: true,
};

/** Header flags. */
export const OBJECT_FLAG_NEW = 0x1;
/** The object belongs to the kernel. */
export const OBJECT_FLAG_KERNEL = 0x2;
/** Only one process may open the object. */
export const OBJECT_FLAG_EXCLUSIVE = 0x8;
/** The object outlives its handles. */
export const OBJECT_FLAG_PERMANENT = 0x10;
/** Security and quota are the defaults. */
export const OBJECT_FLAG_DEFAULT_SECURITY = 0x20;

/** InfoMask bit of OBJECT_HEADER_CREATOR_INFO. */
export const INFO_CREATOR = 0x1;
/** InfoMask bit of OBJECT_HEADER_NAME_INFO. */
export const INFO_NAME = 0x2;
/** InfoMask bit of OBJECT_HEADER_HANDLE_INFO. */
export const INFO_HANDLE = 0x4;
/** InfoMask bit of OBJECT_HEADER_QUOTA_INFO. */
export const INFO_QUOTA = 0x8;

/** Sub-header sizes in the order of their mask bits. */
const SUB_HEADER_SIZES: readonly (readonly [mask: number, x86: number, x64: number])[] = [
  [INFO_CREATOR, 0x10, 0x20],
  [INFO_NAME, 0x10, 0x20],
  [INFO_HANDLE, 0x8, 0x10],
  [INFO_QUOTA, 0x10, 0x20],
  [0x10, 0x8, 0x10],
  [0x20, 0x10, 0x20],
  [0x40, 0x8, 0x10],
  [0x80, 0x8, 0x10],
];

/**
 * How far below the header the sub-header with bit `mask` starts; 0 when the object has none. With `mask` 0x80 or
 * more of the mask's own bits present it is also the size of all sub-headers up to that one.
 */
export function subHeaderDistance(infoMask: number, mask: number, pointerSize: 4 | 8): number {
  if ((infoMask & mask) === 0) {
    return 0;
  }
  return subHeadersSize(infoMask & (mask | (mask - 1)), pointerSize);
}

/** Bytes of all sub-headers of an object. */
export function subHeadersSize(infoMask: number, pointerSize: 4 | 8): number {
  let size = 0;
  for (const [mask, x86, x64] of SUB_HEADER_SIZES) {
    if ((infoMask & mask) !== 0) {
      size += pointerSize === 4 ? x86 : x64;
    }
  }
  return size;
}

/** The byte stored in TypeIndex, or back again: xor with the cookie and the second byte of the header's address. */
export function transformTypeIndex(index: number, cookie: number, headerLow: number): number {
  return (index ^ cookie ^ (headerLow >>> 8)) & 0xff;
}
