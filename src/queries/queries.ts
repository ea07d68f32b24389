import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SharedLimits, WindowsFor } from '../actors/index.ts';
import type { Channels } from '../domain/campaign/channel-facts.ts';
import type { CampaignRecord } from '../domain/campaign/campaign.ts';
import { isByStateOnly } from '../domain/contact/contact-filter.ts';
import type { Enrollment } from '../domain/contact/enrollment.ts';
import { RingmasterError } from '../domain/errors.ts';
import type { Store } from '../persistence/contract/store.ts';
import type { Clock } from '../platform/clock.ts';
import { createZoneTimes, instantOfLocal } from '../rules/windows/zone-time.ts';
import type { Random } from '../platform/random.ts';
import { attentionItems } from './attention/attention.ts';
import { callPage } from './call-page.ts';
import { createReadNotices, joinNotices } from './attention/notices.ts';
import type { Owners, ReadNotices } from './attention/notices.ts';
import { createShowProgress } from './progress/progress-view.ts';
import { whatIf } from './progress/what-if.ts';
import { hoursView } from './progress/hours-view.ts';
import { limitsView } from './installation/limits.ts';
import { scheduleView } from './schedule/schedule-view.ts';
import { statesView } from './installation/states.ts';
import { verdictOn } from './installation/verdict.ts';
import { proofView } from './installation/proof/proof.ts';
import type { CarrierAudit } from './installation/proof/carrier-audit.ts';
import { preflightOf } from './installation/preflight.ts';
import { seriesView } from './progress/series-view.ts';
import { reportView } from './report.ts';
import { botsView } from './views/bots-view.ts';
import { sendersView } from './senders-view.ts';
import { retentionViews } from './retention-view.ts';
import { resultsCsv } from './results/results-csv.ts';
import { contactsOfRow } from './contacts/contacts-of-row.ts';
import { matchingContacts } from './contacts/matching-contacts.ts';
import { createReadCampaignFacts } from './campaign-facts.ts';
import type { ReadCampaignFacts } from './campaign-facts.ts';
import { campaignCost } from './cost/campaign-cost.ts';
import { fullPage } from './full-page.ts';
import { callView } from './views/call-view.ts';
import { callbacksView } from './views/callbacks-view.ts';
import { campaignView } from './views/campaign-view.ts';
import type { Viewing } from './views/campaign-view.ts';
import { logQueries } from './log/log-queries.ts';
import { contactViews } from './views/contact-view.ts';
import type { ContactView } from './views/contact-view.ts';
import { explainCampaign } from './why/why-campaign.ts';
import { createExplainContact } from './why/why-contact.ts';
import type { Noted, Queries } from './answers.ts';

/** The answers about one call, which need only its attempt. */
const callAnswers = { call: callView, callbacks: callbacksView } as const;

export function createQueries({
  store,
  channels,
  business,
  storeClock = business,
  windowsFor,
  shared,
  owners,
  random,
  readAudit = null,
}: {
  store: Store;
  channels: Channels;
  business: Clock;
  /** The time of the store, by which idempotency keys age. */
  storeClock?: Clock;
  windowsFor: WindowsFor;
  shared: SharedLimits;
  owners: Owners;
  /** The source of randomness for estimates; without it the same facts always lead to the same estimate. */
  random?: Random;
  /** Reads the journal of the carrier; null for a carrier that has none. */
  readAudit?: (() => Promise<CarrierAudit>) | null;
}): Queries {
  const now = (): number => Math.floor(business.now());
  const readCampaignFacts = createReadCampaignFacts({ store, channels, windowsFor, owners });
  const readNotices = createReadNotices({ store, owners });
  const showProgress = createShowProgress({ store, shared, readCampaignFacts, readNotices, now, random });
  const explainPerson = createExplainContact({ store, shared, readCampaignFacts });

  const readViewing = async (): Promise<Viewing> => ({ channels, breakers: await store.listBreakers() });
  const noted = async <Answer>(
    record: CampaignRecord,
    answer: Answer | Promise<Answer>,
  ): Promise<Noted<Answer>> => {
    const { of } = await readNotices({ client: record.client, now: now() });
    return { notices: of(record), ...(await answer) };
  };

  return {
    ...installationQueries({ store, channels, shared, readCampaignFacts, readNotices, readAudit, now }),
    ...contactQueries({ store, readCampaignFacts, now }),
    ...logQueries({ store, channels, explain: explainPerson, now }),
    ...callAnswers,
    campaign: async (record) => noted(record, Promise.resolve(campaignView(record, await readViewing()))),
    async campaigns({ records, client }) {
      const { general, of } = await readNotices({ client, now: now() });
      const viewing = await readViewing();
      const items = records.map((record) => ({ notices: of(record), ...campaignView(record, viewing) }));
      return { notices: joinNotices([general, ...items.map(({ notices }) => notices)]), items };
    },
    progress: showProgress,
    why: (record) => noted(record, explainCampaign({ store, shared, readCampaignFacts, record, now: now() })),
    whyContact: ({ record, enrollment }) => noted(record, explainPerson({ record, enrollment, now: now() })),
    calls: (input) => callPage({ store, channels, ...input }),
    bots: (client) => botsView({ store, client }),
    cost: (input) => campaignCost({ store, channels, now: now(), ...input }),
    senders: (client) => sendersView({ store, channels, client, now: now() }),
    retention: ({ client }) =>
      retentionViews({ store, client, now: now(), storeNow: Math.floor(storeClock.now()) }),
    whatIf: ({ record, asked }) => whatIf({ store, shared, readCampaignFacts, record, asked, now: now() }),
    results: ({ record }) =>
      resultsCsv({ store, channels, record, now: now(), breathe: nextTurn, inWords: channels.inWords }),
    hours: (record) => hoursView({ store, readCampaignFacts, record, now: now() }),
    series: (input) => seriesView({ store, ...input }),
    report: (record) => noted(record, reportView({ store, record, now: now() })),
    async attention({ client }) {
      const notices = await readNotices({ client, now: now() });
      return attentionItems({ store, client, notices, now: now(), viewing: await readViewing() });
    },
  };
}

