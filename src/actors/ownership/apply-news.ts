import type { News, Store } from '../../persistence/contract/store.ts';
import type { ActorRegistry } from '../host/actor-registry.ts';
import { isAt } from '../host/actor/catch-up.ts';

/** Passes what other instances did to the campaigns of this instance to their actors. */
export function createApplyNews({
  store,
  registry,
  onWaiting,
}: {
  store: Pick<Store, 'dropNews'>;
  registry: Pick<ActorRegistry, 'find'>;
  /** Called if events wait for a campaign of this instance that it does not run. */
  onWaiting: (campaign: string) => Promise<void>;
}): (news: readonly News[]) => Promise<void> {
  const passOnEvents = async (campaign: string): Promise<void> => {
    const actor = registry.find(campaign);
    if (actor) actor.wake('inbox');
    else await onWaiting(campaign);
  };

  /** Deletes the news once memory is as recent. A campaign that is not run here is read when it is taken. */
  const passOnChange = async (news: Extract<News, { why: 'changed' }>): Promise<void> => {
    const actor = registry.find(news.campaign);
    if (!actor || isAt(actor.memory()?.record, news)) await store.dropNews(news);
    else actor.catchUp(news);
  };

  return async (all) => {
    for (const news of all) await (news.why === 'inbox' ? passOnEvents(news.campaign) : passOnChange(news));
  };
}
