import type { WaitReason } from '../../domain/contact/enrollment.ts';
import type { Window } from '../windows/windows.ts';

/** Contacts that wait until `at`. Unknown parts of their place in the sequence are assumed. */
export type DueContacts = {
  at: number;
  contacts: number;
  reason?: WaitReason;
  /** The index of the step that they wait for. */
  step?: number;
  /** The used-up attempts of that step. */
  stepAttempts?: number;
  /** Whether they are at a step that contacts no one. */
  isWithoutContact?: boolean;
};

/** The contacts of one calendar: not tried yet, waiting, in flight. */
export type EstimateGroup = {
  window: Window;
  newcomers: number;
  due: readonly DueContacts[];
  inFlight: number;
};

const dayMs = 86_400_000;
/** The time in which two windows must agree to be treated as one. */
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

export const contactsIn = ({ newcomers, due, inFlight }: EstimateGroup): number =>
  due.reduce((sum, { contacts }) => sum + contacts, newcomers + inFlight);

/**
 * Joins calendars with the same hours in the coming weeks. There are many regions but few time zones, so this saves
 * much work.
 */
export function mergeGroups(groups: readonly EstimateGroup[], now: number): EstimateGroup[] {
  const merged = new Map<string, EstimateGroup>();
  for (const group of groups) {
    if (contactsIn(group) === 0) continue;
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
