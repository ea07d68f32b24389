import type { Bus } from '../../messaging/contract.ts';
import type { HandedStarts } from '../../persistence/contract/attempts/limits.ts';
import type { Store, Takeover } from '../../persistence/contract/store.ts';
import type { Clocks, SystemClock } from '../../platform/clock.ts';
import { createRepeat } from '../../platform/repeat.ts';

/** The maximum number of campaigns in one message. */
const maxCampaigns = 500;
/** The maximum time between a release and its message, while an instance stops. */
const announceMs = 100;

/** A campaign that this instance has stopped to run, and what the next owner needs. */
export type Released = { campaign: string; epoch: number } & HandedStarts;

/** Removes the owner of campaigns that this instance does not run any more. */
export type Release = {
  /** For an instance that owns too many: hands over the starts of one campaign and removes its owner, if its epoch still is `epoch`. */
  one: (released: Released) => Promise<void>;
  /** Tells all instances that campaigns have no owner, so that they take them at once. */
  announce: (campaigns: readonly string[]) => Promise<void>;
  /** For an instance that stops: tells the others about a campaign without an owner, which it does not take itself. */
  offer: (campaign: string) => Promise<void>;
  /**
   * For an instance that stops: `stop` releases its campaigns, each as soon as it has nothing under way. They are announced
   * meanwhile, some at a time.
   */
  leave: (stop: (release: Release['one']) => Promise<void>) => Promise<void>;
};

export function createRelease({
  instance,
  store,
  bus,
  system,
  clocks: { business },
}: {
  instance: string;
  store: Pick<Store, 'claimCampaign' | 'handOverStarts'>;
  bus: Pick<Bus, 'publish'>;
  system: SystemClock;
  clocks: Pick<Clocks, 'business'>;
}): Release {
  const release = async (
    cause: Takeover['cause'],
    { campaign, epoch, starts, free }: Released,
  ): Promise<void> => {
    if (starts.length + free.length > 0) await store.handOverStarts({ campaign, epoch, starts, free });
    const takeover = { at: Math.floor(business.now()), from: instance, beatAt: null, cause };
    await store.claimCampaign({ campaign, fromEpoch: epoch, instance: null, takeover });
  };
  const announce = async (campaigns: readonly string[], leaving: boolean): Promise<void> => {
    for (let from = 0; from < campaigns.length; from += maxCampaigns) {
      const message = { campaigns: campaigns.slice(from, from + maxCampaigns), from: instance, leaving };
      await bus.publish({ subject: 'campaigns.released', message });
    }
  };
  return {
    one: (released) => release('rebalanced', released),
    announce: (campaigns) => announce(campaigns, false),
    offer: (campaign) => announce([campaign], true),
    async leave(stop) {
      const released: string[] = [];
      const flush = (): Promise<void> => announce(released.splice(0), true);
      // A message that is not sent is made up for by the reads of the other instances.
      const announcing = createRepeat({
        clock: system,
        everyMs: announceMs,
        run: flush,
        onError: () => undefined,
      });
      announcing.start();
      try {
        await stop(async (ended) => {
          await release('stopping', ended);
          released.push(ended.campaign);
        });
      } finally {
        await announcing.stop();
        await flush();
      }
    },
  };
}
