import { z } from 'zod';

const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const pattern = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/;

/** A time span in the form that users write: `5s`, `30m`, `24h`, `3d`. The maximum is `most`. */
export const durationUpTo = (most: string): z.ZodString =>
  z
    .string()
    .regex(pattern, 'must be a number with a unit, such as 30s, 5m, 24h or 3d')
    .refine((text) => !pattern.test(text) || toMs(text) <= toMs(most), `must be at most ${most}`)
    .describe('a span of time such as 30s, 5m, 24h or 3d');

/** The same in whole seconds, at least one, for values that are sent to a carrier: carriers count in seconds. */
export const wholeSecondsUpTo = (most: string): z.ZodString =>
  durationUpTo(most)
    .refine(
      (text) => !pattern.test(text) || isWholeSeconds(text),
      'must be whole seconds, at least 1s: a carrier counts in nothing finer',
    )
    .describe('a span of time in whole seconds, such as 30s, 5m or 1h');

/** The maximum of all durations. It keeps computed dates valid. */
export const durationSchema = durationUpTo('366d');

export type Duration = z.infer<typeof durationSchema>;

/** Milliseconds of a duration that has passed one of these schemas. */
export function toMs(duration: Duration): number {
  return Math.round(exactMs(duration));
}

/**
 * Seconds of a duration that has passed `wholeSecondsUpTo`. A duration under a second, which earlier versions
 * accepted, is 1.
 */
export function toSeconds(duration: Duration): number {
  return Math.max(1, Math.round(exactMs(duration) / 1000));
}

function exactMs(duration: Duration): number {
  const match = pattern.exec(duration);
  if (!match) throw new TypeError(`not a duration: ${duration}`);
  const unit = match[2] as keyof typeof unitMs;
  return Number(match[1]) * unitMs[unit];
}

/** Exact for fractions such as 1.1 minutes, which are 66 seconds, but not in binary floating point. */
function isWholeSeconds(duration: Duration): boolean {
  const seconds = exactMs(duration) / 1000;
  return seconds >= 1 && Math.abs(seconds - Math.round(seconds)) < 1e-9 * seconds;
}
