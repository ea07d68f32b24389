import { fromStoredTime, readSnapshot, stateOf, toStoredTime } from '../actors/index.ts';
import type { CampaignRecord, CampaignState, Doing } from '../domain/campaign/campaign.ts';

type Context = ReturnType<typeof readSnapshot>['context'];

/** What a campaign does, and how its stored due times are read. */
export type CampaignStatus = {
  state: CampaignState;
  doing: Doing | null;
  context: Context;
  /** The instant in stored time that `now` is; it stands still during a pause. */
  storedNow: number;
  /** The instant at which a stored due time falls due if nothing holds it up from now on. */
  effective: (storedAt: number) => number;
};

/** Reads the machine's snapshot. Throws `campaign.snapshot-newer` for one of a newer release. */
export function statusOf({ record, now }: { record: CampaignRecord; now: number }): CampaignStatus {
  const position = readSnapshot(record);
  const { context } = position;
  const { state, doing } = stateOf(position);
  // The pause that is going on now has not been added to the time held yet.
  const pausedMs = state === 'paused' ? Math.max(0, now - (context.pausedAt ?? now)) : 0;
  const held = { heldMs: context.heldMs + pausedMs };
  return {
    state,
    doing,
    context,
    storedNow: toStoredTime(held, now),
    effective: (storedAt) => fromStoredTime(held, storedAt),
  };
}
