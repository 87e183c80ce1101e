/** NTSTATUS values that the simulated kernel returns, as unsigned numbers. */

export const STATUS_SUCCESS = 0x0000_0000;
/** An OPENIF create found the object. */
export const STATUS_OBJECT_NAME_EXISTS = 0x4000_0000;
export const STATUS_INFO_LENGTH_MISMATCH = 0xc000_0004;
export const STATUS_INVALID_HANDLE = 0xc000_0008;
export const STATUS_INVALID_PARAMETER = 0xc000_000d;
export const STATUS_ACCESS_DENIED = 0xc000_0022;
export const STATUS_OBJECT_TYPE_MISMATCH = 0xc000_0024;
export const STATUS_OBJECT_NAME_INVALID = 0xc000_0033;
export const STATUS_OBJECT_NAME_NOT_FOUND = 0xc000_0034;
export const STATUS_OBJECT_NAME_COLLISION = 0xc000_0035;
export const STATUS_OBJECT_PATH_NOT_FOUND = 0xc000_003a;
export const STATUS_OBJECT_PATH_SYNTAX_BAD = 0xc000_003b;
export const STATUS_PRIVILEGE_NOT_HELD = 0xc000_0061;
/** The thread does not impersonate. */
export const STATUS_NO_TOKEN = 0xc000_007c;
export const STATUS_INSUFFICIENT_RESOURCES = 0xc000_009a;
export const STATUS_NOT_SUPPORTED = 0xc000_00bb;
export const STATUS_PROCESS_IS_TERMINATING = 0xc000_010a;
/** What a running process or thread has as its exit status. */
export const STATUS_PENDING = 0x0000_0103;
export const STATUS_HANDLE_NOT_CLOSABLE = 0xc000_0235;

/** True for statuses that mean success or information. */
export function succeeded(status: number): boolean {
  return status < 0x8000_0000;
}
