import { dueInstant, readSnapshot, stateOf, storedDue } from '../actors/index.ts';
import type { DueClass, Enrollment } from '../domain/contact/enrollment.ts';
import type { CampaignRecord, CampaignState, Doing } from '../domain/campaign/campaign.ts';

type Context = ReturnType<typeof readSnapshot>['context'];

/** What a campaign does, and how to read its stored due times. */
export type CampaignStatus = {
  state: CampaignState;
  doing: Doing | null;
  context: Context;
  /** Up to which stored time contacts of a class are due. It does not advance during a pause, except for call-backs. */
  dueUpTo: (dueClass: DueClass) => number;
  /** The instant at which a contact is due, if there is no further pause. */
  effective: (due: Pick<Enrollment, 'dueClass' | 'dueAt'>) => number;
};

/** Reads the machine's snapshot. Throws `campaign.snapshot-newer` for one of a newer release. */
export function statusOf({ record, now }: { record: CampaignRecord; now: number }): CampaignStatus {
  const position = readSnapshot(record);
  const { context } = position;
  const { state, doing } = stateOf(position);
  // The current pause is not yet part of `heldMs`.
  const pausedMs = state === 'paused' ? Math.max(0, now - (context.pausedAt ?? now)) : 0;
  const held = { heldMs: context.heldMs + pausedMs };
  return {
    state,
    doing,
    context,
    dueUpTo: (dueClass) => storedDue(held, { dueClass, dueAt: now }),
    effective: (due) => dueInstant(held, due),
  };
}
