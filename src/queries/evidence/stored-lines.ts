import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import { keysOf } from '../../domain/contact/contact.ts';
import { everyClient } from '../../domain/contact/party.ts';
import type { EvidenceLine } from '../../evidence/index.ts';
import type { Place } from '../../persistence/contract/persons/find-places.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { instantText } from '../instants.ts';
import type { ExplainContact } from '../why/why-contact.ts';

type Parts = { store: Store; explain: ExplainContact; now: () => number };

/** The rows that all campaigns of the client share, the entries of do-not-contact lists, and consents. */
export async function personLines(
  { store }: Pick<Parts, 'store'>,
  { client, places }: { client: string; places: readonly Place[] },
): Promise<EvidenceLine[]> {
  const ids = new Set<string>();
  for (const { campaign, position } of places)
    for (const { person } of await store.readEnrollments({ campaign, positions: [position] }))
      ids.add(person);
  const persons = new Map(
    [...(await store.readPersons([...ids])).values()].map((person) => [person.id, person]),
  );
  const lines: EvidenceLine[] = [...persons.values()].map((person) => ({ kind: 'person', ...person }));
  for (const address of new Set(places.flatMap(({ contact }) => keysOf(contact)))) {
    const entries = await store.readSuppressions({ clients: [client, everyClient], address });
    for (const entry of entries) lines.push({ kind: 'suppression', ...entry });
    const consents = await store.readConsents({ client, address });
    for (const consent of consents) lines.push({ kind: 'consent', ...consent });
  }
  return lines;
}

/** What is stored about the contacts at these positions of a campaign: rows, verdicts of rules, attempts and messages. */
export async function rowLines(
  { store, explain, now }: Parts,
  { record, positions }: { record: CampaignRecord; positions: readonly number[] },
): Promise<EvidenceLine[]> {
  const { id: campaign, name, state, definition } = record;
  const steps = definition.steps.map(({ id, channel }) => ({ id, channel }));
  const lines: EvidenceLine[] = [{ kind: 'campaign', id: campaign, name, state, steps }];
  const contacts = await store.readContacts({ campaign, positions });
  for (const enrollment of await store.readEnrollments({ campaign, positions })) {
    const { position } = enrollment;
    const contact = contacts.find((one) => one.position === position)?.contact ?? null;
    const attempts = await attemptsOf({ store, campaign, position });
    const { summary, situation, rules } = await explain({ record, enrollment, now: now() });
    const asOf = instantText(now());
    lines.push(
      { kind: 'contact', campaign, position, id: enrollment.contact, contact, enrollment },
      { kind: 'rules', campaign, position, asOf, summary, situation, rules },
      ...attempts.map((attempt): EvidenceLine => ({ kind: 'attempt', ...attempt })),
      ...(await store.readMessages(attempts.map(({ id }) => id))).map((message): EvidenceLine => ({
        kind: 'message',
        ...message,
      })),
    );
  }
  return [...lines, ...(await reviewLines({ store, record, positions }))];
}

const pageSize = 200;

/** The attempts of a contact, in the order in which they were minted. */
async function attemptsOf({
  store,
  campaign,
  position,
}: {
  store: Pick<Store, 'listAttempts'>;
  campaign: string;
  position: number;
}) {
  return (
    await allOf((after) =>
      store.listAttempts({ campaign, position, limit: pageSize, ...(after !== null && { after }) }),
    )
  ).toReversed();
}

async function reviewLines({
  store,
  record: { client, id: campaign },
  positions,
}: {
  store: Pick<Store, 'listReviews'>;
  record: CampaignRecord;
  positions: readonly number[];
}): Promise<EvidenceLine[]> {
  const reviews = await allOf((after) =>
    store.listReviews({ client, campaign, limit: pageSize, ...(after !== null && { after }) }),
  );
  // The kind of a line comes before the kind of the decision.
  return reviews
    .filter(({ position }) => position !== null && positions.includes(position))
    .map(({ kind, ...review }) => ({ kind: 'review', decision: kind, ...review }));
}

/** Returns the items of every page of a list. */
async function allOf<Item>(
  read: (after: string | null) => Promise<{ items: readonly Item[]; next: string | null }>,
): Promise<Item[]> {
  const all: Item[] = [];
  let after: string | null = null;
  do {
    const page: { items: readonly Item[]; next: string | null } = await read(after);
    all.push(...page.items);
    after = page.next;
  } while (after !== null);
  return all;
}
