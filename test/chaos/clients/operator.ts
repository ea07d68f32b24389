import { sleep } from '../../../src/platform/clock.ts';
import { createSystemClock } from '../../../src/platform/system-clock.ts';
import type { Draw } from '../../simulation/draw.ts';
import { definitionOf } from './campaigns.ts';
import type { ChaosCampaign } from './campaigns.ts';
import type { Command } from './command-log.ts';
import { csvOf } from './lists.ts';
import type { Orders } from './orders.ts';

/** The operator of one campaign, who sends one order after the other, and sometimes two at once. */
export type Operator = {
  /** Creates, fills and starts the campaign. */
  begin: () => Promise<void>;
  /** Sends random orders until `isOver`. Leaves the campaign running, or cancels it if that is its fate. */
  work: (isOver: () => boolean) => Promise<void>;
};

const betweenMs = { from: 100, to: 1_500 };
const pausedMs = { from: 200, to: 4_000 };
const laterListRows = 60;

export function createOperator({
  campaign,
  orders,
  draw,
}: {
  campaign: ChaosCampaign;
  orders: Orders;
  draw: Draw;
}): Operator {
  const { name, client } = campaign;
  const system = createSystemClock();
  const wait = ({ from, to }: { from: number; to: number }): Promise<void> =>
    sleep({ clock: system, ms: draw.int(from, to) });
  const later = [...campaign.later];
  const path = `/v1/campaigns/${name}`;

  const order = (verb: 'start' | 'pause' | 'resume' | 'cancel', body: object = {}): Promise<Command> =>
    orders.send({
      name: verb,
      client,
      campaign: name,
      path: `${path}/${verb}`,
      body: JSON.stringify(body),
    });
  const upload = (numbers: readonly string[]): Promise<Command> =>
    orders.send({
      name: 'upload',
      client,
      campaign: name,
      path: `${path}/contacts`,
      body: csvOf(numbers),
      type: 'text/csv',
      numbers,
    });
  const pauseAndResume = async (): Promise<void> => {
    await order('pause', { reason: 'chaos' });
    await wait(pausedMs);
    await order('resume');
  };
  /** Both are answered, and the campaign is in one of both states. */
  const pauseWhileResuming = async (): Promise<void> => {
    const both = await Promise.all([order('pause'), order('resume')]);
    const stateAfter = await orders.readState(name);
    for (const command of both) Object.assign(command, { stateAfter });
    await wait(pausedMs);
    await order('resume');
  };
  const edit = async (): Promise<void> => {
    const limits = { concurrent: draw.int(4, 25), perSecond: draw.int(2, 10) };
    await orders.edit(campaign, limits, { priority: draw.int(1, 9) });
  };
  const remove = async (): Promise<void> => {
    const number = draw.pick(campaign.first);
    await orders.send({
      name: 'remove',
      client,
      campaign: name,
      path: `${path}/contacts/${encodeURIComponent(number)}/remove`,
      body: '{}',
      numbers: [number],
    });
  };
  const addContacts = async (): Promise<void> => {
    const numbers = later.splice(0, laterListRows);
    if (numbers.length > 0) await upload(numbers);
  };

  return {
    async begin() {
      await orders.send({
        name: 'create',
        client,
        campaign: name,
        path: '/v1/campaigns',
        body: JSON.stringify(definitionOf(campaign)),
      });
      await upload(campaign.first);
      await order('start');
    },
    async work(isOver) {
      while (!isOver()) {
        await wait(betweenMs);
        await draw.pick([pauseAndResume, pauseWhileResuming, edit, remove, remove, addContacts])();
      }
      if (campaign.isCancelled) await order('cancel', { hangUp: draw.chance(0.5) });
    },
  };
}
