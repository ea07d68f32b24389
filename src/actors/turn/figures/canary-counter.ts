import type { Attempt } from '../../../domain/attempt/attempt.ts';
import type { CanaryPlan } from '../../../domain/campaign/canary.ts';
import type { Channels } from '../../../domain/campaign/channel-facts.ts';
import type { Counters } from '../../../domain/campaign/campaign.ts';
import type { Enrollment } from '../../../domain/contact/enrollment.ts';
import { canaryShareOf } from '../../../rules/canary.ts';

export type CanaryCounter = {
  attempt: (before: Attempt | null, after: Attempt) => void;
  enrollment: (before: Enrollment | null, after: Enrollment) => void;
};

/**
 * Counts the results of a canary start that is under way. Nothing but first attempts starts during it, so every attempt
 * that counts is one. Later evidence about an attempt moves its count.
 */
export function createCanaryCounter({
  counters,
  channels,
  plan,
}: {
  counters: Pick<Counters, 'canary'>;
  channels: Pick<Channels, 'contacts' | 'leftAfterSeconds' | 'disposition'>;
  /** The canary start of the campaign; null without one. */
  plan: () => CanaryPlan | null;
}): CanaryCounter {
  const count = (attempt: Attempt, by: 1 | -1): void => {
    const { canary } = counters;
    const limits = plan()?.limits;
    const share = canary && limits && canaryShareOf({ attempt, limits, channels });
    if (!share) return;
    for (const [name, amount] of Object.entries(share) as [keyof typeof share, number][])
      canary[name] += by * amount;
  };
  return {
    attempt(before, after) {
      if (!counters.canary) return;
      if (before) count(before, -1);
      count(after, 1);
    },
    enrollment(before, after) {
      const { canary } = counters;
      if (!canary || !before) return;
      if (before.state === 'pending' && after.state === 'in-flight') canary.begun += 1;
      if (before.state === 'in-flight' && after.state === 'pending') canary.begun -= 1;
    },
  };
}
