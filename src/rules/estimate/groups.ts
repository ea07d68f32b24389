import type { WaitReason } from '../../domain/contact/enrollment.ts';
import type { Window } from '../windows/windows.ts';

/** People who wait until `at`. What is not known of their place in the sequence is assumed. */
export type DuePeople = {
  at: number;
  contacts: number;
  reason?: WaitReason;
  /** Index of the step they wait for. */
  step?: number;
  /** Attempts of that step already used up. */
  stepAttempts?: number;
  /** They are at a step that contacts nobody. */
  isNote?: boolean;
};

/** The people of one calendar: not tried yet, waiting, in flight. */
export type EstimateGroup = {
  window: Window;
  newcomers: number;
  due: readonly DuePeople[];
  inFlight: number;
};

const dayMs = 86_400_000;
/** As far as two windows must agree to be taken for one. */
const comparedMs = 21 * dayMs;

function fingerprint(window: Window, now: number): string {
  const edges = [window.nextDay(now)];
  for (let at: number | null = now; at !== null && at < now + comparedMs;) {
    const opening = window.nextOpening(at);
    at = opening === null ? null : window.closing(opening);
    edges.push(opening ?? -1, at ?? -1);
  }
  return edges.join(' ');
}

export const peopleIn = ({ newcomers, due, inFlight }: EstimateGroup): number =>
  due.reduce((sum, { contacts }) => sum + contacts, newcomers + inFlight);

/** Joins calendars with the same hours for the weeks to come: many regions, few time zones, so much less work. */
export function mergeGroups(groups: readonly EstimateGroup[], now: number): EstimateGroup[] {
  const merged = new Map<string, EstimateGroup>();
  for (const group of groups) {
    if (peopleIn(group) === 0) continue;
    const key = fingerprint(group.window, now);
    const known = merged.get(key);
    merged.set(key, {
      window: known?.window ?? group.window,
      newcomers: (known?.newcomers ?? 0) + group.newcomers,
      due: [...(known?.due ?? []), ...group.due],
      inFlight: (known?.inFlight ?? 0) + group.inFlight,
    });
  }
  return [...merged.values()];
}
