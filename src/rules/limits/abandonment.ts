import type { AttendanceCounts } from '../../domain/attempt/attendance.ts';
import { abandonmentPolicySchema } from '../../domain/campaign/client-settings.ts';
import type { AbandonmentPolicy, ClientSettings } from '../../domain/campaign/client-settings.ts';

/** The abandoned calls of a client in 30 days, and what follows from them. */
export type Abandonment = AttendanceCounts & {
  /** The share of abandoned calls; null without an answered call. */
  rate: number | null;
  cap: number;
  minimum: number;
  /** Whether calls that need a bot or an agent stop. */
  isOver: boolean;
};

/** Returns the policy of a client, with defaults for what it does not set. */
export function abandonmentPolicyOf({ abandonment }: Pick<ClientSettings, 'abandonment'>): AbandonmentPolicy {
  return abandonment ?? abandonmentPolicySchema.parse({});
}

/** Judges the calls of a client. A share that is exactly the cap stops them too. */
export function judgeAbandonment(
  { live, abandoned }: AttendanceCounts,
  { cap, minimum }: AbandonmentPolicy,
): Abandonment {
  const rate = live > 0 ? abandoned / live : null;
  // With a cap of 1 nothing stops: the share can be no greater.
  const isOver = rate !== null && live >= minimum && cap < 1 && rate >= cap && abandoned > 0;
  return { live, abandoned, rate, cap, minimum, isOver };
}
