import { ownedStates } from '../../src/domain/campaign/campaign.ts';
import type { CampaignRecord } from '../../src/domain/campaign/campaign.ts';
import type { Suppression } from '../../src/domain/do-not-contact/suppression.ts';
import type { LimitReading } from '../../src/persistence/contract/attempts/limits.ts';
import type { Store, Turn } from '../../src/persistence/contract/store.ts';

/** A call that moved limits, and what the store says of its scopes right after it. */
export type LimitCall = {
  campaign: string;
  epoch: number;
  /** Whether the epoch is still the one of the campaign. */
  isOwner: boolean;
  readings: readonly LimitReading[];
} & (
  | { verb: 'reserve'; id: number; scopes: readonly string[]; granted: number }
  | { verb: 'release'; scopes: readonly string[]; count: number }
  | { verb: 'recount'; held: readonly { scope: string; count: number }[] }
);

/** What is told of a store, in the very block in which it happened. */
export type StoreWatcher = {
  /** A turn was committed by an instance; `record` is the campaign's row right after it. */
  committed: (input: { turn: Turn; record: CampaignRecord | null; instance: string }) => void;
  /** A campaign is read anew: it has a new owner, or a commit did not go through, or its answer was lost. */
  loaded: (input: { campaign: string; instance: string }) => void;
  suppressed: (suppression: Suppression) => void;
  /** A campaign and all it has was removed. */
  removed: (input: { campaign: string }) => void;
  /** Limits, owners, emergency stops or settings moved; `by`: the campaign that took of a limit for itself. */
  moved: (input: { by: string | null }) => void;
  limits: (call: LimitCall) => void;
  /** An instance renewed its heartbeat, or has left. */
  beat: (instance: string) => void;
  left: (instance: string) => void;
  /** A campaign that needs an owner got another one. */
  claimed: (input: { campaign: string; from: string | null; to: string | null }) => void;
};

/** A store that tells what was committed, before anybody who waits for the commit hears of it. */
export function watchStore({
  store,
  fresh,
  instance,
  watcher,
}: {
  /** As the instance sees it. */
  store: Store;
  /** The same, without any delay. */
  fresh: Pick<Store, 'readCampaign' | 'readLimits'>;
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
  /** Both run before anything else can: the verbs of the embedded store work when they are called. */
  const readScopes = async (
    { campaign, epoch }: { campaign: string; epoch: number },
    scopes: readonly string[],
  ): Promise<Pick<LimitCall, 'campaign' | 'epoch' | 'isOwner' | 'readings'>> => {
    const [record, readings] = await Promise.all([fresh.readCampaign(campaign), fresh.readLimits(scopes)]);
    return { campaign, epoch, isOwner: record?.epoch === epoch, readings };
  };
  return {
    ...store,
    async commitTurn(turn) {
      // Both run before anything else can: the verbs of the embedded store work when they are called.
      const committing = store.commitTurn(turn);
      const reading = fresh.readCampaign(turn.record.id);
      const [result, record] = await Promise.all([committing, reading]);
      if (result.kind === 'committed') watcher.committed({ turn, record, instance });
      return result;
    },
    async readOwned(owners) {
      for (const { campaign } of owners) watcher.loaded({ campaign, instance });
      return store.readOwned(owners);
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
    async reserve(input) {
      watcher.moved({ by: input.campaign });
      const scopes = input.caps.map(({ scope }) => scope);
      const [answer, owned] = await Promise.all([store.reserve(input), readScopes(input, scopes)]);
      const { id } = input;
      watcher.limits({ ...owned, verb: 'reserve', id, scopes, granted: answer.starts.length });
      return answer;
    },
    async release(input) {
      watcher.moved({ by: null });
      const { scopes, count } = input;
      const [, owned] = await Promise.all([store.release(input), readScopes(input, scopes)]);
      watcher.limits({ ...owned, verb: 'release', scopes, count });
    },
    async recount(input) {
      watcher.moved({ by: null });
      const { held } = input;
      const scopes = held.map(({ scope }) => scope);
      const [, owned] = await Promise.all([store.recount(input), readScopes(input, scopes)]);
      watcher.limits({ ...owned, verb: 'recount', held });
    },
    async claimCampaign(input) {
      watcher.moved({ by: null });
      const { campaign, instance: to } = input;
      const [before, epoch] = await Promise.all([fresh.readCampaign(campaign), store.claimCampaign(input)]);
      if (epoch !== null && before && ownedStates.includes(before.state))
        watcher.claimed({ campaign, from: before.owner, to });
      return epoch;
    },
    async claimCampaigns(input) {
      watcher.moved({ by: null });
      const records = await Promise.all(input.claims.map(({ campaign }) => fresh.readCampaign(campaign)));
      const epochs = await store.claimCampaigns(input);
      for (const record of records)
        if (record && epochs.has(record.id) && ownedStates.includes(record.state))
          watcher.claimed({ campaign: record.id, from: record.owner, to: input.instance });
      return epochs;
    },
    async beat(input) {
      await store.beat(input);
      watcher.beat(instance);
    },
    async removeInstance(id) {
      await store.removeInstance(id);
      watcher.left(id);
    },
    putStop: tell(store.putStop),
    removeStop: tell(store.removeStop),
    putClient: tell(store.putClient),
    removeSuppression: tell(store.removeSuppression),
  };
}
