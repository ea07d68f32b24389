import { carryCampaign } from '../support/carry.ts';
import { copyFilled } from '../support/files.ts';
import { count, ms } from '../support/row.ts';
import type { Measure } from '../support/row.ts';

/** Takes every contact of a filled campaign from due to its end through the silent channel, then verifies the rows. */
export const measure: Measure = async ({ folder, rows }) => {
  const { contacts, store, gauges, commits, verdict } = await carryCampaign(
    copyFilled({ folder, rows, name: 'engine' }),
  );
  const perSecond = (contacts / gauges.ms) * 1000;
  const heap = process.execArgv.filter((flag) => flag.startsWith('--max-')).join(' ');
  return [
    {
      what: `engine, ${count(contacts)} contacts from due to their end${heap && `, ${heap}`}`,
      figure: `${count(perSecond)} contacts/s`,
      target: '20,000/s at 1M, within 10 % of 10k',
      remarks:
        `${store.replace(/^SQLite \S+, /, '')}; ${((commits.turns + commits.limits) / contacts).toFixed(4)} transactions per contact, ` +
        `${(commits.turns / contacts).toFixed(4)} of them synced turns, ${count(commits.minted / commits.turns)} minted and ${count(commits.ended / commits.turns)} moved per turn; ` +
        `loop late p50 ${ms(gauges.loopP50)}, p99 ${ms(gauges.loopP99)}; CPU ${((gauges.cpuSeconds * 1e6) / contacts).toFixed(0)} µs per contact; ` +
        `peak RSS ${count(gauges.peakRssMb)} MB (target 300); verified: ${count(verdict.attempts)} attempts, ${count(verdict.events)} events`,
      perSecond,
    },
  ];
};
