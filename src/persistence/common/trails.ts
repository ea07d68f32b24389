import type { Turn } from '../contract/store.ts';

/**
 * Visits what a turn adds to the trails of contacts: the numbers of its new attempts in their campaign, then the seqs
 * of its events. The trail of a contact lists its attempts and events. It is stored with the enrollment, which a turn
 * writes anyway. This costs less than two indexes over attempts and events.
 */
export function visitTrails({
  turn: { minted, events },
  lastAttempt,
  attempt,
  event,
}: {
  turn: Pick<Turn, 'minted' | 'events'>;
  /** The number of the last attempt of the campaign before the turn. */
  lastAttempt: number;
  attempt: (position: number, number: number) => void;
  event: (position: number, seq: number) => void;
}): void {
  minted.forEach(({ position }, index) => attempt(position, lastAttempt + index + 1));
  for (const { position, seq } of events) if (position !== null) event(position, seq);
}
