import { dueClasses } from '../../domain/contact/enrollment.ts';
import type { ReasonCode } from '../../domain/reason-code.ts';
import { tallyBucketMs } from '../../persistence/contract/store.ts';
import { dueInstant, stateOf } from '../turn/campaign-memory.ts';
import type { CampaignMemory } from '../turn/campaign-memory.ts';

/** One campaign that this instance runs, from its memory. */
export type CampaignFigures = {
  campaign: string;
  client: string;
  name: string;
  /** The channels of its steps. */
  channels: readonly string[];
  /** Business time of the last commit. */
  updatedAt: number;
  /** The attempts whose fate is not known. */
  unknown: number;
  /** Whether contacts were due for the whole time that was asked about, nothing is under way, and nothing explains it. */
  isHeldUp: boolean;
  /** Whether it waits because all senders of its steps are paused or in quarantine. */
  hasNoSender: boolean;
  /** Whether it waits because too many calls of the client were abandoned. */
  isOverAbandonment: boolean;
};

/** A campaign that waits for one of these should be able to start something soon. */
const unexplained: ReadonlySet<ReasonCode> = new Set(['limit.concurrent', 'clock.unknown']);

/** `heldUpForMs`: the time in business milliseconds for which `isHeldUp` must be true. */
export function campaignFigures(
  memory: CampaignMemory,
  { now, heldUpForMs }: { now: number; heldUpForMs: number },
): CampaignFigures {
  const { record, open } = memory;
  return {
    campaign: record.id,
    client: record.client,
    name: record.name,
    channels: [...new Set(record.definition.steps.map(({ channel }) => channel))],
    updatedAt: record.updatedAt,
    unknown: [...open.values()].filter(({ attempt }) => attempt.state === 'unknown').length,
    isHeldUp: isHeldUp(memory, { now, since: now - heldUpForMs }),
    hasNoSender: memory.position.context.waiting?.reason === 'sender.none-available',
    isOverAbandonment: memory.position.context.waiting?.reason === 'abandonment.cap',
  };
}

function isHeldUp(memory: CampaignMemory, { now, since }: { now: number; since: number }): boolean {
  const { record, position, open, tallies, windowOf } = memory;
  const { context } = position;
  if (stateOf(position).state !== 'running' || record.rest !== null || open.size > 0) return false;
  const { waiting } = context;
  if (waiting !== null && !unexplained.has(waiting.reason)) return false;
  if (Math.max(context.startedAt ?? now, context.resumedAt ?? 0) > since) return false;
  return [...tallies.values()].some(({ dueClass, bucket, calendar, contacts }) => {
    const end = { dueClass, dueAt: (bucket + 1) * tallyBucketMs };
    const dueAt = dueClass === dueClasses.new ? 0 : dueInstant(context, end);
    const window = windowOf(calendar);
    return contacts > 0 && dueAt <= since && window.isOpen(since) && window.isOpen(now);
  });
}
