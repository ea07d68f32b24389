import type { CampaignRecord } from '../../src/domain/campaign/campaign.ts';
import type { Suppression } from '../../src/domain/contact/party.ts';
import type { Store, Turn } from '../../src/persistence/contract/store.ts';

/** What is told of a store, in the very block in which it happened. */
export type StoreWatcher = {
  /** A turn was committed by an instance; `record` is the campaign's row right after it. */
  committed: (input: { turn: Turn; record: CampaignRecord | null; instance: string }) => void;
  /** A commit did not go through, or its answer was lost: whoever sent it reads everything anew. */
  loaded: (input: { campaign: string; instance: string }) => void;
  suppressed: (suppression: Suppression) => void;
  /** A campaign and all it has was removed. */
  removed: (input: { campaign: string }) => void;
  /** Limits, owners, emergency stops or settings moved; `by`: the campaign that took of a limit for itself. */
  moved: (input: { by: string | null }) => void;
};

/** A store that tells what was committed, before anybody who waits for the commit hears of it. */
export function watchStore({
  store,
  instance,
  watcher,
}: {
  store: Store;
  instance: string;
  watcher: StoreWatcher;
}): Store {
  const tell =
    <Input extends unknown[], Output>(
      verb: (...input: Input) => Promise<Output>,
    ): ((...input: Input) => Promise<Output>) =>
    (...input) => {
      watcher.moved({ by: null });
      return verb(...input);
    };
  return {
    ...store,
    async commitTurn(turn) {
      // Both run before anything else can: the verbs of the embedded store work when they are called.
      const committing = store.commitTurn(turn);
      const reading = store.readCampaign(turn.record.id);
      const [result, record] = await Promise.all([committing, reading]);
      if (result.kind === 'committed') watcher.committed({ turn, record, instance });
      return result;
    },
    async readOpenAttempts(campaign) {
      watcher.loaded({ campaign, instance });
      return store.readOpenAttempts(campaign);
    },
    async putSuppression(suppression, request) {
      const put = await store.putSuppression(suppression, request);
      watcher.suppressed(suppression);
      watcher.moved({ by: null });
      return put;
    },
    async removeCampaign(input, request) {
      const removed = await store.removeCampaign(input, request);
      if (removed) watcher.removed({ campaign: input.id });
      return removed;
    },
    reserve(input) {
      watcher.moved({ by: input.campaign });
      return store.reserve(input);
    },
    release: tell(store.release),
    recount: tell(store.recount),
    claimCampaign: tell(store.claimCampaign),
    putHold: tell(store.putHold),
    removeHold: tell(store.removeHold),
    putClient: tell(store.putClient),
    removeSuppression: tell(store.removeSuppression),
  };
}
