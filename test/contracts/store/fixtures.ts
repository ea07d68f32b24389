import { emailAddress, phoneAddress } from '../../../src/domain/contact/address.ts';
import type { Attempt } from '../../../src/domain/attempt/attempt.ts';
import type { CampaignEvent } from '../../../src/domain/events/campaign-event.ts';
import { campaignDefinitionSchema } from '../../../src/channels/registry.ts';
import type { Change } from '../../../src/domain/client-event.ts';
import type { EmergencyStop } from '../../../src/domain/emergency-stop.ts';
import { emptyCounters, type CampaignRecord } from '../../../src/domain/campaign/campaign.ts';
import { dueClasses, type Enrollment } from '../../../src/domain/contact/enrollment.ts';
import type { Person } from '../../../src/domain/contact/person.ts';
import type { ImportRecord } from '../../../src/domain/contact/import-record.ts';
import { usualForm } from '../../../src/domain/contact/list-form.ts';
import type { CommitResult, Newcomer, Store, Turn } from '../../../src/persistence/contract/store.ts';
import { nothingDone } from '../../../src/persistence/contract/store.ts';
import { nothingKnown } from '../../support/builders/attempts.ts';

/** Business time in the tests: a Monday. */
export const monday = Date.UTC(2027, 2, 1, 9);

/** An id that sorts by its number. */
export function idOf(prefix: string, number: number): string {
  return `${prefix}_${String(number).padStart(26, '0')}`;
}

export function addressOf(number: number): string {
  return `+1202555${String(number).padStart(4, '0')}`;
}

export function campaignOf(changes: Partial<CampaignRecord> = {}): CampaignRecord {
  const name = changes.name ?? 'spring';
  return {
    id: `cmp_${name}`,
    client: 'default',
    name,
    listed: true,
    state: 'running',
    epoch: 1,
    owner: 'instance-a',
    rev: 0,
    seq: 0,
    turn: null,
    snapshot: '{"value":"running"}',
    machineVersion: 1,
    definition: campaignDefinitionSchema.parse({
      name,
      steps: [{ id: 'only', channel: 'log', text: 'Hello' }],
    }),
    definitionVersion: 1,
    counters: emptyCounters(),
    rest: null,
    createdAt: monday,
    updatedAt: monday,
    ...changes,
  };
}

/** `address`: the phone number. */
export function newcomerOf(
  position: number,
  { address = addressOf(position), ...changes }: Partial<Newcomer> & { address?: string } = {},
): Newcomer {
  return {
    position,
    contact: {
      id: idOf('con', position),
      row: position,
      name: `Person ${position}`,
      addresses: [phoneAddress(address), emailAddress(`person${position}@example.com`)],
      externalId: null,
      timeZone: 'America/New_York',
      variables: { first_name: `Person ${position}` },
    },
    identity: `tel:${address}`,
    calendar: 1,
    state: 'pending',
    cells: [`Person ${position}`, address],
    ...changes,
  };
}

export function importOf(campaign: string, changes: Partial<ImportRecord> = {}): ImportRecord {
  return {
    id: idOf('imp', 1),
    campaign,
    state: 'open',
    format: 'csv',
    columns: ['name', 'phone'],
    lastRow: 0,
    enrolled: 0,
    suppressed: 0,
    duplicates: 0,
    rejected: 0,
    optedOut: 0,
    addressesSuppressed: 0,
    openedAt: monday,
    form: { ...usualForm, delimiter: ';', bom: true },
    closedAt: null,
    by: 'cli',
    instance: null,
    digest: null,
    ...changes,
  };
}

/** A freshly minted attempt for a person. */
export function attemptOf(
  campaign: string,
  number: number,
  { position, contact, step, attempts, stepAttempts }: Enrollment,
  changes: Partial<Attempt> = {},
): Attempt {
  return {
    id: idOf('att', number),
    campaign,
    position,
    contact,
    step,
    number: attempts + 1,
    stepNumber: stepAttempts + 1,
    channel: 'log',
    address: addressOf(position),
    sender: null,
    state: 'sending',
    ...nothingKnown,
    mintedAt: monday,
    permitUntil: monday + 2000,
    ...changes,
  };
}

/** Everything about an attempt that can be set, set. */
export function endedOf(attempt: Attempt): Attempt {
  return {
    ...attempt,
    state: 'ended',
    disposition: 'answered',
    outcome: 'confirmed',
    evidence: 3,
    placed: true,
    progress: 'in-progress',
    receipt: 'request-1',
    providerId: 'call-1',
    cause: { code: '4000', name: 'Normal Hangup', source: 'Callee' },
    fault: 'provider',
    counts: false,
    placedAt: monday + 1,
    reachedAt: monday + 3,
    endedAt: monday + 4,
    checkAt: monday + 5,
    searchUntil: monday + 6,
    permitUntil: monday + 7,
    surplusId: 'call-2',
    callBackAt: monday + 3_600_000,
    correction: {
      by: 'anna',
      at: monday,
      note: 'talked to them',
      was: { disposition: 'busy', outcome: null },
    },
    endWanted: true,
    details: { ringingAt: monday + 2, talkSeconds: 17 },
    callbacks: {
      kept: [
        {
          key: 'c1',
          kind: 'hangup',
          effect: 'changed',
          late: true,
          arrivals: [{ at: monday + 4, id: 'A' }],
          fields: { CallStatus: 'completed' },
        },
      ],
      further: 2,
    },
  };
}

