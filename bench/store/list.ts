import { emailAddress, phoneAddress } from '../../src/domain/contact/address.ts';
import { campaignDefinitionSchema } from '../../src/channels/registry.ts';
import { emptyCounters, type CampaignRecord } from '../../src/domain/campaign/campaign.ts';
import type { Newcomer, Turn } from '../../src/persistence/contract/store.ts';

/** The moment in which everything of this benchmark happens. */
export const now = Date.UTC(2027, 2, 1, 15);
export const campaignId = 'cmp_bench';

/** An id of the usual length. */
export function idOf(prefix: string, number: number): string {
  return `${prefix}_01JD0000${String(number).padStart(18, '0')}`;
}

/** A running campaign of one step, owned by one instance. */
export function campaign(): CampaignRecord {
  return {
    id: campaignId,
    client: 'bench',
    name: 'bench',
    listed: true,
    state: 'running',
    epoch: 1,
    owner: 'instance-a',
    rev: 0,
    seq: 0,
    turn: null,
    snapshot: '{}',
    machineVersion: 1,
    definition: campaignDefinitionSchema.parse({
      name: 'bench',
      client: 'bench',
      steps: [{ id: 'only', channel: 'log', text: 'Hello {{first_name}}' }],
    }),
    definitionVersion: 1,
    counters: emptyCounters(),
    rest: null,
    createdAt: now,
    updatedAt: now,
  };
}

/** A row of a list: a phone number and an email address that no other row has. */
export function newcomer({ position, calendars }: { position: number; calendars: number }): Newcomer {
  const phone = `+1${2_000_000_000 + ((position * 7_919_317) % 7_999_999_993)}`;
  const [first, last] = [`First${position}`, `Last${position}`];
  const email = `${first}.${last}@example.com`.toLowerCase();
  return {
    position,
    contact: {
      id: idOf('con', position),
      row: position,
      name: `${first} ${last}`,
      addresses: [phoneAddress(phone), emailAddress(email)],
      externalId: null,
      timeZone: 'America/New_York',
      variables: { first_name: first, last_name: last, company: 'Example Incorporated', city: 'Springfield' },
    },
    identity: `tel:${phone}`,
    calendar: 1 + (position % calendars),
    state: 'pending',
    cells: [first, last, 'Example Incorporated', 'Springfield', phone, email],
  };
}

/** The import that all rows belong to. */
export function importRecord(id: string): NonNullable<Turn['chunk']>['record'] {
  return {
    id: 'imp_bench',
    campaign: id,
    state: 'open',
    format: 'csv',
    columns: ['first_name', 'last_name', 'company', 'city', 'phone', 'email'],
    lastRow: 0,
    enrolled: 0,
    suppressed: 0,
    duplicates: 0,
    rejected: 0,
    optedOut: 0,
    addressesSuppressed: 0,
    openedAt: now,
    form: null,
    closedAt: null,
    by: 'bench',
    instance: null,
    digest: null,
  };
}
