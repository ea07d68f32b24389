import { sleep } from '../../../src/platform/clock.ts';
import { createSystemClock } from '../../../src/platform/system-clock.ts';
import type { Draw } from '../../simulation/draw.ts';
import type { ChaosCampaign } from './campaigns.ts';
import type { Orders } from './orders.ts';

const betweenMs = { from: 1_000, to: 6_000 };
const stoppedMs = { from: 200, to: 3_000 };

/** Orders random emergency stops and suppressions until `isOver`. Lifts every stop. */
export async function supervise({
  campaigns,
  orders,
  draw,
  isOver,
}: {
  campaigns: readonly ChaosCampaign[];
  orders: Orders;
  draw: Draw;
  isOver: () => boolean;
}): Promise<void> {
  const system = createSystemClock();
  const wait = ({ from, to }: { from: number; to: number }): Promise<void> =>
    sleep({ clock: system, ms: draw.int(from, to) });

  const stop = async (): Promise<void> => {
    const client = draw.pick(['*', ...new Set(campaigns.map((one) => one.client))]);
    const path = client === '*' ? '/v1' : `/v1/clients/${client}`;
    const body = JSON.stringify({ reason: 'chaos' });
    await orders.send({ name: 'stop', client, campaign: null, path: `${path}/pause`, body });
    await wait(stoppedMs);
    await orders.send({ name: 'lift', client, campaign: null, path: `${path}/resume`, body });
  };
  const suppress = async (): Promise<void> => {
    const { client, first, later } = draw.pick(campaigns);
    const number = draw.pick([...first, ...later]);
    await orders.send({
      name: 'suppress',
      client,
      campaign: null,
      path: '/v1/suppressions',
      body: JSON.stringify({ address: number, reason: 'chaos', client }),
      numbers: [number],
    });
  };

  while (!isOver()) {
    await wait(betweenMs);
    await draw.pick([stop, suppress, suppress])();
  }
}
