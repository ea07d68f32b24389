import type { Turn } from '../../../contract/store.ts';

/**
 * The trail of a person is where to find what happened to them: `a<number>` for each attempt of the campaign and
 * `<seq>` for each event, in order. It grows in the row that a turn rewrites anyway, which costs less than two
 * indexes that would have to be kept for every attempt and event.
 */
function attemptMark(number: number): string {
  return ` a${number}`;
}

function eventMark(seq: number): string {
  return ` ${seq}`;
}

/** Numbers of a person's attempts within the campaign, oldest first. */
export function attemptsOfTrail(trail: string): number[] {
  return marksOf(trail).flatMap((mark) => (mark.startsWith('a') ? [Number(mark.slice(1))] : []));
}

/** Sequence numbers of a person's events, oldest first. */
export function eventsOfTrail(trail: string): number[] {
  return marksOf(trail).flatMap((mark) => (mark.startsWith('a') ? [] : [Number(mark)]));
}

function marksOf(trail: string): string[] {
  return trail === '' ? [] : trail.trimStart().split(' ');
}

/** What a turn adds to the trail of each person, by position; `lastAttempt` is the campaign's last one before it. */
export function trailsOf({ minted, events }: Turn, lastAttempt: number): Map<number, string> {
  const trails = new Map<number, string>();
  const add = (position: number, mark: string): void => {
    trails.set(position, (trails.get(position) ?? '') + mark);
  };
  minted.forEach(({ position }, index) => add(position, attemptMark(lastAttempt + index + 1)));
  for (const { position, seq } of events) {
    if (position !== null) add(position, eventMark(seq));
  }
  return trails;
}
