import type { Attempt } from '../../domain/attempt/attempt.ts';
import type { ListedTouch } from '../../channels/contract.ts';
import { growingStates } from '../../domain/campaign/campaign.ts';
import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { claimedTouches } from '../../rules/restore/unknown-touches.ts';
import type { DoubtedContact } from '../events.ts';

type Reads = Pick<Store, 'listCampaigns' | 'findByKeys' | 'listAttempts'>;

/** A contact with an address that was touched. */
type TouchedContact = { campaign: CampaignRecord; position: number; touches: Map<string, ListedTouch> };

/** The touches that are looked up at once. */
const batch = 500;
const pageSize = 200;

/**
 * Compares the touches of one channel with the stored attempts. Yields, for each campaign that may still contact them,
 * the contacts with a touch that belongs to no stored attempt of any campaign.
 */
export async function* unknownContacts({
  store,
  channel,
  listed,
  since,
}: {
  store: Reads;
  channel: string;
  listed: AsyncIterable<readonly ListedTouch[]>;
  /** The time from which touches were listed. */
  since: number;
}): AsyncGenerator<{ campaign: string; contacts: readonly DoubtedContact[] }, void, undefined> {
  const campaigns = await relevantCampaigns(store, since);
  const touched = new Map<string, TouchedContact>();
  for await (const touches of inBatches(listed)) await addContacts({ store, campaigns, touches, touched });
  const claimed = new Set<string>();
  for (const contact of touched.values()) {
    const touches = [...contact.touches.values()];
    const attempts = await attemptsOf({ store, channel, contact });
    for (const id of claimedTouches({ attempts, touches })) claimed.add(id);
  }
  const doubted = Map.groupBy(touched.values(), ({ campaign }) => campaign);
  for (const [campaign, contacts] of doubted) {
    if (!growingStates.includes(campaign.state)) continue;
    if (!campaign.definition.steps.some((step) => step.channel === channel)) continue;
    const unknown = contacts.flatMap(({ position, touches }): DoubtedContact[] => {
      const touch = [...touches.values()].find(({ providerId }) => !claimed.has(providerId));
      return touch ? [{ position, touch: { providerId: touch.providerId, at: touch.at } }] : [];
    });
    for (let from = 0; from < unknown.length; from += batch)
      yield { campaign: campaign.id, contacts: unknown.slice(from, from + batch) };
  }
}

/** Campaigns that may still contact their contacts, and those whose attempts may be among the touches. */
async function relevantCampaigns(store: Reads, since: number): Promise<readonly CampaignRecord[]> {
  const found: CampaignRecord[] = [];
  let after: string | undefined;
  do {
    const page = await store.listCampaigns({ ...(after !== undefined && { after }), limit: pageSize });
    found.push(
      ...page.items.filter(({ state, updatedAt }) => growingStates.includes(state) || updatedAt >= since),
    );
    after = page.next ?? undefined;
  } while (after !== undefined);
  return found;
}

async function* inBatches(
  listed: AsyncIterable<readonly ListedTouch[]>,
): AsyncGenerator<readonly ListedTouch[], void, undefined> {
  let waiting: ListedTouch[] = [];
  for await (const some of listed) {
    waiting.push(...some);
    if (waiting.length < batch) continue;
    yield waiting;
    waiting = [];
  }
  if (waiting.length > 0) yield waiting;
}

async function addContacts({
  store,
  campaigns,
  touches,
  touched,
}: {
  store: Reads;
  campaigns: readonly CampaignRecord[];
  touches: readonly ListedTouch[];
  touched: Map<string, TouchedContact>;
}): Promise<void> {
  const byAddress = Map.groupBy(touches, ({ address }) => address);
  for (const campaign of campaigns) {
    const found = await store.findByKeys({ campaign: campaign.id, keys: [...byAddress.keys()] });
    for (const { key, position } of found) {
      const id = `${campaign.id} ${position}`;
      const contact = touched.get(id) ?? { campaign, position, touches: new Map<string, ListedTouch>() };
      for (const touch of byAddress.get(key) ?? []) contact.touches.set(touch.providerId, touch);
      touched.set(id, contact);
    }
  }
}

async function attemptsOf({
  store,
  channel,
  contact: { campaign, position },
}: {
  store: Reads;
  channel: string;
  contact: TouchedContact;
}): Promise<readonly Attempt[]> {
  const found: Attempt[] = [];
  let after: string | undefined;
  do {
    const page = await store.listAttempts({
      campaign: campaign.id,
      position,
      ...(after !== undefined && { after }),
      limit: pageSize,
    });
    found.push(...page.items);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return found.filter((attempt) => attempt.channel === channel);
}
