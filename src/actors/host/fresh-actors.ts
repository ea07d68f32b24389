import type { CampaignActor } from './actor/campaign-actor.ts';

/** New actors read their campaigns a few at a time, so that thousands of them at a start do not block the process. */
export type FreshActors = { add: (actor: Pick<CampaignActor, 'wake'>) => void };

const atOnce = 20;

export function createFreshActors(breathe: () => Promise<void>): FreshActors {
  const fresh: Pick<CampaignActor, 'wake'>[] = [];
  let isWaking = false;
  const wakeAll = async (): Promise<void> => {
    isWaking = true;
    while (fresh.length > 0) {
      for (const actor of fresh.splice(0, atOnce)) actor.wake();
      await breathe();
    }
    isWaking = false;
  };
  return {
    add(actor) {
      fresh.push(actor);
      if (!isWaking) void wakeAll();
    },
  };
}
