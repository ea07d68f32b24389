import type { Store, Takeover } from '../../../persistence/contract/store.ts';
import { instantOrNull, instantText } from '../../instants.ts';

/** How a campaign came from one instance to another. */
export type TakeoverView = {
  campaign: string;
  name: string;
  epoch: number;
  cause: Takeover['cause'];
  /** The instance that had it before; null if it is not known. */
  from: string | null;
  /** The instance that took it; null while none has. */
  to: string | null;
  /** When the owner before had it last: its last heartbeat, or the moment at which it gave the campaign up. */
  leftAt: string | null;
  /** When it was taken; null while it is not. */
  takenAt: string | null;
};

/** `leftOut`: those among the last 1,000 changes of owners that are older than the last item. */
export type TakeoversView = { items: readonly TakeoverView[]; leftOut: number };

/** A campaign of a takeover: its name, and whether it needs an owner. */
export type TakenCampaign = { name: string; isOwned: boolean };

const maxRead = 1_000;
const maxShown = 200;

/** The newest takeovers, the newest first. */
export async function takeoversView({
  store,
  campaigns,
}: {
  store: Pick<Store, 'listTakeovers'>;
  campaigns: ReadonlyMap<string, TakenCampaign>;
}): Promise<TakeoversView> {
  const stored = await store.listTakeovers({ limit: maxRead });
  const byEpoch = new Map(stored.map((one) => [keyOf(one), one]));
  const items = stored.flatMap((one): TakeoverView[] => {
    const known = campaigns.get(one.campaign);
    if (!known) return [];
    const { campaign, epoch, to } = one;
    if (to === null) {
      // One that was given up and then taken is shown where it was taken.
      if (!known.isOwned || byEpoch.has(keyOf({ campaign, epoch: epoch + 1 }))) return [];
      return [{ campaign, name: known.name, epoch, ...leftBy(one), to, takenAt: null }];
    }
    const before = byEpoch.get(keyOf({ campaign, epoch: epoch - 1 }));
    const left = leftBy(before?.to === null ? before : one);
    return [{ campaign, name: known.name, epoch, ...left, to, takenAt: instantText(one.at) }];
  });
  return { items: items.slice(0, maxShown), leftOut: Math.max(0, items.length - maxShown) };
}

const keyOf = ({ campaign, epoch }: Pick<Takeover, 'campaign' | 'epoch'>): string => `${campaign} ${epoch}`;

/** How the owner before lost a campaign. */
function leftBy({ cause, from, to, at, beatAt }: Takeover): Pick<TakeoverView, 'cause' | 'from' | 'leftAt'> {
  return { cause, from, leftAt: instantOrNull(to === null ? at : beatAt) };
}
