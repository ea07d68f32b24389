import type { CampaignDefinition } from '../domain/campaign/campaign-definition.ts';
import { toMs } from '../domain/time/duration.ts';
import type { StepDelay } from '../domain/time/step-delay.ts';
import type { Window } from './windows/windows.ts';

type Sequence = Pick<CampaignDefinition, 'steps' | 'sequences'>;

const dayMs = 86_400_000;
/** The default days of steps, counted from the first step. Later steps follow every seven days. */
const defaultDays = [0, 3, 7];
const laterDelayDays = 7;
/** The same in business days: a week has five. */
const laterBusinessDays = 5;
const daysPerBusinessDay = 7 / 5;

/** Returns the days between a step (by index) and the step before it; null after the end of the list. */
function daysBetween(days: readonly number[], step: number): number | null {
  const [before, day] = [days[step - 1], days[step]];
  return before === undefined || day === undefined ? null : day - before;
}

/**
 * Returns the delay of a step (by index) after the end of the step before it. The first step has none. The `after` of a step
 * takes precedence over the default delay of the campaign.
 */
function delayOf(
  { steps, sequences: { defaultDelay = defaultDays, unit } }: Sequence,
  step: number,
): StepDelay {
  const own = steps[step]?.after;
  if (step === 0) return '0s';
  if (own !== undefined) return own;
  if (!Array.isArray(defaultDelay)) return defaultDelay;
  const later = unit === 'business' ? laterBusinessDays : laterDelayDays;
  return { days: daysBetween(defaultDelay, step) ?? later, unit };
}

/**
 * Returns the usual length of the delay of a step (by index) in milliseconds, for estimates: a business day counts as 7/5 of a
 * day.
 */
export function stepDelayMs({ definition, step }: { definition: Sequence; step: number }): number {
  const delay = delayOf(definition, step);
  if (typeof delay === 'string') return toMs(delay);
  return delay.days * dayMs * (delay.unit === 'business' ? daysPerBusinessDay : 1);
}

/**
 * Returns when a step (by index) is due if the step before it ended at `from`. Business days are counted by the window of the
 * contact: they are the local days on which it opens. The step is then due at the local time of day of `from`, or when the
 * window opens if it is closed at that time. A window that never opens counts as a window that always is open.
 */
export function stepDueAt({
  definition,
  step,
  from,
  window,
}: {
  definition: Sequence;
  step: number;
  from: number;
  window: Window;
}): number {
  const delay = delayOf(definition, step);
  if (typeof delay === 'string') return from + toMs(delay);
  // Definitions of earlier versions have no unit: their days are calendar days.
  if (delay.unit !== 'business' || delay.days === 0) return from + delay.days * dayMs;
  return businessDaysAfter({ from, days: delay.days, window }) ?? from + delay.days * dayMs;
}

function businessDaysAfter({
  from,
  days,
  window,
}: {
  from: number;
  days: number;
  window: Window;
}): number | null {
  let opening = from;
  for (let counted = 0; counted < days; counted += 1) {
    const next = window.nextOpening(window.nextDay(opening));
    if (next === null) return null;
    opening = next;
  }
  const sameTime = dayStart(window, opening) + (from - dayStart(window, from));
  return sameTime > opening && window.isOpen(sameTime) ? sameTime : opening;
}

/** Returns the first instant of the local day of an instant. */
function dayStart(window: Window, at: number): number {
  let start = window.nextDay(at - 2 * dayMs);
  for (let next = window.nextDay(start); next <= at; next = window.nextDay(next)) start = next;
  return start;
}
