import type { Step } from '../../domain/campaign/step.ts';
import type { LimitCap, LimitReading } from '../../persistence/contract/attempts/limits.ts';
import type { ReasonedCap } from '../../rules/limits/limits.ts';
import type { QuotaPeriod } from '../../rules/limits/quota.ts';

/** The name of the senders of a step as one limit. It is not a stored scope. */
function pooledScope({ id }: Step): string {
  return `senders:${id}`;
}

/** Returns the sum of caps; null (unlimited) if one of them is. */
function sum(caps: readonly (number | null)[]): number | null {
  return caps.some((cap) => cap === null) ? null : caps.reduce<number>((all, cap) => all + (cap ?? 0), 0);
}

/** Returns the limits of several senders together: each start uses one of them. */
export function pooledCap({ step, pooled }: { step: Step; pooled: readonly LimitCap[] }): ReasonedCap {
  return {
    scope: pooledScope(step),
    concurrent: sum(pooled.map(({ concurrent }) => concurrent)),
    perSecond: sum(pooled.map(({ perSecond }) => perSecond)),
    perHour: sum(pooled.map(({ perHour }) => perHour)),
    perDay: sum(pooled.map(({ perDay }) => perDay)),
  };
}

/** Returns the use of several senders together. The use of a sender beyond its own limit does not count. */
export function pooledReading({
  scope,
  pooled,
  readings,
  period,
}: {
  scope: string;
  pooled: readonly LimitCap[];
  readings: ReadonlyMap<string, LimitReading>;
  period: QuotaPeriod;
}): LimitReading {
  const reading = {
    scope,
    held: 0,
    nextFreeAt: Infinity,
    hour: period.hour,
    hourUsed: 0,
    day: period.day,
    dayUsed: 0,
  };
  for (const cap of pooled) {
    const own = readings.get(cap.scope);
    reading.nextFreeAt = Math.min(reading.nextFreeAt, own?.nextFreeAt ?? 0);
    if (!own) continue;
    reading.held += Math.min(own.held, cap.concurrent ?? Infinity);
    if (own.day >= period.day) reading.dayUsed += Math.min(own.dayUsed, cap.perDay ?? Infinity);
    if (own.hour >= period.hour) reading.hourUsed += Math.min(own.hourUsed, cap.perHour ?? Infinity);
  }
  return reading;
}
