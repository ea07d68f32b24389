/**
 * The trail of a person is where to find what happened to them: `a<number>` for each attempt of the campaign and
 * `<seq>` for each event, in order. It grows in the row that a turn rewrites anyway, which costs less than two
 * indexes that would have to be kept for every attempt and event.
 */
export function attemptMark(number: number): string {
  return ` a${number}`;
}

export function eventMark(seq: number): string {
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
