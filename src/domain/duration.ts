import { z } from 'zod';

const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const pattern = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/;

/** A span of time as people write it: `5s`, `30m`, `24h`, `3d`. */
export const durationSchema = z
  .string()
  .regex(pattern, 'must be a number with a unit, such as 30s, 5m, 24h or 3d')
  .describe('a span of time such as 30s, 5m, 24h or 3d');

export type Duration = z.infer<typeof durationSchema>;

/** Milliseconds of a duration that has passed `durationSchema`. */
export function toMs(duration: Duration): number {
  const match = pattern.exec(duration);
  if (!match) throw new TypeError(`not a duration: ${duration}`);
  const unit = match[2] as keyof typeof unitMs;
  return Math.round(Number(match[1]) * unitMs[unit]);
}
