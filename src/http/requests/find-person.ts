import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import { keysOf } from '../../domain/contact/contact.ts';
import { RingmasterError } from '../../domain/errors.ts';
import type { Phones } from '../../contacts/numbers/phone.ts';
import { campaignsOf, findPlaces } from '../../persistence/contract/persons/find-places.ts';
import type { Place } from '../../persistence/contract/persons/find-places.ts';
import type { Store } from '../../persistence/contract/store.ts';
import type { Finder } from '../finder.ts';
import { normaliseAddress } from './address.ts';

type Input = {
  store: Pick<Store, 'listCampaigns' | 'findByKeys' | 'readContacts' | 'readEnrollments' | 'readPersons'>;
  finder: Pick<Finder, 'findEnrollment'>;
  phones: Phones;
  client: string;
  /** Restricts the result to the contacts of one campaign. */
  campaign: CampaignRecord | null;
  /** A contact id, phone number, email address, LinkedIn profile or external id. */
  contact: string;
};

/**
 * Finds the contacts of a person in the campaigns of a client. Throws `contact.not-found`, and `contact.ambiguous` if
 * several persons have the address.
 */
export async function findPerson(input: Input): Promise<Place[]> {
  const { store, client, campaign, contact } = input;
  const named = await placesNamed(input);
  const [first] = named;
  if (!first) throw notFound(contact);
  const personOf = createPersonOf(input);
  const person = await personOf(first);
  for (const other of named) if ((await personOf(other)) !== person) throw ambiguous(named);
  const places = new Map<string, Place>();
  for (const place of [...named, ...(await findPlaces({ store, client, keys: keysOf(first.contact) }))]) {
    const isWanted = campaign === null || place.campaign === campaign.id;
    if (isWanted && (await personOf(place)) === person) places.set(idOf(place), place);
  }
  return [...places.values()];
}

/** Returns what reads the id of the person of a contact: that of the person it was joined with, if it was. */
function createPersonOf({ store }: Pick<Input, 'store'>): (place: Place) => Promise<string | null> {
  return async ({ campaign, position }) => {
    const [row] = await store.readEnrollments({ campaign, positions: [position] });
    return row ? ((await store.readPersons([row.person])).get(row.person)?.id ?? row.person) : null;
  };
}

const idOf = ({ campaign, position }: Place): string => `${campaign} ${position}`;

/** The contacts that have the address or the id. */
async function placesNamed({ store, finder, phones, client, campaign, contact }: Input): Promise<Place[]> {
  const key = addressOf({ text: contact, phones });
  const places: Place[] = [];
  for await (const record of campaign ? [campaign] : campaignsOf({ store, client })) {
    const byKey = key === null ? [] : await store.findByKeys({ campaign: record.id, keys: [key] });
    const one = byKey.length > 0 ? null : await finder.findEnrollment({ record, contact });
    const positions = [...byKey, ...(one ? [one] : [])].map(({ position }) => position);
    if (positions.length === 0) continue;
    for (const found of await store.readContacts({ campaign: record.id, positions }))
      places.push({ campaign: record.id, ...found });
  }
  return places;
}

/** Null for what is no address in full: a contact id, an external id, a number in national form. */
function addressOf({ text, phones }: { text: string; phones: Phones }): string | null {
  try {
    return normaliseAddress({ text, phones });
  } catch {
    return null;
  }
}

function notFound(contact: string): RingmasterError {
  return new RingmasterError({
    code: 'contact.not-found',
    family: 'not-found',
    message: `There is no contact ${contact.slice(0, 100)}.`,
    hint: 'Use the id of a contact, a phone number with its country code, an email address or an external id, and name the client if it is not the default one.',
  });
}

function ambiguous(places: readonly Place[]): RingmasterError {
  const ids = places.map(({ contact }) => contact.id);
  return new RingmasterError({
    code: 'contact.ambiguous',
    family: 'conflict',
    message: 'Several persons have this address.',
    hint: `Use the id of a contact: ${ids.slice(0, 5).join(', ')}`,
    details: { contacts: ids.slice(0, 50) },
  });
}