type InstallationInput = {
  store: Store;
  channels: Channels;
  shared: SharedLimits;
  readCampaignFacts: ReadCampaignFacts;
  readNotices: ReadNotices;
  readAudit: (() => Promise<CarrierAudit>) | null;
  now: () => number;
};

/** What concerns more than one campaign, and what is asked before a start. */
function installationQueries({
  store,
  channels,
  shared,
  readCampaignFacts,
  readNotices,
  readAudit,
  now,
}: InstallationInput): Pick<Queries, 'proof' | 'limits' | 'schedule' | 'states' | 'verdict' | 'preflight'> {
  return {
    proof: () => proofView({ store, channels, readAudit, now }),
    limits: ({ client }) => limitsView({ store, readCampaignFacts, shared, client, now: now() }),
    schedule: (input) => scheduleView({ store, readCampaignFacts, shared, ...input, now: now() }),
    states: ({ client }) => statesView({ store, client, now: now() }),
    verdict: (asked) => verdictOn({ store, readNotices, ...asked, now: now() }),
    preflight: (record) => preflightOf({ store, readNotices, readCampaignFacts, record, now: now() }),
  };
}

function contactQueries({
  store,
  readCampaignFacts,
  now,
}: {
  store: Store;
  readCampaignFacts: ReadCampaignFacts;
  now: () => number;
}): Pick<Queries, 'contact' | 'contacts' | 'contactsOfRow' | 'localInstant'> {
  const shown = (record: CampaignRecord, enrollments: readonly Enrollment[]): Promise<ContactView[]> =>
    contactViews({ store, record, enrollments, now: now() });
  return {
    async contact({ record, enrollment }) {
      const [view] = await shown(record, [enrollment]);
      if (!view) throw contactMissing(enrollment);
      return view;
    },
    async contacts({ record, after, limit, ...filter }) {
      const { states } = filter;
      const page = isByStateOnly(filter)
        ? await fullPage({
            after,
            limit,
            read: (input) =>
              store.listEnrollments({ campaign: record.id, ...(states && { states }), ...input }),
          })
        : await matchingContacts({ store, campaign: record.id, filter, after, limit });
      return { items: await shown(record, page.items), next: page.next };
    },
    async localInstant({ record, enrollment, local }) {
      const { windowOf } = await readCampaignFacts({ record, now: now() });
      const zone = createZoneTimes()(windowOf(enrollment.calendar).timeZone);
      return zone ? instantOfLocal(zone, local) : local;
    },
    contactsOfRow: async ({ record, row }) =>
      shown(record, await contactsOfRow({ store, campaign: record.id, row })),
  };
}

function contactMissing({ position }: Enrollment): RingmasterError {
  return new RingmasterError({
    code: 'contact.not-found',
    family: 'not-found',
    message: `There is no contact at position ${position} of this campaign.`,
  });
}
