import type { CampaignEvent, EventOf } from '../../domain/events/campaign-event.ts';
import type { campaignEvents } from '../../domain/events/campaign-events.ts';
import type { EventIn, Move } from './journey-step.ts';

/** What a replay knows of the campaign: its state, and the time of a planned start. */
export type CampaignPlace = { state: string | null; startAt: number | null };

type Name = keyof typeof campaignEvents;
type Line<N extends Name> = (event: EventOf<N>, before: CampaignPlace) => Move | null;

const start = 'running.dispatching';
const move = ({ state: from }: CampaignPlace, event: string, to: string): Move => ({ from, event, to });

/** A planned start that is still ahead, or a start at once. */
const startedAs = (place: CampaignPlace, event: string, at: number, startAt: number | null): Move =>
  move(place, event, startAt !== null && startAt > at ? 'scheduled' : start);

/** The event that led to a pause: the campaign may have come from an earlier program, paused. */
function pausedBy({ state }: CampaignPlace, cause: string): string {
  if (state === 'draft') return 'ADOPT';
  return eventsOfCauses[cause] ?? 'PAUSE';
}

const eventsOfCauses: Readonly<Record<string, string>> = { 'provider-outage': 'OUTAGE', canary: 'JUDGED' };

const none = (): null => null;

/** A log whose beginning was removed starts in the state that the removed events led to. */
const logRemoved: Line<'campaign.log-removed'> = ({ data: { logged } }, { state }) => {
  const to = logged.states?.at(-1);
  return state === null && to !== undefined ? { from: null, event: null, to } : null;
};

const lines: { readonly [N in Name]: Line<N> } = {
  'campaign.created': () => ({ from: null, event: null, to: 'draft' }),
  'campaign.started': ({ at, data: { startAt = null } }, before) =>
    startedAs(before, before.state === 'scheduled' ? 'DUE' : 'START', at, startAt),
  'campaign.unscheduled': (_, before) => move(before, 'UNSCHEDULE', 'draft'),
  'campaign.paused': ({ data: { cause } }, before) => move(before, pausedBy(before, cause), 'paused'),
  'campaign.resumed': ({ at }, before) => startedAs(before, 'RESUME', at, before.startAt),
  'campaign.cancelled': (_, before) =>
    before.state === 'cancelling'
      ? move(before, 'ASSESSED', 'cancelled')
      : move(before, 'CANCEL', 'cancelling'),
  'campaign.archived': (_, before) => move(before, 'ARCHIVE', 'archived'),
  'campaign.edited': none,
  'campaign.expired': (_, before) => move(before, 'EXPIRE', 'running.draining'),
  'campaign.completed': (_, before) =>
    move(before, before.state === 'draft' ? 'ADOPT' : 'ASSESSED', 'completed'),
  'campaign.log-removed': logRemoved,
  'campaign.failed': (_, before) => move(before, 'FAIL', 'failed'),
  'campaign.dispatching': (_, before) => move(before, 'ASSESSED', start),
  'campaign.waiting': (_, before) => move(before, 'ASSESSED', 'running.waiting'),
  'campaign.draining': (_, before) => move(before, 'ASSESSED', 'running.draining'),
  // After a verdict over the limits the line of the pause follows.
  'campaign.canary-judged': ({ data: { over } }, before) =>
    over.length > 0 || before.state === null ? null : move(before, 'JUDGED', before.state),
  'campaign.provider-down': none,
  'campaign.provider-up': none,
  'campaign.probe-failed': none,
};

/** What a line about the campaign tells; null if the campaign stays as it is. */
export function campaignMove(event: EventIn<typeof campaignEvents>, before: CampaignPlace): Move | null {
  const line = lines[event.type] as (event: CampaignEvent, before: CampaignPlace) => Move | null;
  return line(event, before);
}

/** The time of a planned start after the event; it is forgotten once the campaign has started. */
export function startAfter(event: CampaignEvent, { startAt }: CampaignPlace, to: string): number | null {
  if (event.type === 'campaign.started') return to === 'scheduled' ? (event.data.startAt ?? null) : null;
  return to === 'draft' || to.startsWith('running') ? null : startAt;
}
