import type { Turn } from '../../../contract/store.ts';
import { visitTrails } from '../../../common/trails.ts';

/**
 * Returns what a turn adds to the trail of each contact, by position. A trail is text, so that a turn can append to
 * it: ` a<number>` for an attempt, ` <seq>` for an event.
 */
export function trailsOf(turn: Turn, lastAttempt: number): Map<number, string> {
  const trails = new Map<number, string>();
  const add = (position: number, entry: string): void => {
    trails.set(position, (trails.get(position) ?? '') + entry);
  };
  visitTrails({
    turn,
    lastAttempt,
    attempt: (position, number) => add(position, ` a${number}`),
    event: (position, seq) => add(position, ` ${seq}`),
  });
  return trails;
}

/** Returns the numbers of a contact's attempts in the campaign, oldest first. */
export function attemptsOfTrail(trail: string): number[] {
  return entriesOf(trail).flatMap((entry) => (entry.startsWith('a') ? [Number(entry.slice(1))] : []));
}

/** Returns the seqs of a contact's events, oldest first. */
export function eventsOfTrail(trail: string): number[] {
  return entriesOf(trail).flatMap((entry) => (entry.startsWith('a') ? [] : [Number(entry)]));
}

function entriesOf(trail: string): string[] {
  return trail === '' ? [] : trail.trimStart().split(' ');
}
