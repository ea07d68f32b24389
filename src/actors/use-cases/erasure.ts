import { keysOf } from '../../domain/contact/contact.ts';
import { isEnd } from '../../domain/contact/enrollment.ts';
import { externalIdKey } from '../../domain/contact/opt-out.ts';
import { RingmasterError } from '../../domain/errors.ts';
import { findPlaces } from '../../persistence/contract/persons/find-places.ts';
import type { Place } from '../../persistence/contract/persons/find-places.ts';
import type { Engine } from '../engine-contract.ts';
import { nowOf } from './parts.ts';
import { removeRecordingsOf } from './recordings.ts';
import type { UseCaseParts } from './parts.ts';

type ErasureUseCases = Pick<Engine, 'erasePerson'>;

/** The rows of one call of the store. */
const batch = 200;
const why = 'personal data was erased';

export function createErasureUseCases(parts: UseCaseParts): ErasureUseCases {
  const { store } = parts;
  return {
    async erasePerson({ client, address, by }) {
      const places = await findPlaces({ store, client, keys: [address] });
      await refuseOpenAttempts(parts, places);
      const optOut = await optOutOf(parts, places);
      for (const place of places) await takeOut(parts, { place, by });
      // The addresses of recordings are erased with the contact, so these go first.
      for (const place of places) await removeRecordingsOf(parts, place);
      const byCampaign = Map.groupBy(places, ({ campaign }) => campaign);
      const keys = [...new Set([address, ...places.flatMap(({ contact }) => keysOf(contact))])];
      const contacts = places.length;
      // The contacts come last: if this is interrupted, a repeat still finds all keys and names of the person by them.
      const suppressed = await store.eraseKeys({ client, keys, optOut, contacts, by, at: nowOf(parts) });
      await redact(parts, textsOf(keys, places));
      for (const [campaign, theirs] of byCampaign) {
        const positions = theirs.map(({ position }) => position);
        for (let from = 0; from < positions.length; from += batch)
          await store.eraseContacts({ campaign, positions: positions.slice(from, from + batch) });
      }
      const scrubbed = await store.scrub({ whole: false });
      return { contacts, campaigns: byCampaign.size, suppressed, scrubbed };
    },
  };
}

async function refuseOpenAttempts({ store }: UseCaseParts, places: readonly Place[]): Promise<void> {
  for (const { campaign, position } of places) {
    const [row] = await store.readEnrollments({ campaign, positions: [position] });
    if (!row || row.openAttempt === null) continue;
    throw new RingmasterError({
      code: 'erasure.attempt-open',
      family: 'conflict',
      message: 'The person is being contacted now. Nothing was erased.',
      hint: 'Try again when the attempt has ended, or end a call with: ringmaster hangup',
      details: { campaign, attempt: row.openAttempt },
    });
  }
}

/** Returns the reason of an opt-out that covers every address of the person; null without one. */
async function optOutOf({ store }: UseCaseParts, places: readonly Place[]): Promise<string | null> {
  for (const { campaign, position } of places) {
    const [row] = await store.readEnrollments({ campaign, positions: [position] });
    const person = row && (await store.readPersons([row.person])).get(row.person);
    if (person && person.optOut !== null) return person.optOut;
  }
  return null;
}

/** Ends the contact in its campaign, so that it is not contacted any more. */
async function takeOut(
  { runtime, store }: UseCaseParts,
  { place: { campaign, position }, by }: { place: Place; by: string },
): Promise<void> {
  const [row] = await store.readEnrollments({ campaign, positions: [position] });
  if (!row || isEnd(row.state)) return;
  const command = { name: 'remove', position, reason: why } as const;
  await runtime.ask({ campaign, event: { type: 'contact-command', command, by } });
}

/** The texts by which a person may be named anywhere. Shorter ids are too common to be searched for. */
function textsOf(keys: readonly string[], places: readonly Place[]): string[] {
  const ids = new Set(places.flatMap(({ contact }) => contact.externalId ?? []));
  const names = places.flatMap(({ contact }) => contact.name ?? []);
  const addresses = keys.filter((key) => ![...ids].some((id) => externalIdKey(id) === key));
  return [...new Set([...addresses, ...[...ids, ...names].filter((text) => text.length >= leastLength)])];
}

const leastLength = 5;

async function redact({ store }: UseCaseParts, texts: readonly string[]): Promise<void> {
  let after: string | null = null;
  do {
    after = await store.redactTexts({ texts, after, limit: batch });
  } while (after !== null);
}
