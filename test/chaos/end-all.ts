import { sleep } from '../../src/platform/clock.ts';
import { createSystemClock } from '../../src/platform/system-clock.ts';
import type { PatientClient } from '../crash/patient-client.ts';
import { broken } from '../simulation/oracle/broken.ts';
import type { ChaosCampaign } from './clients/campaigns.ts';
import type { Orders } from './clients/orders.ts';
import { limitSettings } from './installation/installation.ts';
import type { ChaosInstallation } from './installation/installation.ts';

/** The speed of the clock after the faults. A faster one is paced more widely, and ends later. */
const endSpeed = 5;
/** What is left is called without the limits of the run. */
export const endLimits = { concurrent: 400, perSecond: 400, perCaller: 400 };
const endWithinMs = 300_000;
/** The business time that this may take. */
export const endBusinessMs = endWithinMs * endSpeed;

/** Starts all instances with true clocks and large limits, and waits until all campaigns have ended. */
export async function endAll({
  installation: { instances, clock, setSpeed },
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
  const system = createSystemClock();
  for (const instance of instances) {
    instance.setOffset(0);
    instance.change(limitSettings(endLimits));
    await instance.stop();
    await instance.start();
  }
  for (const campaign of campaigns) await orders.edit(campaign, endLimits);
  setSpeed(endSpeed);
  const giveUpAt = system.monotonic() + endWithinMs;
  for (const { name } of campaigns) {
    for (;;) {
      const { body } = await insist({ method: 'GET', path: `/v1/campaigns/${name}/progress` });
      if (body['state'] === 'completed') break;
      if (system.monotonic() > giveUpAt) {
        const { body: why } = await insist({ method: 'GET', path: `/v1/campaigns/${name}/why` });
        broken(`2 nobody lost: ${name} did not end: ${JSON.stringify({ progress: body, why })}`);
      }
      await sleep({ clock: system, ms: 250 });
    }
    say(`${name} has ended at ${new Date(clock.now()).toISOString()}`);
  }
}
