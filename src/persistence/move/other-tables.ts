import type { Alert } from '../../domain/alert.ts';
import type { Breaker, BreakerBucket } from '../../domain/breaker.ts';
import type { Incarnation } from '../../domain/incarnation.ts';
import type { RateTable } from '../../domain/cost/rate-table.ts';
import type { Sender } from '../../domain/sender/sender.ts';
import type { EmergencyStop, StopEvent } from '../../domain/emergency-stop.ts';
import type { RenderedMessage } from '../contract/attempts/messages.ts';
import type { Reservation } from '../contract/attempts/limits.ts';
import type { LogChunk } from '../contract/campaigns/event-log.ts';
import type { Spending } from '../contract/cost/rates.ts';
import type { SessionRecord } from '../contract/clients/sessions.ts';
import type { ClientRecord } from '../contract/clients/settings.ts';
import type { Delivery } from '../contract/queues/deliveries.ts';
import type { NotedSenderOutcomes } from '../contract/senders/senders.ts';
import type { ReviewItem } from '../contract/queues/reviews.ts';
import type { OperatorTask } from '../contract/queues/tasks.ts';
import type { LimitState } from '../common/limit-rules.ts';
import { settingsCounter } from '../mongodb/documents/counters.ts';
import { alerts } from '../sqlite/rows/alert-rows.ts';
import { movedOfAttendance } from './attendance-table.ts';
import { breakerOutcomes, breakerRows } from '../sqlite/rows/attempts/breaker-rows.ts';
import { limitHoldings, limitReservations, limitRows } from '../sqlite/rows/attempts/limit-rows.ts';
import { messages, reviews } from '../sqlite/rows/attempts/message-rows.ts';
import { incarnations } from '../sqlite/rows/incarnation-rows.ts';
import { clientEvents } from '../sqlite/rows/campaigns/log-rows.ts';
import { requestRows } from '../sqlite/rows/clients/request-rows.ts';
import type { RequestRow } from '../sqlite/rows/clients/request-rows.ts';
import { sessions } from '../sqlite/rows/clients/session-rows.ts';
import { clients, emergencyStops, settingRevision, stopEvents } from '../sqlite/rows/clients/setting-rows.ts';
import { clientSpending, rateTables } from '../sqlite/rows/clients/cost-rows.ts';
import { senderOutcomes, senders } from '../sqlite/rows/senders/sender-rows.ts';
import type { StoredWebhook } from '../contract/queues/webhooks.ts';
import { deliveries } from '../sqlite/rows/queues/delivery-rows.ts';
import { webhookCursors, webhooks } from '../sqlite/rows/queues/webhook-rows.ts';
import { tasks } from '../sqlite/rows/queues/task-rows.ts';
import { moveTable } from './moved-table.ts';
import type { MovedTable } from './moved-table.ts';

type Holding = { campaign: string; scope: string; epoch: number; held: number };
type StoredReservation = { campaign: string; epoch: number; id: number; answer: Reservation };

/** No campaign has this number. Outcomes of an embedded store are not kept by campaign. */
const noCampaign = 0;

const withId = <Stored extends { id: string }>({ id, ...rest }: Stored) => ({ _id: id, ...rest });

const movedOfLimits: readonly MovedTable[] = [
  moveTable({
    table: limitRows,
    collection: 'limits',
    key: ['limits.scope'],
    document: ({ scope, ...state }: LimitState & { scope: string }) => ({ _id: scope, ...state }),
  }),
  moveTable({
    table: limitHoldings,
    collection: 'holdings',
    key: ['limit_holdings.campaign', 'limit_holdings.scope'],
    document: ({ campaign, scope, held }: Holding) => ({ _id: { campaign, scope }, held }),
  }),
  moveTable({
    table: limitReservations,
    collection: 'reservations',
    key: ['limit_reservations.campaign'],
    document: ({ campaign, ...last }: StoredReservation) => ({ _id: campaign, ...last }),
  }),
  moveTable({
    table: breakerRows,
    collection: 'breakers',
    key: ['breakers.key'],
    document: ({ key, ...breaker }: Breaker) => ({ _id: key, ...breaker }),
  }),
  moveTable({
    table: breakerOutcomes,
    collection: 'breakerOutcomes',
    key: ['breaker_outcomes.key', 'breaker_outcomes.at'],
    document: ({ key, at, ...noted }: BreakerBucket & { key: string }) => ({
      _id: { key, at, campaign: noCampaign },
      ...noted,
    }),
  }),
];

const movedOfSenders: readonly MovedTable[] = [
  moveTable({
    table: senders,
    collection: 'senders',
    key: ['senders.client', 'senders.address'],
    document: ({ client, address, ...sender }: Sender) => ({ _id: { client, address }, ...sender }),
  }),
  moveTable({
    table: senderOutcomes,
    collection: 'senderOutcomes',
    key: ['sender_outcomes.client', 'sender_outcomes.at', 'sender_outcomes.address'],
    document: ({ client, at, address, ...counts }: NotedSenderOutcomes & { client: string }) => ({
      _id: { client, at, address, campaign: noCampaign },
      ...counts,
    }),
  }),
];

