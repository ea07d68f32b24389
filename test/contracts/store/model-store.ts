import { isOpen, type Attempt } from '../../../src/domain/attempt/attempt.ts';
import type { CampaignEvent } from '../../../src/domain/events/campaign-event.ts';
import type { CampaignRecord } from '../../../src/domain/campaign/campaign.ts';
import { isDispatchable, type Enrollment } from '../../../src/domain/contact/enrollment.ts';
import type { Party } from '../../../src/domain/contact/party.ts';
import type { CommitResult, Turn } from '../../../src/persistence/contract/store.ts';

/** One campaign as the model has it. */
export type ModelCampaign = {
  record: CampaignRecord;
  enrollments: Map<number, Enrollment>;
  identities: Set<string>;
  attempts: Map<string, Attempt>;
  events: CampaignEvent[];
  inbox: string[];
};

/** The simplest store that keeps the promises: plain maps, the rules written down once more. */
export type Model = {
  campaigns: ModelCampaign[];
  parties: Map<number, Party>;
  /** Reasons by `client address`. */
  suppressions: Map<string, string>;
  holds: Set<string>;
};

export function reasonFor(model: Model, client: string, address: string): string | null {
  return model.suppressions.get(`${client} ${address}`) ?? model.suppressions.get(`* ${address}`) ?? null;
}

/** Marks all parties with what holds for them, as a suppression put or lifted does. */
export function markParties(model: Model): void {
  for (const party of model.parties.values()) {
    const suppressed = reasonFor(model, party.client, party.address);
    if (party.suppressed !== suppressed) Object.assign(party, { suppressed, rev: party.rev + 1 });
  }
}

export function putSuppression(model: Model, client: string, address: string, reason: string): void {
  model.suppressions.set(`${client} ${address}`, reason);
  markParties(model);
}

/** What `commitTurn` must answer, and the model afterwards. `partyOf` tells the party the store chose for a newcomer. */
export function commitToModel(model: Model, campaign: ModelCampaign, turn: Turn): CommitResult {
  const { record, expected } = turn;
  const now = campaign.record;
  if (now.epoch !== expected.epoch) return { kind: 'fenced' };
  if (now.rev !== expected.rev || now.seq !== expected.seq) return { kind: 'stale' };
  const isHeld = model.holds.has(record.client) || model.holds.has('*');
  if (turn.minted.length > 0 && isHeld) return { kind: 'held' };

  const parties = turn.parties
    .filter(({ party, expectedRev }) => model.parties.get(party.id)?.rev !== expectedRev)
    .map(({ party }) => party.id);
  const newlySuppressed = new Set(turn.suppressions.map(({ address }) => address));
  const suppressed = turn.minted
    .map(({ address }) => address)
    .filter((address) => newlySuppressed.has(address) || reasonFor(model, record.client, address) !== null);
  const barred = turn.minted
    .filter(({ address }) => suppressed.includes(address))
    .map(({ position }) => position);
  const seen = new Set<string>();
  const identities = new Set<string>();
  for (const { identity } of turn.chunk?.newcomers ?? []) {
    if (campaign.identities.has(identity) || seen.has(identity)) identities.add(identity);
    seen.add(identity);
  }
  if (parties.length + suppressed.length + identities.size > 0) {
    return { kind: 'conflict', parties, suppressed, barred, identities: [...identities] };
  }

  campaign.record = record;
  for (const attempt of [...turn.minted, ...turn.attempts]) campaign.attempts.set(attempt.id, attempt);
  for (const enrollment of turn.enrollments) campaign.enrollments.set(enrollment.position, enrollment);
  for (const { party } of turn.parties) model.parties.set(party.id, { ...party });
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
