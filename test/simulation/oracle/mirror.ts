import { isOpen } from '../../../src/domain/attempt/attempt.ts';
import type { Attempt } from '../../../src/domain/attempt/attempt.ts';
import type { CampaignRecord } from '../../../src/domain/campaign/campaign.ts';
import { dueClasses, isEnd } from '../../../src/domain/contact/enrollment.ts';
import type { Enrollment } from '../../../src/domain/contact/enrollment.ts';
import type { ImportState } from '../../../src/domain/contact/import-record.ts';
import { createPersonBook } from './persons.ts';
import type { PersonBook } from './persons.ts';
import type { Newcomer, Turn } from '../../../src/persistence/contract/store.ts';

export type Person = Pick<
  Enrollment,
  'position' | 'calendar' | 'state' | 'step' | 'attempts' | 'dueAt' | 'dueClass' | 'openAttempt' | 'endedAt'
> & { phone: string };

/**
 * An attempt with the start it was minted for, and the time at which it took its slots: null as long as it is prepared. One
 * that is prepared starts when it takes them.
 */
export type Known = Attempt & { startAt: number; slotAt: number | null };

/** One campaign as its committed turns have made it, kept apart from the store and its counters. */
export type MirrorCampaign = {
  id: string;
  record: CampaignRecord | null;
  people: Map<number, Person>;
  attempts: Map<string, Known>;
  /** Positions that were ever tried. */
  tried: Set<number>;
  imports: Map<string, ImportState>;
  /** Time spent in pauses, by our own watch. */
  heldMs: number;
  pausedAt: number | null;
};

export type Mirror = {
  campaign: (id: string) => MirrorCampaign;
  campaigns: () => Iterable<MirrorCampaign>;
  attempt: (token: string) => Known | null;
  /** Attempts to the person behind an address of a client, over all campaigns. */
  attemptsTo: (client: string, address: string) => readonly Known[];
  persons: PersonBook;
  apply: (turn: Turn) => void;
  /** A draft was removed: nothing of it counts any more. */
  remove: (campaign: string) => void;
};

function personOf({ position, contact, calendar, state }: Newcomer): Person {
  return {
    position,
    phone: contact.addresses[0]?.address ?? '',
    calendar,
    state,
    step: 0,
    attempts: 0,
    dueAt: 0,
    dueClass: dueClasses.new,
    openAttempt: null,
    endedAt: null,
  };
}

function startsOf({ events }: Turn): Map<string, number> {
  const minted = events.filter((event) => event.type === 'attempt.minted');
  return new Map(minted.map(({ attempt, data }) => [attempt, Number(data.startAt)]));
}

/** Follows the committed turns. Nothing here reads what the engine has counted. */
export function createMirror(): Mirror {
  const known = new Map<string, MirrorCampaign>();
  const byToken = new Map<string, MirrorCampaign>();
  const persons = createPersonBook();

  const campaign = (id: string): MirrorCampaign => {
    const found = known.get(id);
    if (found) return found;
    const fresh: MirrorCampaign = {
      id,
      record: null,
      people: new Map(),
      attempts: new Map(),
      tried: new Set(),
      imports: new Map(),
      heldMs: 0,
      pausedAt: null,
    };
    known.set(id, fresh);
    return fresh;
  };

  const applyPeople = (mirror: MirrorCampaign, { enrollments, chunk, record }: Turn): void => {
    for (const newcomer of chunk?.newcomers ?? []) {
      mirror.people.set(newcomer.position, personOf(newcomer));
      persons.add(record.client, newcomer.contact);
    }
    for (const row of enrollments) {
      mirror.people.set(row.position, { ...row, phone: mirror.people.get(row.position)?.phone ?? '' });
    }
    if (record.rest === null) return;
    for (const person of mirror.people.values()) {
      if (isEnd(person.state) || person.state === 'in-flight') continue;
      mirror.people.set(person.position, { ...person, state: record.rest });
    }
  };

  const applyPause = (mirror: MirrorCampaign, { state, updatedAt }: CampaignRecord): void => {
    if (state === 'paused') mirror.pausedAt ??= updatedAt;
    else if (mirror.pausedAt !== null) {
      mirror.heldMs += Math.max(0, updatedAt - mirror.pausedAt);
      mirror.pausedAt = null;
    }
  };

  return {
    campaign,
    campaigns: () => known.values(),
    attempt: (token) => byToken.get(token)?.attempts.get(token) ?? null,
    attemptsTo: (client, address) =>
      [...known.values()]
        .filter(({ record }) => record?.client === client)
        .flatMap(({ attempts }) =>
          [...attempts.values()].filter((attempt) => persons.isOne(client, attempt.address, address)),
        ),
    persons,
    apply(turn) {
      const mirror = campaign(turn.record.id);
      applyPause(mirror, turn.record);
      applyPeople(mirror, turn);
      mirror.record = turn.record;
      const starts = startsOf(turn);
      for (const attempt of turn.minted) {
        if (isNote(attempt)) continue;
        const slotAt = attempt.state === 'preparing' ? null : attempt.mintedAt;
        const startAt = attempt.state === 'preparing' ? attempt.mintedAt : (starts.get(attempt.id) ?? NaN);
        mirror.attempts.set(attempt.id, { ...attempt, startAt, slotAt });
        mirror.tried.add(attempt.position);
        byToken.set(attempt.id, mirror);
      }
      for (const attempt of turn.attempts) {
        if (isNote(attempt)) continue;
        const { startAt = NaN, slotAt = null } = mirror.attempts.get(attempt.id) ?? {};
        const sentAt = slotAt === null && attempt.permitUntil !== null ? turn.record.updatedAt : null;
        mirror.attempts.set(attempt.id, {
          ...attempt,
          startAt: sentAt ?? startAt,
          slotAt: sentAt ?? slotAt,
        });
      }
      if (turn.chunk) mirror.imports.set(turn.chunk.record.id, turn.chunk.record.state);
    },
    remove: (id) => void known.delete(id),
  };
}

/** An attempt of a step that contacts nobody: it is in no figure and no book. */
export function isNote({ channel }: Pick<Attempt, 'channel'>): boolean {
  return channel === 'log';
}

export function openOf({ attempts }: MirrorCampaign): Known[] {
  return [...attempts.values()].filter(({ state }) => isOpen(state));
}

export function isCall({ channel }: Pick<Attempt, 'channel'>): boolean {
  return channel === 'voice';
}

export function isLetter({ channel }: Pick<Attempt, 'channel'>): boolean {
  return channel === 'letters';
}

/** Whether an attempt counts against the person: all but those that were proved not to have started, or not by them. */
export function isCounted({ state, counts }: Attempt): boolean {
  return state !== 'not-placed' && (isOpen(state) || counts);
}
