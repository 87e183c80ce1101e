/** Command lines that record what a dump lacks. */

/** A name that is safe to paste into a shell. Others come from damaged or hostile dumps. */
const PLAIN_NAME = /^[A-Za-z0-9][\w.-]{0,63}$/;

/**
 * The command lines that help with a problem code; empty when none does. `image` is the process's image name as the dump
 * tells it; anything but a plain name is replaced, because people paste these lines into a shell.
 */
export function recordCommands(code: string, image: string | null): readonly string[] {
  const program = image !== null && PLAIN_NAME.test(image) ? image : 'app.exe';
  switch (code) {
    case 'no-handle-data':
    case 'stream-unreadable':
    case 'minidump-cut':
    case 'minidump-unreadable':
    case 'file-empty':
    case 'file-zeros':
      return [`procdump -ma ${program}`, '.dump /mh C:\\dumps\\app.dmp'];
    case 'no-handle-operations':
      return [`appverif -enable Handles -for ${program}`, '.dump /mh C:\\dumps\\app.dmp'];
    default:
      return [];
  }
}
