/** The answers of `!sites` in one line. */

import { reportSite } from '../../analysis/leaks/siteReport';
import type { LeakResult } from '../../commands/leaks/leakResults';
import { escapeText } from '../escapeText';
import { countsText, LEVEL_WORDS } from './siteLines';

/** One line without a line feed. */
export function leakLine(result: LeakResult): string {
  switch (result.kind) {
    case 'sites': {
      const { total, likely, leaks } = result;
      const first = likely.sites === 0 ? null : reportSite(leaks, 1);
      const start = `${total.outstanding} outstanding opens at ${total.sites} sites, ${likely.sites} likely leaks`;
      return first === null
        ? start
        : `${start}, first ${escapeText(first.label)} (${first.outstanding})`;
    }
    case 'siteTree':
      return `Callers of ${result.root.outstanding} outstanding opens`;
    case 'site':
      return `${escapeText(result.site.label)}: ${countsText(result.site)}, ${LEVEL_WORDS[result.site.level]}`;
    case 'suppressions':
      return result.patterns.length === 1
        ? '1 pattern suppresses sites'
        : `${result.patterns.length} patterns suppress sites`;
  }
}
