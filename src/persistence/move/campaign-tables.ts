import type { Attempt } from '../../domain/attempt/attempt.ts';
import { isOpen } from '../../domain/attempt/attempt.ts';
import { endedStates } from '../../domain/campaign/campaign.ts';
import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import type { SeriesRow } from '../../domain/campaign/series.ts';
import type { TransitionCount } from '../../domain/campaign/transition-count.ts';
import { campaignSpan, keyOf } from '../common/keys.ts';
import type { DueTally, InboxEvent } from '../contract/store.ts';
import { transitionId } from '../mongodb/campaigns/figures.ts';
import type { AttemptDoc, CampaignDoc, ChunkDoc, InboxDoc } from '../mongodb/documents/collections.ts';
import { attempts, attemptSource } from '../sqlite/rows/attempts/attempt-rows.ts';
import { campaigns } from '../sqlite/rows/campaigns/campaign-rows.ts';
import type { Row } from '../sqlite/connection/connection.ts';
import { eventBatches, inboxEvents } from '../sqlite/rows/campaigns/log-rows.ts';
import { takeovers } from '../sqlite/rows/campaigns/ownership-rows.ts';
import { seriesRows } from '../sqlite/rows/campaigns/series-rows.ts';
import { transitionCounts } from '../sqlite/rows/campaigns/transition-rows.ts';
import { calendars, tallies } from '../sqlite/rows/contacts/due-rows.ts';
import { moveTable } from './moved-table.ts';
import type { MovedTable } from './moved-table.ts';

const lastHash = `(SELECT hash FROM event_batches
  WHERE key >= campaigns.number * ${campaignSpan} AND key < (campaigns.number + 1) * ${campaignSpan}
  ORDER BY key DESC LIMIT 1)`;

const takeoversOf = `(SELECT json_group_array(json_array(${takeovers.select()}) ORDER BY epoch)
  FROM takeovers WHERE campaign = campaigns.id)`;

function takeoversFrom(cells: string): Pick<CampaignDoc, 'takeovers' | 'takenAt'> {
  const moved = (JSON.parse(cells) as Row[]).map((row) => {
    const { campaign: _, ...takeover } = takeovers.read(row);
    return takeover;
  });
  if (moved.length === 0) return {};
  return { takeovers: moved, takenAt: Math.max(...moved.map(({ at }) => at)) };
}

/** A campaign arrives without an owner: the instance that had it does not run any more. */
export const movedCampaigns = moveTable({
  table: campaigns,
  collection: 'campaigns',
  key: ['campaigns.number'],
  own: {
    number: 'campaigns.number',
    lastAttempt: 'campaigns.last_attempt',
    published: 'campaigns.published',
    lastHash,
    contactsSince: 'campaigns.contacts_since',
    eventsSince: 'campaigns.events_since',
    cutSeq: 'campaigns.cut_seq',
    takeovers: takeoversOf,
  },
  document({ id, definition, ...record }: CampaignRecord, own): CampaignDoc {
    return {
      _id: id,
      ...record,
      owner: null,
      definition: JSON.stringify(definition),
      number: Number(own.number),
      lastAttempt: Number(own.lastAttempt),
      published: Number(own.published),
      ...(Number(own.published) < record.seq && { unpublished: true as const }),
      lastHash: own.lastHash === null ? id : String(own.lastHash),
      ...(own.eventsSince !== null && { eventsSince: Number(own.eventsSince) }),
      ...(own.contactsSince !== null &&
        endedStates.includes(record.state) && { contactsSince: Number(own.contactsSince) }),
      ...(Number(own.cutSeq) > 0 && { cutSeq: Number(own.cutSeq) }),
      ...takeoversFrom(String(own.takeovers)),
    };
  },
});

export const movedOfCampaigns: readonly MovedTable[] = [
  moveTable({
    table: attempts,
    collection: 'attempts',
    source: attemptSource,
    key: ['attempts.key'],
    own: { key: 'attempts.key', client: 'campaigns.client' },
    document: ({ id, ...attempt }: Attempt, { key, client }): AttemptDoc => ({
      _id: id,
      ...attempt,
      client: String(client),
      key: Number(key),
      ...(isOpen(attempt.state) && { open: true as const }),
    }),
  }),
  moveTable({
    table: eventBatches,
    collection: 'chunks',
    key: ['event_batches.key'],
    document: ({ key, ...chunk }: { key: number; body: string; hash: string | null }): ChunkDoc => ({
      _id: key,
      ...chunk,
    }),
  }),
  moveTable({
    table: inboxEvents,
    collection: 'inbox',
    key: ['inbox.number'],
    own: { number: 'inbox.number' },
    document: ({ id, campaign, ...event }: InboxEvent, { number }): InboxDoc => ({
      _id: { campaign, id },
      ...event,
      number: Number(number),
      owner: null,
    }),
  }),
  moveTable({
    table: calendars,
    collection: 'calendars',
    key: ['calendars.campaign', 'calendars.number'],
    own: { campaign: 'calendars.campaign' },
    document: ({ number, calendar }: { number: number; calendar: unknown }, { campaign }) => ({
      _id: keyOf(Number(campaign), number),
      calendar: JSON.stringify(calendar),
    }),
  }),
  moveTable({
    table: tallies,
    collection: 'tallies',
    key: ['campaign', 'calendar', 'due_class', 'wait_reason', 'bucket'].map((column) => `tallies.${column}`),
    own: { campaign: 'tallies.campaign' },
    document: (tally: DueTally, { campaign }) => ({
      _id: [campaign, tally.calendar, tally.dueClass, tally.waitReason, tally.bucket].join(' '),
      ...tally,
      campaign: Number(campaign),
    }),
  }),
  moveTable({
    table: seriesRows,
    collection: 'series',
    key: ['series.campaign', 'series.at'],
    own: { campaign: 'series.campaign' },
    document: (row: SeriesRow, { campaign }) => ({ _id: { campaign: Number(campaign), at: row.at }, ...row }),
  }),
  moveTable({
    table: transitionCounts,
    collection: 'transitionCounts',
    key: ['campaign', 'machine', 'from_state', 'event', 'to_state'].map(
      (name) => `transition_counts.${name}`,
    ),
    own: { campaign: 'transition_counts.campaign' },
    document: ({ count, ...transition }: TransitionCount, { campaign }) => ({
      _id: transitionId(Number(campaign), transition),
      count,
    }),
  }),
];
