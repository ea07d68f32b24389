import type { Engine } from '../actors/index.ts';
import type { Attempt } from '../domain/attempt/attempt.ts';
import type { CampaignRecord } from '../domain/campaign/campaign.ts';
import type { Channels } from '../domain/campaign/channel-facts.ts';
import { RingmasterError } from '../domain/errors.ts';
import type { Enrollment } from '../domain/contact/enrollment.ts';
import { idPrefixes, isId } from '../domain/ids.ts';
import type { IdKind } from '../domain/ids.ts';
import type { ImportRecord } from '../domain/contact/import-record.ts';
import type { Store } from '../persistence/contract/store.ts';
import { readLinkedin } from '../contacts/linkedin.ts';
import type { Phones } from '../contacts/numbers/phone.ts';
import type { Caller } from '../domain/caller.ts';
import { scopeOf } from './caller.ts';

/** Finds what a request names. What belongs to a client that the caller may not see is not found. */
export type Finder = {
  /**
   * Finds a campaign by id, or by name within the client. Throws `campaign.name-ambiguous` if several clients have a
   * campaign with this name.
   */
  campaign: (input: {
    caller: Caller;
    campaign: string;
    client?: string | undefined;
  }) => Promise<CampaignRecord>;
  /**
   * Finds an enrollment by contact id, phone number (also in national form), email address, LinkedIn profile or external
   * id. Throws `contact.not-found`.
   */
  enrollment: (input: { record: CampaignRecord; contact: string }) => Promise<Enrollment>;
  /** As `enrollment`, but returns null if there is none. */
  findEnrollment: (input: { record: CampaignRecord; contact: string }) => Promise<Enrollment | null>;
  /** Finds an attempt that contacts the contact. Attempts of log steps are not found. Throws `call.not-found`. */
  attempt: (input: { caller: Caller; id: string }) => Promise<Attempt>;
  import: (input: {
    caller: Caller;
    id: string;
  }) => Promise<{ record: CampaignRecord; importRecord: ImportRecord }>;
};

type FinderDeps = {
  engine: Pick<Engine, 'resolve'>;
  store: Pick<
    Store,
    'listClientsOf' | 'readCampaign' | 'findEnrollment' | 'readCalendars' | 'readAttempts' | 'readImport'
  >;
  channels: Pick<Channels, 'contacts'>;
  phones: Phones;
};

export function createFinder({ engine, store, channels, phones }: FinderDeps): Finder {
  const findEnrollment: Finder['findEnrollment'] = async ({ record, contact }) => {
    const { enrollment: prefix } = idPrefixes;
    const who = isId('enrollment', contact)
      ? contact.replace(`${prefix}_`, `${idPrefixes.contact}_`)
      : contact;
    const profile = readLinkedin(who.trim());
    const found = await store.findEnrollment({ campaign: record.id, who: profile ?? who });
    return found ?? findByNumber({ store, phones, record, text: contact.trim() });
  };

  return {
    async campaign({ caller, campaign, client }) {
      const scope = scopeOf(caller, client);
      const needsClient = scope === null && !isId('campaign', campaign);
      return engine.resolve({
        campaign,
        client: needsClient ? await clientOfName({ store, name: campaign }) : scope,
      });
    },
    findEnrollment,
    async enrollment({ record, contact }) {
      const found = await findEnrollment({ record, contact });
      if (found) return found;
      throw notFound(
        'contact',
        contact,
        writtenAsPhone(contact) ? 'Write the number with its country code: +12025550100.' : null,
      );
    },
    async attempt({ caller, id }) {
      const [attempt] = isId('attempt', id) ? await store.readAttempts([id]) : [];
      const isCall = attempt !== undefined && channels.contacts(attempt.channel);
      if (isCall && (await visibleCampaign({ store, caller, id: attempt.campaign }))) return attempt;
      throw notFound('call', id);
    },
    async import({ caller, id }) {
      const importRecord = isId('import', id) ? await store.readImport(id) : null;
      const record = importRecord && (await visibleCampaign({ store, caller, id: importRecord.campaign }));
      if (importRecord && record) return { record, importRecord };
      throw notFound('import', id);
    },
  };
}

/**
 * Returns the client that has a campaign with this name; null if there is none. Names are unique only per client. If
 * several clients have one, it throws `campaign.name-ambiguous`, so that a caller with access to all clients cannot
 * change the wrong one.
 */
async function clientOfName({
  store,
  name,
}: Pick<FinderDeps, 'store'> & { name: string }): Promise<string | null> {
  const clients = await store.listClientsOf(name);
  if (clients.length > 1) throw ambiguous(name, clients);
  return clients[0] ?? null;
}

/** Returns the campaign; null if it does not exist or belongs to a client that the caller may not see. */
async function visibleCampaign({
  store,
  caller,
  id,
}: Pick<FinderDeps, 'store'> & { caller: Caller; id: string }): Promise<CampaignRecord | null> {
  const record = await store.readCampaign(id);
  return record && (caller.client === null || record.client === caller.client) ? record : null;
}

/** Finds a contact by a number in national form, read with each country of the campaign. */
async function findByNumber({
  store,
  phones,
  record,
  text,
}: Pick<FinderDeps, 'store' | 'phones'> & {
  record: CampaignRecord;
  text: string;
}): Promise<Enrollment | null> {
  if (!writtenAsPhone(text)) return null;
  for (const country of await countriesOf({ store, record })) {
    const read = phones.read({ text, country });
    const found =
      'phone' in read ? await store.findEnrollment({ campaign: record.id, who: read.phone }) : null;
    if (found) return found;
  }
  return null;
}

/** Returns the country of the campaign first, then the countries of its contacts' calendars. */
async function countriesOf({
  store,
  record: { id, definition },
}: Pick<FinderDeps, 'store'> & { record: CampaignRecord }): Promise<(string | null)[]> {
  const own = definition.contacts.country ?? null;
  const regions = (await store.readCalendars(id)).flatMap(({ calendar }) => calendar.regions);
  return [...new Set([own, ...regions.map((region) => region.slice(0, 2))])];
}

function ambiguous(name: string, clients: readonly string[]): RingmasterError {
  return new RingmasterError({
    code: 'campaign.name-ambiguous',
    family: 'conflict',
    message: `Several clients have a campaign ${name}: ${clients.join(', ')}.`,
    hint: `Name the client with ?client=, or use the id of the campaign.`,
    details: { clients },
  });
}

/** Whether a text may be a phone number that is not in the stored form. */
function writtenAsPhone(text: string): boolean {
  return /^[\d\s().-]{7,}$/.test(text) || /^\+.*[\s().-]/.test(text);
}

function notFound(
  what: 'call' | 'contact' | IdKind,
  name: string,
  hint: string | null = null,
): RingmasterError {
  return new RingmasterError({
    code: `${what}.not-found`,
    family: 'not-found',
    message: `There is no ${what} ${name.slice(0, 100)}.`,
    ...(hint !== null && { hint }),
  });
}
