/** Attribute bits of OBJECT_ATTRIBUTES (domain.md 1.5). */

/** OBJ_PERMANENT. */
export const OBJ_PERMANENT = 0x10;
/** OBJ_EXCLUSIVE. */
export const OBJ_EXCLUSIVE = 0x20;
/** OBJ_CASE_INSENSITIVE. */
export const OBJ_CASE_INSENSITIVE = 0x40;
/** OBJ_OPENIF. */
export const OBJ_OPENIF = 0x80;
/** OBJ_OPENLINK. */
export const OBJ_OPENLINK = 0x100;
/** OBJ_KERNEL_HANDLE; honoured for kernel-mode callers. */
export const OBJ_KERNEL_HANDLE = 0x200;
/** OBJ_FORCE_ACCESS_CHECK. */
export const OBJ_FORCE_ACCESS_CHECK = 0x400;
