/** Reads links such as `vscode://handle-lens.handle-lens/open?target=sample:leaky-service`. A link comes from anywhere: it is not trusted. */

import { l10n } from '../l10n';
import { fail, ok, type Result } from '../../core/util/result';

/** What a link asks for. */
export interface TargetLink {
  readonly target: string;
  /** Samples are part of the extension; everything else reads a file of the user. */
  readonly isSample: boolean;
}

/** Longest target. */
const MAXIMUM_TARGET = 2048;
const SAMPLE = /^sample:[a-z0-9-]{1,60}$/;

/**
 * The target of a link, or what is wrong with the link. Network paths are refused: opening one would send the user's
 * credentials to the machine that the link names.
 */
export function readTargetLink(path: string, query: string): Result<TargetLink> {
  if (path.replace(/\/+$/, '') !== '/open') {
    return refused(l10n.t('The link asks for something that is not known here.'));
  }
  const target = (new URLSearchParams(query).get('target') ?? '').trim();
  if (target === '') {
    return refused(l10n.t('The link names no target.'));
  }
  if (target.length > MAXIMUM_TARGET || /\p{Cc}/u.test(target)) {
    return refused(l10n.t('The target in the link is too long or has control characters.'));
  }
  if (SAMPLE.test(target)) {
    return ok({ target, isSample: true });
  }
  if (/^[\\/]{2}/.test(target)) {
    return refused(l10n.t('The link names a network path. Copy the file to this machine first.'));
  }
  const isAbsolute = target.startsWith('/') || /^[A-Za-z]:[\\/]/.test(target);
  return isAbsolute
    ? ok({ target, isSample: false })
    : refused(l10n.t('The link names neither a sample nor the full path of a file.'));
}

function refused(message: string): Result<TargetLink> {
  return fail({
    code: 'bad-link',
    message,
    hint: 'A link reads vscode://handle-lens.handle-lens/open?target=sample:leaky-service',
  });
}
