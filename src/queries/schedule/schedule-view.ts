import type { SharedLimits } from '../../actors/index.ts';
import { ownedStates } from '../../domain/campaign/campaign.ts';
import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import { dueClasses } from '../../domain/contact/enrollment.ts';
import type { DueClass } from '../../domain/contact/enrollment.ts';
import type { Step } from '../../domain/campaign/step.ts';
import type { LimitCap, LimitReading } from '../../persistence/contract/attempts/limits.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { lanesOf } from '../../rules/due-lanes.ts';
import { createQuotaPeriods } from '../../rules/limits/quota.ts';
import type { CampaignFacts, ReadCampaignFacts } from '../campaign-facts.ts';
import { instantText } from '../instants.ts';
import { blockedUntil, occupiedSeconds } from '../progress/estimate-facts.ts';
import { canaryFacts } from '../why/canary-facts.ts';
import { capsPerStep } from '../why/limit-caps.ts';
import { usableSenders } from '../why/step-senders.ts';
import { planStarts } from './plan-starts.ts';
import type { Binding, Candidate, PlannedStart } from './plan-starts.ts';

/** One planned start; instants are RFC 3339 in UTC. */
export type PlannedTouch = {
  at: string;
  campaign: string;
  name: string;
  /** The id of the contact, and its row in the list. */
  contact: string;
  row: number;
  step: string;
  channel: string;
  /** The senders of which one is used; empty for a channel without senders. */
  senders: readonly string[];
  /** Whether it is the contact's first touch, a repeat or a later step, or a call-back. */
  kind: 'first' | 'follow-up' | 'call-back';
  /** What decides the time: a limit, the hours, the due time; null if nothing delays it. */
  bound: { kind: Binding['kind']; scope: string | null; limit: string | null } | null;
};

export type ScheduleView = {
  asOf: string;
  items: readonly PlannedTouch[];
  /** Campaigns that start nothing now: the plan holds for the time after they are resumed or started. */
  notRunning: readonly { campaign: string; name: string; state: string }[];
};

type Waiting = Candidate & { record: CampaignRecord; step: Step; senders: readonly string[] };

/** The most campaigns of which a common plan is made, and calendars of each. */
const maxCampaigns = 100;
const maxCalendars = 64;

/** Plans the next starts of one campaign, or of all started campaigns of a client (null: of every client). Changes nothing. */
export async function scheduleView({
  store,
  readCampaignFacts,
  shared,
  record,
  client,
  now,
  most,
}: {
  store: Store;
  readCampaignFacts: ReadCampaignFacts;
  shared: SharedLimits;
  record: CampaignRecord | null;
  client: string | null;
  now: number;
  most: number;
}): Promise<ScheduleView> {
  const records = record
    ? [record]
    : (
        await store.listCampaigns({
          ...(client !== null && { client }),
          states: ownedStates,
          limit: maxCampaigns,
        })
      ).items;
  const candidates: Waiting[] = [];
  const readings = new Map<string, LimitReading>();
  const notRunning: ScheduleView['notRunning'][number][] = [];
  for (const one of records) {
    const facts = await readCampaignFacts({ record: one, now });
    if (!['running', 'scheduled'].includes(facts.status.state) || facts.emergencyStop)
      notRunning.push({
        campaign: one.id,
        name: one.name,
        state: facts.emergencyStop ? 'stopped' : facts.status.state,
      });
    for (const [scope, reading] of facts.readings) readings.set(scope, reading);
    candidates.push(...(await waitingOf({ store, facts, shared, most })));
  }
  const planned = planStarts({ candidates, readings, now, most });
  return { asOf: instantText(now), items: await viewsOf({ store, planned }), notRunning };
}

/** The first contacts of each calendar and class, which are more than enough for the plan. */
async function waitingOf({
  store,
  facts,
  shared,
  most,
}: {
  store: Store;
  facts: CampaignFacts;
  shared: SharedLimits;
  most: number;
}): Promise<Waiting[]> {
  const { record, channels, status, now, windowOf, calendars, senders, client, period } = facts;
  const { steps } = record.definition;
  const { touches } = lanesOf({ steps, channels });
  const canary = canaryFacts(facts);
  if (canary?.isFull) return [];
  const classes: readonly DueClass[] = canary ? [dueClasses.new] : touches;
  const from = Math.max(now, blockedUntil(facts) ?? now);
  const capsOf = (step: Step): readonly LimitCap[] => {
    const alone = { ...record, definition: { ...record.definition, steps: [step] } };
    return (
      capsPerStep({ record: alone, channels, senders, now, day: period.day, shared, client })[0]?.caps ?? []
    );
  };
  const periodAt = createQuotaPeriods({ timeZone: client.timezone });
  const caps = new Map(steps.map((step) => [step.id, capsOf(step)]));
  const found: Waiting[] = [];
  for (const calendar of calendars.slice(0, maxCalendars)) {
    const window = windowOf(calendar);
    for (const dueClass of classes) {
      const input = { campaign: record.id, calendars: [calendar], classes: [dueClass], limit: most };
      const far = Number.MAX_SAFE_INTEGER;
      for (const row of await store.readDue({ ...input, now: far, at: far })) {
        const step = steps[row.step];
        if (!step) continue;
        const dueAt = dueClass === dueClasses.new ? from : Math.max(from, status.effective(row));
        const earliest = window.nextOpening(dueAt);
        found.push({
          earliest,
          waitsForWindow: earliest !== null && earliest > dueAt,
          dueClass,
          dueAt: row.dueAt,
          position: row.position,
          caps: caps.get(step.id) ?? [],
          periodAt,
          occupiedMs: occupiedSeconds(facts) * 1000,
          record,
          step,
          senders: usableSenders({ channels, senders, step, now }),
        });
      }
    }
  }
  return found;
}

const kinds: Partial<Readonly<Record<DueClass, PlannedTouch['kind']>>> = {
  [dueClasses.new]: 'first',
  [dueClasses.callback]: 'call-back',
};

async function viewsOf({
  store,
  planned,
}: {
  store: Store;
  planned: readonly PlannedStart<Waiting>[];
}): Promise<PlannedTouch[]> {
  const contacts = new Map<string, { id: string; row: number }>();
  const byCampaign = Map.groupBy(planned, ({ candidate }) => candidate.record.id);
  for (const [campaign, starts] of byCampaign) {
    const positions = starts.map(({ candidate }) => candidate.position);
    for (const { position, contact } of await store.readContacts({ campaign, positions }))
      contacts.set(`${campaign} ${position}`, contact);
  }
  return planned.flatMap(({ candidate: { record, step, senders, dueClass, position }, at, bound }) => {
    const contact = contacts.get(`${record.id} ${position}`);
    if (!contact) return [];
    return {
      at: instantText(at),
      campaign: record.id,
      name: record.name,
      contact: contact.id,
      row: contact.row,
      step: step.id,
      channel: step.channel,
      senders,
      kind: kinds[dueClass] ?? 'follow-up',
      bound: bound && {
        kind: bound.kind,
        scope: bound.kind === 'limit' ? bound.scope : null,
        limit: bound.kind === 'limit' ? bound.limit : null,
      },
    };
  });
}
