import { sleep } from '../../src/platform/clock.ts';
import { createSystemClock } from '../../src/platform/system-clock.ts';
import type { PatientClient } from '../crash/patient-client.ts';
import { broken } from '../simulation/oracle/broken.ts';
import type { ChaosCampaign } from './clients/campaigns.ts';
import type { Orders } from './clients/orders.ts';
import { limitSettings } from './installation/installation.ts';
import type { ChaosInstallation } from './installation/installation.ts';

const ends: ReadonlySet<string> = new Set(['completed', 'cancelled']);
/** What is left is called faster than during the run, and slowly enough for a busy machine. */
export const endLimits = { concurrent: 60, perSecond: 25, perCaller: 60 };
/** The system time without any change after which a campaign is lost: more than searches take. */
export const unchangedMs = 120_000;

/** Starts all instances with true clocks and large limits, and waits until all campaigns have ended. */
export async function endAll({
  installation: { instances },
  client: { insist },
  orders,
  campaigns,
  say,
}: {
  installation: ChaosInstallation;
  client: PatientClient;
  orders: Orders;
  campaigns: readonly ChaosCampaign[];
  say: (line: string) => void;
}): Promise<void> {
  for (const instance of instances) {
    instance.setOffset(0);
    instance.change(limitSettings(endLimits));
    await instance.stop();
    await instance.start();
  }
  for (const campaign of campaigns) await orders.edit(campaign, endLimits);
  for (const { name } of campaigns) {
    await untilEnded({ name, insist });
    say(`${name} has ended`);
  }
}

/** Waits until a campaign has ended. A campaign in which nothing changes for minutes is lost. */
async function untilEnded({ name, insist }: Pick<PatientClient, 'insist'> & { name: string }): Promise<void> {
  const system = createSystemClock();
  let last = '';
  let changedAt = system.monotonic();
  for (;;) {
    const { body } = await insist({ method: 'GET', path: `/v1/campaigns/${name}/progress` });
    if (ends.has(String(body['state']))) return;
    const counts = JSON.stringify([body['remaining'], body['attempts'], body['contacts']]);
    if (counts !== last) [last, changedAt] = [counts, system.monotonic()];
    if (system.monotonic() > changedAt + unchangedMs) {
      const { body: why } = await insist({ method: 'GET', path: `/v1/campaigns/${name}/why` });
      broken(`2 nobody lost: ${name} does not end: ${JSON.stringify({ progress: body, why })}`);
    }
    await sleep({ clock: system, ms: 250 });
  }
}
