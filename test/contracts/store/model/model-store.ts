import { isOpen, type Attempt } from '../../../../src/domain/attempt/attempt.ts';
import type { CampaignEvent } from '../../../../src/domain/events/campaign-event.ts';
import type { CampaignRecord } from '../../../../src/domain/campaign/campaign.ts';
import { isDispatchable, type Enrollment } from '../../../../src/domain/contact/enrollment.ts';
import type { Person } from '../../../../src/domain/contact/person.ts';
import type { CommitResult, Turn } from '../../../../src/persistence/contract/store.ts';

/** One campaign as the model has it. */
export type ModelCampaign = {
  record: CampaignRecord;
  enrollments: Map<number, Enrollment>;
  identities: Set<string>;
  /** The phone numbers of contacts, by position. */
  addresses: Map<number, readonly string[]>;
  attempts: Map<string, Attempt>;
  events: CampaignEvent[];
  inbox: string[];
};

/** The simplest store that keeps the promises: plain maps, the rules written down once more. */
export type Model = {
  campaigns: ModelCampaign[];
  persons: Map<string, Person>;
  /** Ids of persons by `client address`. */
  parties: Map<string, string>;
  /** Reasons by `client address`. */
  suppressions: Map<string, string>;
  holds: Set<string>;
};

export function reasonFor(model: Model, client: string, address: string): string | null {
  return model.suppressions.get(`${client} ${address}`) ?? model.suppressions.get(`* ${address}`) ?? null;
}

export function putSuppression(model: Model, client: string, address: string, reason: string): void {
  model.suppressions.set(`${client} ${address}`, reason);
}

/** The person an id leads to, over all joins. */
export function survivorOf({ persons }: Pick<Model, 'persons'>, id: string): Person {
  const person = persons.get(id);
  if (!person) throw new Error(`no person ${id}`);
  return person.mergedInto === null ? person : survivorOf({ persons }, person.mergedInto);
}

/** What `commitTurn` must answer, and the model afterwards, without the persons of newcomers. */
export function commitToModel(model: Model, campaign: ModelCampaign, turn: Turn): CommitResult {
  const { record, expected } = turn;
  const now = campaign.record;
  if (now.epoch !== expected.epoch) return { kind: 'fenced' };
  if (now.rev !== expected.rev || now.seq !== expected.seq) return { kind: 'stale' };
  const isHeld = model.holds.has(record.client) || model.holds.has('*');
  if (turn.minted.length > 0 && isHeld) return { kind: 'stopped' };

  const persons = turn.persons
    .filter(({ person, expectedRev }) => model.persons.get(person.id)?.rev !== expectedRev)
    .map(({ person }) => person.id);
  const newlySuppressed = new Set(turn.suppressions.map(({ address }) => address));
  const isSuppressed = (address: string): boolean =>
    newlySuppressed.has(address) || reasonFor(model, record.client, address) !== null;
  const barred = turn.minted
    .filter(({ position }) => campaign.addresses.get(position)?.some(isSuppressed))
    .map(({ position }) => position);
  const seen = new Set<string>();
  const identities = new Set<string>();
  for (const { identity } of turn.chunk?.newcomers ?? []) {
    if (campaign.identities.has(identity) || seen.has(identity)) identities.add(identity);
    seen.add(identity);
  }
  if (persons.length + barred.length + identities.size > 0) {
    return { kind: 'conflict', persons, barred, identities: [...identities] };
  }

  campaign.record = record;
  for (const attempt of [...turn.minted, ...turn.attempts]) campaign.attempts.set(attempt.id, attempt);
  for (const enrollment of turn.enrollments) campaign.enrollments.set(enrollment.position, enrollment);
  for (const { person } of turn.persons) model.persons.set(person.id, { ...person });
  for (const { client, address, reason } of turn.suppressions) putSuppression(model, client, address, reason);
  for (const { identity } of turn.chunk?.newcomers ?? []) campaign.identities.add(identity);
  campaign.events.push(...turn.events);
  campaign.inbox = campaign.inbox.filter((id) => !turn.consumed.includes(id));
  return { kind: 'committed' };
}

/** Everyone as the store must show them. */
export function shownOf({ record, enrollments }: ModelCampaign): Enrollment[] {
  const resting = new Set(['pending', 'waiting', 'paused', 'review']);
  return [...enrollments.values()]
    .toSorted((left, right) => left.position - right.position)
    .map((enrollment) =>
      record.rest !== null && resting.has(enrollment.state)
        ? { ...enrollment, state: record.rest }
        : enrollment,
    );
}

export function dueOf(campaign: ModelCampaign, calendars: readonly number[], now: number): Enrollment[] {
  if (campaign.record.rest !== null) return [];
  return shownOf(campaign)
    .filter(
      ({ state, calendar, dueAt }) => isDispatchable(state) && calendars.includes(calendar) && dueAt <= now,
    )
    .toSorted(
      (left, right) =>
        left.dueClass - right.dueClass || left.dueAt - right.dueAt || left.position - right.position,
    );
}

export function openOf({ attempts }: ModelCampaign): Attempt[] {
  return [...attempts.values()].filter(({ state }) => isOpen(state));
}
