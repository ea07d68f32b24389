import type { Attempt } from '../../domain/attempt/attempt.ts';

/** What is needed of an attempt to find its touch. */
export type AttemptTouch = Pick<
  Attempt,
  'state' | 'mintedAt' | 'endedAt' | 'providerId' | 'receipt' | 'address'
>;
/** A touch in the records of a provider. `at`: when it began; null if that is not known. */
export type RecordedTouch = { providerId: string; address: string; at: number | null };

/** The maximum lag of a provider's clock behind ours, including its whole seconds. */
const skewMs = 2_000;

/**
 * Returns the ids of the touches that belong to attempts of one contact. An id that both have decides. An attempt whose
 * touch is not identified by an id claims the earliest touch that began while it was open, and no other: a second touch
 * may belong to an attempt that is not stored.
 */
export function claimedTouches({
  attempts,
  touches,
}: {
  attempts: readonly AttemptTouch[];
  touches: readonly RecordedTouch[];
}): ReadonlySet<string> {
  const ids = new Set(touches.map(({ providerId }) => providerId));
  const claimed = new Set<string>();
  const unidentified: AttemptTouch[] = [];
  for (const attempt of attempts) {
    const known = [attempt.providerId, attempt.receipt].filter((id) => id !== null && ids.has(id));
    for (const id of known) claimed.add(id as string);
    if (known.length === 0 && attempt.providerId === null && attempt.state !== 'not-placed')
      unidentified.push(attempt);
  }
  const byStart = touches.toSorted((left, right) => (left.at ?? Infinity) - (right.at ?? Infinity));
  for (const attempt of unidentified.toSorted((left, right) => left.mintedAt - right.mintedAt)) {
    const first = byStart.find((touch) => !claimed.has(touch.providerId) && fits(attempt, touch));
    if (first) claimed.add(first.providerId);
  }
  return claimed;
}

/** Touches that wait in a queue have no start. They may belong to an attempt that is open. */
function fits({ address, mintedAt, endedAt }: AttemptTouch, touch: RecordedTouch): boolean {
  if (touch.address !== address) return false;
  if (touch.at === null) return endedAt === null;
  return touch.at >= mintedAt - skewMs && touch.at <= (endedAt ?? Infinity);
}
