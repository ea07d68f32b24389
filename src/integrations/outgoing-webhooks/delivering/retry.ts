import type { Random } from '../../../platform/random.ts';

const firstPauseMs = 10_000;
const longestPauseMs = 3_600_000;
const gone = 410;
/** With these the receiver says that it has too much to do: https://www.rfc-editor.org/rfc/rfc9110#name-retry-after */
const busy: ReadonlySet<number> = new Set([429, 503]);

/** The pause after a number of failures: it doubles from 10 seconds to an hour, with jitter. */
export function pauseAfter(failures: number, random: Random): number {
  return Math.floor(
    Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(failures - 1, 20)) * (0.5 + random() / 2),
  );
}

/** What an answer means. `retryAt`: the earliest time that the receiver accepts; null if it names none. */
export type Verdict =
  | { kind: 'received' }
  | { kind: 'gone'; error: string }
  | { kind: 'failed'; error: string; retryAt: number | null; isBusy: boolean };

/** Reads an answer: any 2xx is a receipt, 410 ends the webhook, anything else is tried again. */
export function verdictOf(
  { status, retryAfter }: { status: number; retryAfter: string | null },
  now: number,
): Verdict {
  if (status >= 200 && status < 300) return { kind: 'received' };
  const error =
    status >= 300 && status < 400 ? `HTTP ${status}: redirects are not followed` : `HTTP ${status}`;
  if (status === gone) return { kind: 'gone', error };
  return { kind: 'failed', error, retryAt: retryAtOf(retryAfter, now), isBusy: busy.has(status) };
}

/** Reads the header Retry-After: seconds, or a date. A value that is neither, or in the past, says nothing. */
function retryAtOf(header: string | null, now: number): number | null {
  if (header === null) return null;
  const at = /^\d{1,9}$/.test(header.trim()) ? now + Number(header) * 1000 : Date.parse(header);
  return Number.isFinite(at) && at > now ? at : null;
}

/** When a delivery that failed is tried again; null if it is given up. The last try is at `until`. */
export function nextTry({
  failures,
  until,
  now,
  retryAt,
  random,
}: {
  /** With the one now. */
  failures: number;
  until: number;
  now: number;
  retryAt: number | null;
  random: Random;
}): number | null {
  if (now >= until) return null;
  return Math.min(until, Math.max(now + pauseAfter(failures, random), retryAt ?? 0));
}
