import { expect } from 'vitest';
import type { Enrollment } from '../../../src/domain/contact/enrollment.ts';
import type { Newcomer, Store, Turn } from '../../../src/persistence/contract/store.ts';
import {
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
} from './fixtures.ts';
import type { Move, Wrong } from './model-history.ts';
import {
  commitToModel,
  dueOf,
  markParties,
  openOf,
  putSuppression,
  reasonFor,
  shownOf,
  type Model,
  type ModelCampaign,
} from './model-store.ts';

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
    if (wrong === 'party') {
      const parties = turn.parties.map((change) => ({ ...change, expectedRev: change.expectedRev - 1 }));
      return { ...turn, parties };
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

  const enroll = async (campaign: ModelCampaign, people: readonly number[]): Promise<void> => {
    const { record } = campaign;
    const last = campaign.enrollments.size;
    const newcomers = people.map((person, index): Newcomer => {
      const address = addressOf(person);
      const state = reasonFor(model, record.client, address) === null ? 'pending' : 'suppressed';
      const calendar = 1 + (person % 2);
      return newcomerOf(last + index + 1, { address, identity: `tel:${address}`, calendar, state });
    });
    const chunk = { record: importOf(record.id, { id: idOf('imp', next()) }), newcomers, rejections: [] };
    const turn = turnOf(record, {
      chunk,
      events: people.map((_, index) => ({ position: last + index + 1 })),
    });
    if ((await commit(campaign, turn)) === 'committed') await adopt(campaign, newcomers);
  };

  /** Takes over what only the store knows of newcomers: the numbers of their parties. */
  const adopt = async (campaign: ModelCampaign, newcomers: readonly Newcomer[]): Promise<void> => {
    const positions = newcomers.map(({ position }) => position);
    const stored = await store.readEnrollments({ campaign: campaign.record.id, positions });
    expect(stored).toMatchObject(newcomers.map(({ position, address }) => ({ position, address })));
    for (const [index, enrollment] of stored.entries()) {
      const { party: id, address } = enrollment;
      campaign.enrollments.set(enrollment.position, {
        ...enrollment,
        state: newcomers[index]?.state ?? 'pending',
      });
      const known = model.parties.get(id);
      const { client } = campaign.record;
      if (known) same([known.client, known.address], [client, address]);
      else {
        const suppressed = reasonFor(model, client, address);
        const blank = { rev: 0, openAttempt: null, day: null, dayCount: 0 };
        model.parties.set(id, { id, client, address, suppressed, ...blank });
      }
    }
  };

  const change = (people: readonly Enrollment[], attempts: readonly (string | null)[]): Turn['parties'] => {
    const changed = new Map<number, Turn['parties'][number]>();
    people.forEach(({ party: id }, index) => {
      const party = model.parties.get(id);
      if (!party) throw new Error(`no party ${id}`);
      const openAttempt = attempts[index] ?? null;
      changed.set(id, { party: { ...party, rev: party.rev + 1, openAttempt }, expectedRev: party.rev });
    });
    return [...changed.values()];
  };

  const mint = async (campaign: ModelCampaign, picks: readonly number[], wrong: Wrong): Promise<void> => {
    const { record } = campaign;
    const due = dueOf(campaign, [1, 2], monday);
    const chosen = picks.flatMap((pick) => due[pick] ?? []);
    const minted = chosen.map((enrollment) => attemptOf(record.id, next(), enrollment));
    const turn = turnOf(record, {
      minted,
      enrollments: chosen.map((enrollment, index) =>
        inFlight(enrollment, minted[index] ?? attemptOf('', 0, enrollment)),
      ),
      parties: change(
        chosen,
        minted.map(({ id }) => id),
      ),
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
      parties: change(people, []),
      events: ended.map(({ position, id }) => ({ type: 'attempt.ended', position, attempt: id })),
      patch: { rev: campaign.record.rev + 1 },
    });
    await commit(campaign, mistaken(campaign, wrong, turn));
  };

  const suppress = async (move: Extract<Move, { kind: 'suppress' }>): Promise<void> => {
    const { client, lift, inTurn } = move;
    const address = addressOf(move.person);
    const suppression = { client, address, reason: `reason ${next()}`, by: 'test', at: monday };
    if (lift) {
      same(
        await store.removeSuppression({ client, address }),
        model.suppressions.delete(`${client} ${address}`),
      );
      markParties(model);
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
    if (lift) same(await store.removeHold(liftOf(client)), model.holds.delete(client));
    else {
      await store.putHold({ client, reason: null, by: 'test', at: monday });
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
    const parties = [...model.parties.values()];
    same(await store.readParties(parties.map(({ id }) => id)), parties);
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

function same(actual: unknown, expected: unknown): void {
  expect(actual).toEqual(expected);
}
