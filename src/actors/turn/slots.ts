import type { Attempt } from '../../domain/attempt/attempt.ts';
import type { Clocks } from '../../platform/clock.ts';
import type { Store } from '../../persistence/contract/store.ts';
import type { Kit } from '../kit.ts';
import type { CampaignMemory } from './campaign-memory.ts';
import type { Taken } from '../dispatch/take-slots.ts';
import { takenScopes } from '../sending/limits.ts';
import type { Dispatching } from './dispatching.ts';

/** Returns slots of shared limits to the store. */
export type Slots = {
  /** Returns what a turn took and did not use, or everything (`all`) if the turn was not committed. */
  giveBack: (input: { memory: CampaignMemory; taken: readonly Taken[]; all: boolean }) => Promise<void>;
  /** Returns the slots of attempts that ended, after the commit that ended them. */
  giveBackClosed: (memory: CampaignMemory, closed: readonly Attempt[]) => Promise<void>;
};

export function createSlots({
  store,
  clocks,
  kit,
  dispatching,
}: {
  store: Store;
  clocks: Clocks;
  kit: Pick<Kit, 'channels'>;
  dispatching: Pick<Dispatching, 'clientSettings' | 'period'>;
}): Slots {
  const giveBack: Slots['giveBack'] = async ({ memory, taken, all }) => {
    const { id: campaign, epoch } = memory.record;
    for (const { scopes, count, used, period } of taken) {
      const back = all ? count : count - used;
      if (back > 0)
        await store.release({
          campaign,
          epoch,
          scopes,
          count: back,
          unused: back,
          hour: period.hour,
          day: period.day,
        });
    }
  };

  const giveBackClosed: Slots['giveBackClosed'] = async (memory, closed) => {
    const { record } = memory;
    const groups = new Map<string, { scopes: string[]; attempts: Attempt[] }>();
    for (const attempt of closed) {
      const scopes = takenScopes({ channels: kit.channels, record, attempt });
      if (scopes.length === 0) continue;
      const key = scopes.join(' ');
      const group = groups.get(key);
      if (group) group.attempts.push(attempt);
      else groups.set(key, { scopes, attempts: [attempt] });
    }
    const client = await dispatching.clientSettings(record.client);
    const { hour, day } = dispatching.period({ client, at: Math.floor(clocks.business.now()) });
    for (const { scopes, attempts } of groups.values()) {
      const unused = attempts.filter(({ state }) => state === 'not-placed').length;
      await store.release({
        campaign: record.id,
        epoch: record.epoch,
        scopes,
        count: attempts.length,
        unused,
        hour,
        day,
      });
    }
  };

  return { giveBack, giveBackClosed };
}
