import type { EventView } from '../../queries/index.ts';

/** A time in which a campaign was paused, in milliseconds; `to` is null while it is. */
export type Pause = { from: number; to: number | null };

const resuming: ReadonlySet<string> = new Set([
  'campaign.resumed',
  'campaign.cancelled',
  'campaign.completed',
  'campaign.failed',
]);

/** The pauses of a campaign, from its own events in order. One whose beginning is not among the events is left out. */
export function pausesOf(events: readonly Pick<EventView, 'type' | 'at'>[]): Pause[] {
  const pauses: Pause[] = [];
  let since: number | null = null;
  for (const { type, at } of events) {
    if (type === 'campaign.paused') since ??= Date.parse(at);
    if (since === null || !resuming.has(type)) continue;
    pauses.push({ from: since, to: Date.parse(at) });
    since = null;
  }
  return since === null ? pauses : [...pauses, { from: since, to: null }];
}
