import { setTimeout as wait } from 'node:timers/promises';
import type { CampaignDefinition } from '../../src/domain/campaign/campaign-definition.ts';
import { copyFilled } from '../support/files.ts';
import { openHost } from '../support/host.ts';
import { count, ms } from '../support/row.ts';
import type { Measure } from '../support/row.ts';

/** Hours that are closed now and for a while, whatever the zone. */
function closedHours(definition: CampaignDefinition): CampaignDefinition {
  const hour = new Date().getUTCHours();
  const start = `${String((hour + 10) % 24).padStart(2, '0')}:00`;
  const end = `${String((hour + 10) % 24).padStart(2, '0')}:30`;
  return { ...definition, sendWindow: { ...definition.sendWindow, timezone: 'UTC', start, end } };
}

/** What one order costs for a whole list: a window that opens, a pause, a resume, a cancel. */
export const measure: Measure = async ({ folder, rows }) => {
  const { path, campaign } = copyFilled({ folder, rows, name: 'standing' });
  let firstTouch = Number.NaN;
  const host = await openHost({
    path,
    holdMs: Number.POSITIVE_INFINITY,
    note: () => {
      if (Number.isNaN(firstTouch)) firstTouch = performance.now();
    },
  });
  await host.runtime.start();
  const { definition: open } = await host.engine.resolve({ campaign, client: null });
  const order = async (command: Parameters<typeof host.engine.command>[0]['command']): Promise<number> => {
    const start = performance.now();
    await host.engine.command({ campaign, command, by: 'bench' });
    return performance.now() - start;
  };
  const small = { ...open, rateLimits: { ...open.rateLimits, concurrent: 50 } };
  await order({ name: 'edit', definition: closedHours(small) });
  await order({ name: 'start', startAt: null });
  await wait(300);
  const opened = performance.now();
  await order({ name: 'edit', definition: small });
  while (Number.isNaN(firstTouch)) await wait(1);
  const toFirst = firstTouch - opened;
  await wait(300);
  const pause = await order({ name: 'pause', pause: { cause: 'operator', by: 'bench', reason: null } });
  const resume = await order({ name: 'resume' });
  const cancel = await order({ name: 'cancel', hangUp: false, reason: null });
  await host.close();
  const size = `${count(rows)} contacts`;
  const remarks = 'request to committed answer; the rows are not touched';
  return [
    { what: `cancel, ${size}`, figure: ms(cancel), target: '50 ms at 1M', remarks },
    {
      what: `window opens, ${size}`,
      figure: ms(toFirst),
      target: '50 ms at 1M',
      remarks: 'from the edit that opens it to the first touch, 50 at once',
    },
    { what: `pause / resume, ${size}`, figure: `${ms(pause)} / ${ms(resume)}`, target: '', remarks },
  ];
};
