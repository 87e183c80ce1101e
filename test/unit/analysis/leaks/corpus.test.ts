import assert from 'node:assert/strict';
import { type LeakSites } from '../../../../src/core/analysis/leaks/leakSites';
import { reportSite, type LeakSite } from '../../../../src/core/analysis/leaks/siteReport';
import { CACHES, leakCorpus } from '../../../support/leakCorpus';
import { leaksOf } from '../leaksOf';

const SEEDS = [1, 2, 3, 5];

function allSites(leaks: LeakSites): readonly LeakSite[] {
  return leaks.ranking.map((_, at) => reportSite(leaks, at + 1)!);
}

const describeSite = (site: LeakSite): string =>
  `${site.label} ${site.outstanding}/${site.opened} ${site.score} ${site.reasons.map(({ text }) => text).join('; ')}`;

describe('leak sites of programs with one mistake', () => {
  for (const { name } of leakCorpus(1)) {
    it(`puts ${name} first and keeps caches, pools and handles in use out of the list`, async () => {
      for (const seed of SEEDS) {
        const found = leakCorpus(seed).find((each) => each.name === name)!;
        const leaks = await leaksOf(found.program.target(found.slots));
        const sites = allSites(leaks);
        const shown = sites.slice(0, 4).map(describeSite).join('\n');
        assert.equal(sites[0]?.label, found.culprit, `seed ${seed}\n${shown}`);
        // A ring that wrapped may hide when a cache was filled: then it may be unclear, but no more.
        const harmless = found.slots === Infinity ? ['steady'] : ['steady', 'unclear'];
        const listed = sites
          .filter(({ level }) => !harmless.includes(level))
          .map(({ label }) => label);
        assert.deepEqual(
          listed.filter((label) => CACHES.includes(label)),
          [],
          `seed ${seed}\n${shown}`,
        );
      }
    });

    it(`counts what ${name} leaves open, as far as the log reaches`, async () => {
      for (const seed of SEEDS) {
        const { program, slots, culprit, leaked } = leakCorpus(seed).find(
          (each) => each.name === name,
        )!;
        const leaks = await leaksOf(program.target(slots));
        const sites = allSites(leaks).filter(({ label }) => label === culprit);
        assert.equal(sites.length, 1, 'one place is one site');
        const unseen = slots === Infinity ? 0 : leaked - sites[0]!.outstanding;
        assert.equal(sites[0]!.outstanding, leaked - unseen);
        assert.ok(unseen >= 0 && unseen < leaked);
        const outstanding = leaks.ranking.reduce((sum, each) => sum + each.evidence.outstanding, 0);
        const unrecorded = leaks.blindSpots.unrecorded!.reduce((sum, { count }) => sum + count, 0);
        assert.equal(outstanding + unrecorded, program.handles.length);
      }
    });
  }
});
