import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import { growingStates, ownedStates } from '../../domain/campaign/campaign.ts';
import type { CampaignRecord, CampaignState } from '../../domain/campaign/campaign.ts';
import { chargeSources } from '../../domain/cost/charge.ts';
import type { ChargeSource } from '../../domain/cost/charge.ts';
import { microsPerUnit } from '../../domain/cost/money.ts';
import { activeEnrollmentStates } from '../../domain/contact/enrollment.ts';
import type { Store } from '../../persistence/contract/store.ts';

const pageSize = 500;
const states: readonly CampaignState[] = [...new Set([...growingStates, ...ownedStates])];

type Totals = {
  campaigns: Map<CampaignState, number>;
  contacts: Map<string, number>;
  attempts: number;
  imports: number;
  /** Micros by currency and source. */
  costs: Map<string, { currency: string; source: ChargeSource; micros: number }>;
};

/**
 * Registers the metrics of the whole installation. They are read from the store at each scrape, so every instance
 * returns the same values and a restart does not change them. Calls and contacts of the campaign for single calls are
 * counted; that campaign itself and its import, which is never closed, are not.
 */
export function registerStoreMetrics({
  registry,
  store,
  now,
}: {
  registry: Registry;
  store: Pick<
    Store,
    'listCampaigns' | 'listBreakers' | 'listInboxes' | 'listWebhooks' | 'readDeliveryQueues'
  >;
  /** Store time. */
  now: () => number;
}): { refresh: () => Promise<void> } {
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Gauge<Label>({ name, help, labelNames: [...labelNames], registers: [registry] });
  const campaigns = gauge('ringmaster_campaigns', 'Campaigns that have not ended, by state.', ['state']);
  const contacts = gauge(
    'ringmaster_contacts',
    'Contacts that have not reached an end, in campaigns that have not ended, by state.',
    ['state'],
  );
  const breakers = gauge(
    'ringmaster_breakers',
    'Circuit breakers that were ever open, one per channel and provider account, by state. An open one stops its channel.',
    ['state'],
  );
  const attempts = gauge('ringmaster_attempts_open', 'Attempts that have not ended.');
  const inboxes = gauge(
    'ringmaster_inboxes_waiting',
    'Campaigns for which events are stored that their owner has not taken.',
  );
  const imports = gauge('ringmaster_imports_open', 'Imports whose upload has not ended.');

  const costs = gauge(
    'ringmaster_cost',
    'What calls cost, in campaigns that have not ended, by currency and source (reported, calculated, reserved).',
    ['currency', 'source'],
  );

  const refreshWebhooks = registerWebhookGauges({ gauge, store, now });

  return {
    async refresh() {
      await refreshWebhooks();
      const totals = await readTotals(store);
      for (const [state, count] of totals.campaigns) campaigns.set({ state }, count);
      for (const [state, count] of totals.contacts) contacts.set({ state }, count);
      const stored = await store.listBreakers();
      const open = stored.filter((breaker) => breaker.open).length;
      breakers.set({ state: 'closed' }, stored.length - open);
      breakers.set({ state: 'open' }, open);
      attempts.set(totals.attempts);
      imports.set(totals.imports);
      costs.reset();
      for (const { currency, source, micros } of totals.costs.values())
        costs.set({ currency, source }, micros / microsPerUnit);
      inboxes.set((await store.listInboxes()).length);
    },
  };
}

type AddGauge = <Label extends string>(
  name: string,
  help: string,
  labelNames?: readonly Label[],
) => Gauge<Label>;

/** The webhooks, and what waits for them. */
function registerWebhookGauges({
  gauge,
  store,
  now,
}: {
  gauge: AddGauge;
  store: Pick<Store, 'listWebhooks' | 'readDeliveryQueues'>;
  now: () => number;
}): () => Promise<void> {
  const webhooks = gauge(
    'ringmaster_webhooks',
    'Webhooks, by state: well, failing (the last request failed), or disabled.',
    ['state'],
  );
  const deliveries = gauge(
    'ringmaster_webhook_deliveries',
    'Deliveries to webhooks that wait, and dead letters.',
    ['state'],
  );
  const oldest = gauge(
    'ringmaster_webhook_oldest_seconds',
    'The age of the oldest delivery that waits, in seconds; 0 if none waits.',
  );
  return async () => {
    const states = { well: 0, failing: 0, disabled: 0 };
    for (const { enabled, failingSince } of await store.listWebhooks())
      states[enabled ? (failingSince === null ? 'well' : 'failing') : 'disabled'] += 1;
    for (const [state, count] of Object.entries(states)) webhooks.set({ state }, count);
    const queues = await store.readDeliveryQueues();
    const sum = (of: 'waiting' | 'dead'): number => queues.reduce((total, queue) => total + queue[of], 0);
    deliveries.set({ state: 'waiting' }, sum('waiting'));
    deliveries.set({ state: 'dead' }, sum('dead'));
    const at = now();
    const ages = queues.map(({ oldestAt }) => (oldestAt === null ? 0 : at - oldestAt));
    oldest.set(Math.max(0, ...ages) / 1_000);
  };
}

async function readTotals(store: Pick<Store, 'listCampaigns'>): Promise<Totals> {
  const totals: Totals = {
    campaigns: new Map(states.map((state) => [state, 0])),
    contacts: new Map(activeEnrollmentStates.map((state) => [state, 0])),
    attempts: 0,
    imports: 0,
    costs: new Map(chargeSources.map((source) => [`USD ${source}`, { currency: 'USD', source, micros: 0 }])),
  };
  let after: string | undefined;
  do {
    const page = await store.listCampaigns({
      states,
      limit: pageSize,
      ...(after === undefined ? {} : { after }),
    });
    for (const record of page.items) add(totals, record);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return totals;
}

function add(totals: Totals, { state, listed, counters }: CampaignRecord): void {
  totals.attempts += counters.open;
  for (const [currency, sums] of Object.entries(counters.cost?.sums ?? {})) {
    for (const source of chargeSources) {
      const key = `${currency} ${source}`;
      const micros = (totals.costs.get(key)?.micros ?? 0) + (sums?.[source] ?? 0);
      totals.costs.set(key, { currency, source, micros });
    }
  }
  for (const [name, count] of totals.contacts) {
    totals.contacts.set(name, count + (counters.states[name as keyof typeof counters.states] ?? 0));
  }
  if (!listed) return;
  totals.campaigns.set(state, (totals.campaigns.get(state) ?? 0) + 1);
  totals.imports += counters.openImports;
}
