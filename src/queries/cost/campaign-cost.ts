import { firstAddress } from '../../domain/contact/address.ts';
import { isEnd } from '../../domain/contact/enrollment.ts';
import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import type { Channels } from '../../domain/campaign/channel-facts.ts';
import { createFindRate } from '../../domain/cost/find-rate.ts';
import { everyClient } from '../../domain/contact/party.ts';
import { moneyText } from '../../domain/cost/money.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { estimateCost } from '../../rules/cost-estimate.ts';
import type { CostGroup } from '../../rules/cost-estimate.ts';
import { instantText } from '../instants.ts';
import { costFigures } from './cost-view.ts';
import type { CostFigures } from './cost-view.ts';

/** The expected cost of the contacts that have not ended. */
export type CostEstimateView = {
  /** In each currency: in eight of ten cases the result is between `low` and `high`. */
  expected: { currency: string; low: string; likely: string; high: string }[];
  byPrefix: { prefix: string; perMinute: string; currency: string; contacts: number; likely: string }[];
  /** Contacts whose number has no rate. They are not in `expected`. */
  withoutRate: { contacts: number; positions: number[] };
  /** The contacts that were read, of those that remain. The figures of more are scaled from them. */
  read: number;
  remaining: number;
};

export type CampaignCost = { campaign: string; client: string; name: string; asOf: string } & CostFigures & {
    estimate: CostEstimateView | null;
  };

type Stored = Pick<Store, 'listRates' | 'listEnrollments' | 'readContacts'>;

/** Returns what a campaign has cost, and with `estimates` what the rest will cost. */
export async function campaignCost({
  store,
  channels,
  record,
  now,
  estimates,
}: {
  store: Stored;
  channels: Channels;
  record: CampaignRecord;
  now: number;
  estimates: boolean;
}): Promise<CampaignCost> {
  const { id: campaign, client, name } = record;
  return {
    campaign,
    client,
    name,
    asOf: instantText(now),
    ...costFigures(record),
    estimate: estimates ? await costEstimate({ store, channels, record, now }) : null,
  };
}

const pageRows = 500;
/** More contacts are not read for an estimate. */
const mostRead = 20_000;
const mostNamed = 20;

/** Estimates what the contacts that have not ended will cost, by the rates that are valid now. */
export async function costEstimate({
  store,
  channels,
  record,
  now,
}: {
  store: Stored;
  channels: Channels;
  record: CampaignRecord;
  now: number;
}): Promise<CostEstimateView> {
  const { id, client, definition, counters } = record;
  const tables = await Promise.all([client, everyClient].map((owner) => store.listRates(owner)));
  const find = createFindRate(tables.flat());
  const groups = new Map<string, CostGroup>();
  const withoutRate = { contacts: 0, positions: [] as number[] };
  let read = 0;
  for await (const { position, step, phone } of remainingContacts({ store, campaign: id })) {
    read += 1;
    const rate = phone === null ? undefined : find(phone, now);
    if (rate === null) {
      withoutRate.contacts += 1;
      if (withoutRate.positions.length < mostNamed) withoutRate.positions.push(position);
    }
    if (!rate) continue;
    const key = `${rate.prefix} ${step}`;
    const group = groups.get(key);
    if (group) group.contacts += 1;
    else groups.set(key, { rate, step, contacts: 1 });
  }
  const remaining = Object.entries(counters.states).reduce(
    (sum, [state, count]) => (isEnd(state as Parameters<typeof isEnd>[0]) ? sum : sum + count),
    0,
  );
  const scale = read < mostRead ? 1 : Math.max(1, remaining / read);
  const scaled = [...groups.values()].map((group) => ({ ...group, contacts: group.contacts * scale }));
  const estimate = (some: readonly CostGroup[]) =>
    estimateCost({
      rules: { ...definition, channels },
      dispositions: counters.attempts,
      billed: counters.cost?.billed ?? { touches: 0, seconds: 0 },
      groups: some,
    });
  return {
    expected: estimate(scaled).map(({ currency, low, likely, high }) => ({
      currency,
      low: moneyText(low),
      likely: moneyText(likely),
      high: moneyText(high),
    })),
    byPrefix: [...Map.groupBy(scaled, ({ rate }) => rate.prefix)]
      .map(([prefix, some]) => ofPrefix(prefix, some, estimate(some)[0]?.likely ?? 0))
      .toSorted((left, right) => right.contacts - left.contacts),
    withoutRate: { ...withoutRate, contacts: Math.round(withoutRate.contacts * scale) },
    read,
    remaining,
  };
}

const noRate = { perMinute: 0, currency: '' };

function ofPrefix(
  prefix: string,
  groups: readonly CostGroup[],
  likely: number,
): CostEstimateView['byPrefix'][number] {
  const [first] = groups;
  const { perMinute, currency } = first?.rate ?? noRate;
  const contacts = Math.round(groups.reduce((sum, group) => sum + group.contacts, 0));
  return { prefix, perMinute: moneyText(perMinute), currency, contacts, likely: moneyText(likely) };
}

/** Yields the contacts that have not ended, with their first number. */
async function* remainingContacts({
  store,
  campaign,
}: {
  store: Stored;
  campaign: string;
}): AsyncGenerator<{ position: number; step: number; phone: string | null }> {
  let after: string | undefined;
  let read = 0;
  do {
    const page = await store.listEnrollments({
      campaign,
      limit: pageRows,
      ...(after !== undefined && { after }),
    });
    const open = page.items.filter(({ state }) => !isEnd(state));
    const contacts = await store.readContacts({ campaign, positions: open.map(({ position }) => position) });
    const byPosition = new Map(contacts.map(({ position, contact }) => [position, contact]));
    for (const { position, step } of open) {
      const phone = firstAddress(byPosition.get(position)?.addresses ?? [], 'phone');
      yield { position, step, phone };
      read += 1;
      if (read === mostRead) return;
    }
    after = page.next ?? undefined;
  } while (after !== undefined);
}