const movedOfCost: readonly MovedTable[] = [
  moveTable({
    table: rateTables,
    collection: 'rateTables',
    key: ['rate_tables.client', 'rate_tables.valid_from'],
    document: ({ client, validFrom, ...table }: RateTable) => ({ _id: { client, validFrom }, ...table }),
  }),
  moveTable({
    table: clientSpending,
    collection: 'spending',
    key: ['client_spending.client', 'client_spending.period', 'client_spending.currency'],
    document: ({ micros, ...of }: Spending & { client: string }) => ({ _id: of, micros }),
  }),
];

const movedOfClients: readonly MovedTable[] = [
  moveTable({
    table: clients,
    collection: 'clients',
    key: ['clients.client'],
    own: { rev: 'clients.rev' },
    document: ({ client, settings, updatedAt }: ClientRecord, { rev }) => ({
      _id: client,
      settings: JSON.stringify(settings),
      updatedAt,
      rev: Number(rev),
    }),
  }),
  moveTable({
    table: settingRevision,
    collection: 'counters',
    key: ['setting_revision.rowid'],
    document: ({ last }: { last: number }) => ({ _id: settingsCounter, last }),
  }),
  moveTable({
    table: emergencyStops,
    collection: 'holds',
    key: ['holds.client'],
    document: ({ client, ...stop }: EmergencyStop) => ({ _id: client, ...stop }),
  }),
  moveTable({
    table: stopEvents,
    collection: 'stopEvents',
    key: ['stop_events.number'],
    own: { number: 'stop_events.number' },
    document: (event: StopEvent, { number }) => ({ _id: Number(number), ...event }),
  }),
  moveTable({
    table: clientEvents,
    collection: 'clientEvents',
    key: ['client_events.client', 'client_events.last_seq'],
    own: { client: 'client_events.client' },
    document: ({ lastSeq, ...event }: LogChunk, { client }) => ({
      _id: { client: String(client), seq: lastSeq },
      ...event,
    }),
  }),
  moveTable({
    table: requestRows,
    collection: 'requests',
    key: ['requests.key'],
    document: ({ key, digest, at, client, result, status, body }: RequestRow) => ({
      _id: key,
      digest,
      at,
      ...(client !== null && { client }),
      ...(result !== null && { result }),
      ...(status !== null && { status, body: body ?? '' }),
    }),
  }),
  moveTable({
    table: sessions,
    collection: 'sessions',
    key: ['sessions.token_hash'],
    document: ({ tokenHash, ...session }: SessionRecord) => ({ _id: tokenHash, ...session }),
  }),
];

const movedOfIncarnations = moveTable({
  table: incarnations,
  collection: 'incarnations',
  key: ['incarnations.number'],
  document: ({ number, ...incarnation }: Incarnation) => ({ _id: number, ...incarnation }),
});

const movedOfQueues: readonly MovedTable[] = [
  moveTable({
    table: deliveries,
    collection: 'deliveries',
    key: ['deliveries.id'],
    // The process that took it has ended: it is due again at the end of its lease.
    document: (delivery: Delivery) => ({ ...withId(delivery), taken: false }),
  }),
  moveTable({
    table: messages,
    collection: 'messages',
    key: ['messages.attempt'],
    document: ({ attempt, audit, ...message }: RenderedMessage) => ({
      _id: attempt,
      ...message,
      audit: JSON.stringify(audit),
    }),
  }),
  moveTable({
    table: reviews,
    collection: 'reviews',
    key: ['reviews.id'],
    document: (review: ReviewItem) => withId(review),
  }),
  moveTable({
    table: tasks,
    collection: 'tasks',
    key: ['tasks.id'],
    document: (task: OperatorTask) => withId(task),
  }),
];

const movedOfAlerts: readonly MovedTable[] = [
  moveTable({
    table: alerts,
    collection: 'alerts',
    key: ['alerts.id'],
    document: (alert: Alert) => withId(alert),
  }),
  moveTable({
    table: webhooks,
    collection: 'webhooks',
    key: ['webhooks.id'],
    document: (webhook: StoredWebhook) => withId(webhook),
  }),
  moveTable({
    table: webhookCursors,
    collection: 'webhookCursors',
    key: ['webhook_cursors.webhook', 'webhook_cursors.campaign'],
    document: ({ seq, ...of }: { webhook: string; campaign: string; seq: number }) => ({ _id: of, seq }),
  }),
];

export const movedOthers: readonly MovedTable[] = [
  ...movedOfLimits,
  ...movedOfClients,
  ...movedOfSenders,
  ...movedOfCost,
  ...movedOfAttendance,
  movedOfIncarnations,
  ...movedOfQueues,
  ...movedOfAlerts,
];
