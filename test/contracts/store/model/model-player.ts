import { expect } from 'vitest';
import { phoneAddress } from '../../../../src/domain/contact/address.ts';
import type { Enrollment } from '../../../../src/domain/contact/enrollment.ts';
import type { Person } from '../../../../src/domain/contact/person.ts';
import type { Newcomer, Store, Turn } from '../../../../src/persistence/contract/store.ts';
import {
  byOps,
  addressOf,
  attemptOf,
  endedOf,
  idOf,
  importOf,
  inFlight,
  monday,
  newcomerOf,
  turnOf,
  waitingUntil,
  liftOf,
} from '../fixtures.ts';
import type { Enrolled, Move, Wrong } from './model-history.ts';
import {
  commitToModel,
  dueOf,
  openOf,
  putSuppression,
  reasonFor,
  shownOf,
  survivorOf,
  type Model,
  type ModelCampaign,
} from './model-store.ts';
import { suppressionOf } from '../../../support/builders/suppressions.ts';

/** Plays moves on the store and on the model, and compares every answer and, after each move, everything stored. */
export function createPlayer({
  store,
  model,
}: {
  store: Store;
  model: Model;
}): (move: Move) => Promise<void> {
  let counter = 0;
  const next = (): number => (counter += 1);
  const campaignAt = (index: number): ModelCampaign => {
    const campaign = model.campaigns[index];
    if (!campaign) throw new Error(`no campaign ${index}`);
    return campaign;
  };

  const commit = async (campaign: ModelCampaign, turn: Turn): Promise<string> => {
    const expected = commitToModel(model, campaign, turn);
    const result = await store.commitTurn(turn);
    same(result, expected);
    return result.kind;
  };

  const mistaken = (campaign: ModelCampaign, wrong: Wrong, turn: Turn): Turn => {
    if (wrong === 'nothing') return turn;
    if (wrong === 'person') {
      const persons = turn.persons.map((change) => ({ ...change, expectedRev: change.expectedRev - 1 }));
      return { ...turn, persons };
    }
    const believed = { ...campaign.record, [wrong]: campaign.record[wrong] - 1 };
    const expected = { epoch: believed.epoch, rev: believed.rev, seq: believed.seq };
    const events = turn.events.map((event) => ({ ...event, seq: event.seq - (wrong === 'seq' ? 1 : 0) }));
    return {
      ...turn,
      expected,
      events,
      record: { ...turn.record, ...expected, seq: expected.seq + events.length },
    };
  };

  const enroll = async (campaign: ModelCampaign, people: readonly Enrolled[]): Promise<void> => {
    const { record } = campaign;
    const last = campaign.enrollments.size;
    const newcomers = people.map(({ person, further }, index): Newcomer => {
      const phones = [person, ...(further === null ? [] : [further])].map(addressOf);
      const [address = ''] = phones;
      const isSuppressed = phones.some((phone) => reasonFor(model, record.client, phone) !== null);
      const plain = newcomerOf(last + index + 1, { address });
      const contact = {
        ...plain.contact,
        addresses: [...new Set(phones)].map((phone) => phoneAddress(phone)),
      };
      const state = isSuppressed ? 'suppressed' : 'pending';
      return { ...plain, contact, identity: `tel:${address}`, calendar: 1 + (person % 2), state };
    });
    const chunk = { record: importOf(record.id, { id: idOf('imp', next()) }), newcomers, rejections: [] };
    const turn = turnOf(record, {
      chunk,
      events: people.map((_, index) => ({ position: last + index + 1 })),
    });
    if ((await commit(campaign, turn)) === 'committed') await adopt(campaign, newcomers);
  };

  /** Takes over what only the store knows of newcomers: the ids of new persons. Who is joined is worked out here. */
  const adopt = async (campaign: ModelCampaign, newcomers: readonly Newcomer[]): Promise<void> => {
    const { client, id } = campaign.record;
    for (const { position, contact, state } of newcomers) {
      const [stored] = await store.readEnrollments({ campaign: id, positions: [position] });
      if (!stored) throw new Error(`nobody at ${position}`);
      campaign.enrollments.set(position, { ...stored, state });
      campaign.addresses.set(
        position,
        contact.addresses.map((one) => one.address),
      );
      const keys = contact.addresses.map((one) => `${client} ${one.address}`);
      const known = keys.flatMap((key) => {
        const person = model.parties.get(key);
        return person === undefined ? [] : [survivorOf(model, person)];
      });
      if (known.length === 0) model.persons.set(stored.person, blankPerson({ id: stored.person, client }));
      const [survivor, ...others] = [...new Set(known)].toSorted((a, b) => Number(a.id) - Number(b.id));
      for (const other of others) if (survivor) joinInModel(survivor.id, other.id);
      const theirs = survivorOf(model, survivor?.id ?? stored.person).id;
      same(survivorOf(model, stored.person).id, theirs);
      for (const key of keys) if (!model.parties.has(key)) model.parties.set(key, theirs);
    }
  };

  const joinInModel = (into: string, from: string): void => {
    const [left, right] = [survivorOf(model, into), survivorOf(model, from)];
    const openAttempts = [...new Set([...left.openAttempts, ...right.openAttempts])].toSorted();
    model.persons.set(left.id, { ...left, rev: left.rev + 1, openAttempts });
    model.persons.set(right.id, { ...right, rev: right.rev + 1, mergedInto: left.id });
  };

  /** Opens (`opened`) or closes the attempts of enrollments on their persons. */
  const change = (
    people: readonly Enrollment[],
    { opened = [], closed = [] }: { opened?: readonly string[]; closed?: readonly string[] },
  ): Turn['persons'] => {
    const changed = new Map<string, Turn['persons'][number]>();
    people.forEach(({ person: id }, index) => {
      const known = survivorOf(model, id);
      const before = changed.get(known.id)?.person ?? known;
      const attempt = opened[index];
      const left = before.openAttempts.filter((one) => !closed.includes(one));
      const openAttempts = [...left, ...(attempt === undefined ? [] : [attempt])].toSorted();
      changed.set(known.id, {
        person: { ...before, rev: known.rev + 1, openAttempts },
        expectedRev: known.rev,
      });
    });
    return [...changed.values()];
  };

  const mint = async (campaign: ModelCampaign, picks: readonly number[], wrong: Wrong): Promise<void> => {
    const { record } = campaign;
    const due = dueOf(campaign, [1, 2], monday);
    const chosen = picks.flatMap((pick) => due[pick] ?? []);
    const minted = chosen.map((enrollment) =>
      attemptOf(record.id, next(), enrollment, {
        address: campaign.addresses.get(enrollment.position)?.[0] ?? '',
      }),
    );
    const turn = turnOf(record, {
      minted,
      enrollments: chosen.map((enrollment, index) =>
        inFlight(enrollment, minted[index] ?? attemptOf('', 0, enrollment)),
      ),
      persons: change(chosen, { opened: minted.map(({ id }) => id) }),
      events: minted.map(({ position, id }) => ({ type: 'attempt.minted', position, attempt: id })),
      patch: { turn: `turn-${next()}` },
    });
    await commit(campaign, mistaken(campaign, wrong, turn));
  };

  const end = async (campaign: ModelCampaign, picks: readonly number[], wrong: Wrong): Promise<void> => {
    const open = openOf(campaign);
    const ended = picks.flatMap((pick) => open[pick] ?? []).map(endedOf);
    const people = ended.flatMap(({ position }) => campaign.enrollments.get(position) ?? []);
    const turn = turnOf(campaign.record, {
      attempts: ended,
      enrollments: people.map((person) =>
        person.attempts > 2
          ? { ...person, state: 'completed', openAttempt: null, endedAt: monday }
          : waitingUntil(person, monday + (person.position % 3) - 1),
      ),
      persons: change(people, { closed: ended.map(({ id }) => id) }),
      events: ended.map(({ position, id }) => ({ type: 'attempt.ended', position, attempt: id })),
      patch: { rev: campaign.record.rev + 1 },
    });
    await commit(campaign, mistaken(campaign, wrong, turn));
  };

  const suppress = async (move: Extract<Move, { kind: 'suppress' }>): Promise<void> => {
    const { client, lift, inTurn } = move;
    const address = addressOf(move.person);
    const suppression = suppressionOf({ client, address, reason: `reason ${next()}`, at: monday });
    if (lift) {
      same(
        await store.removeSuppression({ ...byOps, campaign: null, why: null, client, address }),
        model.suppressions.delete(`${client} ${address}`),
      );
    } else if (inTurn === null) {
      await store.putSuppression(suppression);
      putSuppression(model, client, address, suppression.reason);
    } else {
      const campaign = campaignAt(inTurn);
      await commit(campaign, turnOf(campaign.record, { suppressions: [suppression] }));
    }
  };

  const claim = async (campaign: ModelCampaign, late: boolean): Promise<void> => {
    const { id, epoch } = campaign.record;
    const fromEpoch = late ? epoch - 2 : epoch;
    const claimed = await store.claimCampaign({ campaign: id, fromEpoch, instance: `instance-${next()}` });
    same(claimed, late ? null : epoch + 1);
    if (claimed !== null)
      campaign.record = { ...campaign.record, epoch: claimed, owner: `instance-${counter}` };
  };

  const inbox = async (campaign: ModelCampaign, event: string, consume: boolean): Promise<void> => {
    const { id } = campaign.record;
    if (consume) await commit(campaign, turnOf(campaign.record, { consumed: [event] }));
    else {
      const isNew = !campaign.inbox.includes(event);
      same(await store.putInbox({ id: event, campaign: id, at: monday, body: event }), isNew);
      if (isNew) campaign.inbox.push(event);
    }
  };

  const hold = async (client: string, lift: boolean): Promise<void> => {
    if (lift) same(await store.removeStop(liftOf(client)), model.holds.delete(client));
    else {
      await store.putStop({ client, reason: null, by: 'test', at: monday });
      model.holds.add(client);
    }
  };

  const compare = async (): Promise<void> => {
    for (const campaign of model.campaigns) {
      const { id } = campaign.record;
      same(await store.readCampaign(id), campaign.record);
      expect((await store.listEnrollments({ campaign: id, limit: 99 })).items).toEqual(shownOf(campaign));
      for (const calendars of [[1], [1, 2]]) {
        same(
          await store.readDue({ campaign: id, calendars, now: monday, limit: 99 }),
          dueOf(campaign, calendars, monday),
        );
      }
      same(await store.readOpenAttempts(id), openOf(campaign));
      same(await store.readEvents({ campaign: id, afterSeq: 0, limit: 999 }), campaign.events);
      expect((await store.readInbox({ campaign: id, limit: 99 })).map((event) => event.id)).toEqual(
        campaign.inbox,
      );
      for (const position of campaign.enrollments.keys()) {
        const theirs = campaign.events.filter((event) => event.position === position);
        same(await store.readEvents({ campaign: id, afterSeq: 0, position, limit: 99 }), theirs);
        const attempts = [...campaign.attempts.values()].filter((attempt) => attempt.position === position);
        const listed = await store.listAttempts({ campaign: id, position, limit: 99 });
        expect(listed.items).toEqual(attempts.toReversed());
      }
    }
    const ids = [...model.persons.keys()];
    const persons = await store.readPersons(ids);
    same(
      [...persons],
      ids.map((id) => [id, survivorOf(model, id)]),
    );
  };

  const make = async (move: Move): Promise<void> => {
    switch (move.kind) {
      case 'enroll':
        return enroll(campaignAt(move.campaign), move.people);
      case 'mint':
        return mint(campaignAt(move.campaign), move.picks, move.wrong);
      case 'end':
        return end(campaignAt(move.campaign), move.picks, move.wrong);
      case 'rest': {
        const campaign = campaignAt(move.campaign);
        await commit(campaign, turnOf(campaign.record, { patch: { rest: 'cancelled' } }));
        return;
      }
      case 'claim':
        return claim(campaignAt(move.campaign), move.late);
      case 'suppress':
        return suppress(move);
      case 'hold':
        return hold(move.client, move.lift);
      case 'inbox':
        return inbox(campaignAt(move.campaign), `evt_${move.event}`, move.consume);
    }
  };

  return async (move) => {
    await make(move);
    await compare();
  };
}

function blankPerson({ id, client }: Pick<Person, 'id' | 'client'>): Person {
  return {
    id,
    client,
    rev: 0,
    openAttempts: [],
    days: {},
    recent: {},
    lastTouch: null,
    optOut: null,
    mergedInto: null,
  };
}

function same(actual: unknown, expected: unknown): void {
  expect(actual).toEqual(expected);
}
