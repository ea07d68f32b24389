import { z } from 'zod';

const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const pattern = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/;

/** A span of time as people write it, `5s`, `30m`, `24h`, `3d`, up to `most`. */
export const durationUpTo = (most: string): z.ZodString =>
  z
    .string()
    .regex(pattern, 'must be a number with a unit, such as 30s, 5m, 24h or 3d')
    .refine((text) => !pattern.test(text) || toMs(text) <= toMs(most), `must be at most ${most}`)
    .describe('a span of time such as 30s, 5m, 24h or 3d');

/** Nobody waits longer than a year; and a date that far away is still one. */
export const durationSchema = durationUpTo('366d');

export type Duration = z.infer<typeof durationSchema>;

/** Milliseconds of a duration that has passed one of these schemas. */
export function toMs(duration: Duration): number {
  const match = pattern.exec(duration);
  if (!match) throw new TypeError(`not a duration: ${duration}`);
  const unit = match[2] as keyof typeof unitMs;
  return Math.round(Number(match[1]) * unitMs[unit]);
}