export function inFlight(enrollment: Enrollment, attempt: Attempt): Enrollment {
  return {
    ...enrollment,
    state: 'in-flight',
    attempts: enrollment.attempts + 1,
    stepAttempts: enrollment.stepAttempts + 1,
    openAttempt: attempt.id,
    lastAttemptAt: attempt.mintedAt,
  };
}

export function waitingUntil(enrollment: Enrollment, dueAt: number): Enrollment {
  return {
    ...enrollment,
    state: 'waiting',
    dueClass: dueClasses.again,
    dueAt,
    waitReason: 'retry.waiting',
    openAttempt: null,
  };
}

/** An event without its seq, which `turnOf` adds. A store keeps events of any type, with any data. */
export type EventDraft = Partial<
  Pick<CampaignEvent, 'at' | 'position' | 'attempt' | 'by'> & { type: string; data: object }
>;

export type Changes = Partial<Omit<Turn, 'events' | 'record'>> & {
  events?: readonly EventDraft[];
  patch?: Partial<CampaignRecord>;
};

/** A turn of one campaign as it is now. */
export function turnOf(now: CampaignRecord, { events = [], patch = {}, ...changes }: Changes = {}): Turn {
  const expected = { epoch: now.epoch, rev: now.rev, seq: now.seq };
  const blank = { at: monday, type: 'test.happened', position: null, attempt: null, by: null, data: {} };
  return {
    expected,
    record: { ...now, seq: now.seq + events.length, ...patch },
    ...nothingDone,
    events: events.map((event, index) => ({ ...blank, ...event, seq: now.seq + index + 1 }) as CampaignEvent),
    ...changes,
  };
}

/** One campaign in a store, and what its owner believes of it. */
export type Played = {
  id: string;
  record: () => CampaignRecord;
  /** Commits a turn on what the owner believes; a committed one becomes the new belief. */
  commit: (changes?: Changes) => Promise<CommitResult>;
  enroll: (newcomers: readonly Newcomer[]) => Promise<CommitResult>;
  person: (position: number) => Promise<Enrollment>;
};

/** Adds a campaign to the store, with people at positions 1 to `people`. */
export async function play(
  store: Store,
  { people = 0, ...changes }: Partial<CampaignRecord> & { people?: number } = {},
): Promise<Played> {
  let record = campaignOf(changes);
  let imports = 0;
  await store.createCampaign(record);

  const commit = async (turnChanges: Changes = {}): Promise<CommitResult> => {
    const turn = turnOf(record, turnChanges);
    const result = await store.commitTurn(turn);
    if (result.kind === 'committed') record = turn.record;
    return result;
  };
  const enroll = (newcomers: readonly Newcomer[]): Promise<CommitResult> => {
    imports += 1;
    const upload = importOf(record.id, { id: `imp_${record.name}_${imports}` });
    return commit({
      calendars: [{ number: 1, calendar: { zones: ['America/New_York'], regions: ['US-NY'] } }],
      chunk: { record: upload, newcomers, rejections: [] },
    });
  };
  if (people > 0) await enroll(Array.from({ length: people }, (_, index) => newcomerOf(index + 1)));

  return {
    id: record.id,
    record: () => record,
    commit,
    enroll,
    async person(position) {
      const [found] = await store.readEnrollments({ campaign: record.id, positions: [position] });
      if (!found) throw new Error(`nobody at ${position}`);
      return found;
    },
  };
}

/** The person behind an enrollment. */
export async function personOf(store: Store, { person: id }: Enrollment): Promise<Person> {
  const person = (await store.readPersons([id])).get(id);
  if (!person) throw new Error(`no person ${id}`);
  return person;
}

/** Reads a whole list page by page. */
export async function readAll<Item>(
  read: (after: string | undefined) => Promise<{ items: readonly Item[]; next: string | null }>,
): Promise<Item[]> {
  const items: Item[] = [];
  let next: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof read>> = await read(next ?? undefined);
    items.push(...page.items);
    next = page.next;
  } while (next !== null);
  return items;
}

/** Who removes or changes something in the tests, and when. */
export const byOps: Change = { by: 'key:ops', at: monday };

/** The order that lifts the emergency stop of a client. */
export function liftOf(client: string): EmergencyStop {
  return { client, reason: 'over', by: 'key:ops', at: 9 };
}
