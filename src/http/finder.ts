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
import type { Caller } from './caller.ts';
import { scopeOf } from './caller.ts';

/** Finds what a request names. What belongs to another client than the caller's is not found, like what is not there. */
export type Finder = {
  /** By id, or by name among the client's; `campaign.name-ambiguous` where several clients have one of that name. */
  campaign: (input: {
    caller: Caller;
    campaign: string;
    client?: string | undefined;
  }) => Promise<CampaignRecord>;
  /** By contact id, phone number (national too), email, LinkedIn profile or external id; `contact.not-found` otherwise. */
  enrollment: (input: { record: CampaignRecord; contact: string }) => Promise<Enrollment>;
  /** The same; null if there is none. */
  findEnrollment: (input: { record: CampaignRecord; contact: string }) => Promise<Enrollment | null>;
  /** An attempt that contacts somebody; a log step makes no call. */
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
 * The client that has a campaign of this name, or null. Names are unique per client only: a caller who sees all clients
 * must not hit the wrong one, so several are an error.
 */
async function clientOfName({
  store,
  name,
}: Pick<FinderDeps, 'store'> & { name: string }): Promise<string | null> {
  const clients = await store.listClientsOf(name);
  if (clients.length > 1) throw ambiguous(name, clients);
  return clients[0] ?? null;
}

/** The campaign, unless it belongs to a client that the caller does not see. */
async function visibleCampaign({
  store,
  caller,
  id,
}: Pick<FinderDeps, 'store'> & { caller: Caller; id: string }): Promise<CampaignRecord | null> {
  const record = await store.readCampaign(id);
  return record && (caller.client === null || record.client === caller.client) ? record : null;
}

/** The contact with a number in national form, read as one of the countries that the campaign calls. */
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

/** The campaign's own country first, then those whose holidays its contacts have. */
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
    hint: `Say which one with ?client=, or use the campaign's id.`,
    details: { clients },
  });
}

/** A number that is, or may be, not in the form in which numbers are kept. */
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
