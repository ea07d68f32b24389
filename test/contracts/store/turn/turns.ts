import { expect, test } from 'vitest';
import { calendarKey } from '../../../../src/domain/time/window-rules.ts';
import type { DueTally, Turn } from '../../../../src/persistence/contract/store.ts';
import {
  addressOf,
  attemptOf,
  endedOf,
  importOf,
  inFlight,
  monday,
  newcomerOf,
  personOf,
  play,
  turnOf,
  waitingUntil,
} from '../fixtures.ts';
import { useStore, type OpenStore } from '../store-under-test.ts';
import { suppressionOf } from '../../../support/builders/suppressions.ts';

export function turnTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });

  test('it states how much it writes well in one commit, and takes turns of that size', async () => {
    const { events, mints, newcomers } = store().batchBudget();
    for (const size of [events, mints, newcomers]) expect(Number.isInteger(size) && size > 0).toBe(true);
    const { id, commit } = await play(store(), { people: newcomers });
    const positions = Array.from({ length: Math.min(mints, newcomers) }, (_, index) => index + 1);
    const before = await store().readEnrollments({ campaign: id, positions });
    const minted = before.map((one, index) => ({ one, attempt: attemptOf(id, index + 1, one) }));
    expect(
      await commit({
        minted: minted.map(({ attempt }) => attempt),
        enrollments: minted.map(({ one, attempt }) => inFlight(one, attempt)),
        events: minted.map(({ one, attempt }) => ({
          type: 'attempt.minted',
          position: one.position,
          attempt: attempt.id,
          data: { step: 0 },
        })),
      }),
    ).toEqual({ kind: 'committed' });
    expect(await store().readOpenAttempts(id)).toHaveLength(positions.length);
  });

  test('a committed turn changes everything it says, and the campaign row with it', async () => {
    const { id, record, commit, person } = await play(store(), { people: 2 });
    const before = await person(1);
    const attempt = attemptOf(id, 1, before);
    const theirs = await personOf(store(), before);
    const after = {
      ...theirs,
      rev: theirs.rev + 1,
      openAttempts: [attempt.id, `${attempt.id}-other`],
      days: { voice: { day: '2027-03-01', count: 1 }, email: { day: '2027-02-28', count: 3 } },
      lastTouch: { campaign: id, at: monday },
      optOut: 'opt-out',
    };
    const counters = { ...record().counters, total: 2, states: { pending: 1, 'in-flight': 1 }, open: 1 };
    await store().putInbox({ id: 'evt_1', campaign: id, at: 1, body: '{}' });
    await store().putInbox({ id: 'evt_2', campaign: id, at: 2, body: '{}' });

    const result = await commit({
      patch: {
        rev: 1,
        turn: 'turn-7',
        counters,
        snapshot: '{"value":"x"}',
        updatedAt: monday + 9,
        state: 'paused',
      },
      minted: [attempt],
      enrollments: [inFlight(before, attempt)],
      persons: [{ person: after, expectedRev: theirs.rev }],
      consumed: ['evt_1'],
      events: [{ type: 'attempt.minted', position: 1, attempt: attempt.id, data: { step: 0 } }],
    });

    expect(result).toEqual({ kind: 'committed' });
    expect(await store().readCampaign(id)).toEqual(record());
    expect(record()).toMatchObject({ rev: 1, seq: 1, turn: 'turn-7', state: 'paused', counters });
    expect(await store().readLastTurn(id)).toBe('turn-7');
    expect(await person(1)).toEqual(inFlight(before, attempt));
    expect(await store().readOpenAttempts(id)).toEqual([attempt]);
    expect(await personOf(store(), before)).toEqual(after);
    expect((await store().readInbox({ campaign: id, limit: 9 })).map((event) => event.id)).toEqual(['evt_2']);
    expect(await store().readEvents({ campaign: id, afterSeq: 0, limit: 9 })).toMatchObject([
      { seq: 1, type: 'attempt.minted', position: 1, attempt: attempt.id, data: { step: 0 } },
    ]);
  });

  test('every field of an attempt and of an enrollment survives being changed', async () => {
    const { id, commit, person } = await play(store(), { people: 1 });
    const attempt = attemptOf(id, 1, await person(1), { sender: '+12025550100', checkAt: 5, searchUntil: 6 });
    await commit({ minted: [attempt] });
    expect(await store().readAttempts([attempt.id])).toEqual([attempt]);
    const changed = {
      ...(await person(1)),
      calendar: 7,
      state: 'review' as const,
      step: 2,
      stepAttempts: 3,
      attempts: 4,
      reached: true,
      dueClass: 0 as const,
      dueAt: monday + 0.5,
      waitReason: 'callback.waiting' as const,
      callBackAt: monday + 4,
      lines: { at: 1, tries: 2, others: 1, dead: [0] },
      openAttempt: attempt.id,
      pauseWanted: true,
      deadlineAt: monday + 1,
      lastDisposition: 'no-answer' as const,
      lastOutcome: 'confirmed',
      lastAttemptAt: monday + 2,
      endedAt: monday + 3,
    };
    await commit({ attempts: [endedOf(attempt)], enrollments: [changed] });
    expect(await store().readAttempts([attempt.id])).toEqual([endedOf(attempt)]);
    expect(await person(1)).toEqual(changed);
    const late = { ...endedOf(attempt), id: `${attempt.id}-late` };
    await commit({ minted: [late] });
    expect(await store().readAttempts([late.id])).toEqual([late]);
    await commit({ attempts: [attempt], enrollments: [{ ...changed, openAttempt: null, deadlineAt: null }] });
    expect(await store().readAttempts([attempt.id])).toEqual([attempt]);
    expect(await person(1)).toEqual({ ...changed, openAttempt: null, deadlineAt: null });
  });

  test.each<[string, Partial<Turn['expected']>, string]>([
    ['an older epoch', { epoch: 0 }, 'fenced'],
    ['a later epoch', { epoch: 2 }, 'fenced'],
    ['another rev', { rev: 1 }, 'stale'],
    ['another seq', { seq: 3 }, 'stale'],
    ['an older epoch and another rev', { epoch: 0, rev: 1 }, 'fenced'],
  ])('a turn computed from %s writes nothing', async (_, expected, kind) => {
    const { id, record, person } = await play(store(), { people: 1 });
    const before = await person(1);
    const believed = { ...record(), ...expected };
    const turn = turnOf(believed, {
      minted: [attemptOf(id, 1, before)],
      enrollments: [{ ...before, state: 'in-flight' }],
      suppressions: [suppressionOf({ address: addressOf(1), reason: 'x', by: 'y' })],
      events: [{ position: 1 }],
      chunk: { record: importOf(id), newcomers: [newcomerOf(2)], rejections: [] },
    });
    expect(await store().commitTurn(turn)).toEqual({ kind });

    expect(await store().readCampaign(id)).toEqual(record());
    expect(await person(1)).toEqual(before);
    expect(await store().readOpenAttempts(id)).toEqual([]);
    expect(await store().readLastPosition(id)).toBe(1);
    expect(await store().readEvents({ campaign: id, afterSeq: 0, limit: 9 })).toEqual([]);
    expect((await store().listSuppressions({ limit: 9 })).items).toEqual([]);
  });

  test('a turn for an unknown campaign is fenced', async () => {
    const { record } = await play(store());
    expect(await store().commitTurn(turnOf({ ...record(), id: 'cmp_none', name: 'none' }))).toEqual({
      kind: 'fenced',
    });
  });

  test('of two turns computed from the same campaign exactly one is committed', async () => {
    const { record } = await play(store());
    const turns = ['turn-1', 'turn-2'].map((turn) => turnOf(record(), { patch: { turn, rev: 1 } }));
    const results = await Promise.all(turns.map((turn) => store().commitTurn(turn)));
    expect(results.map(({ kind }) => kind).toSorted()).toEqual(['committed', 'stale']);
    const winner = results.findIndex(({ kind }) => kind === 'committed');
    expect(await store().readLastTurn(record().id)).toBe(`turn-${winner + 1}`);
  });

  test('the same turn committed twice is stale the second time, and its id tells that it went through', async () => {
    const { record } = await play(store());
    const turn = turnOf(record(), { patch: { turn: 'turn-1' }, events: [{}] });
    expect(await store().commitTurn(turn)).toEqual({ kind: 'committed' });
    expect(await store().commitTurn(turn)).toEqual({ kind: 'stale' });
    expect(await store().readLastTurn(record().id)).toBe('turn-1');
    expect(await store().readEvents({ campaign: record().id, afterSeq: 0, limit: 9 })).toHaveLength(1);
  });

  test('a turn that contradicts itself is a fault and writes nothing', async () => {
    const { id, record, person } = await play(store(), { people: 1 });
    const broken: Turn[] = [
      { ...turnOf(record(), { events: [{}, {}] }), record: { ...record(), seq: 1 } },
      turnOf(record(), { patch: { epoch: 2 } }),
      turnOf(record(), { patch: { seq: 4 } }),
      turnOf(record(), { enrollments: [{ ...(await person(1)), position: 9 }] }),
      turnOf(record(), { attempts: [attemptOf(id, 1, await person(1))] }),
    ];
    for (const turn of broken) {
      await expect(store().commitTurn(turn)).rejects.toMatchObject({
        code: 'store.invalid-turn',
        family: 'fault',
      });
    }
    expect(await store().readCampaign(id)).toEqual(record());
    expect(await store().readLastPosition(id)).toBe(1);
  });

  test('tallies add up, and what is back at nothing is gone', async () => {
    const { id, commit } = await play(store());
    const tally = (changes: Partial<DueTally>): DueTally => ({
      calendar: 1,
      dueClass: 1,
      waitReason: 'retry.waiting',
      bucket: 7,
      contacts: 1,
      ...changes,
    });
    await commit({ tallies: [tally({ contacts: 5 }), tally({ contacts: 2 }), tally({ bucket: 8 })] });
    await commit({
      tallies: [tally({ contacts: -3 }), tally({ bucket: 8, contacts: -1 }), tally({ dueClass: 0 })],
    });
    const sorted = (await store().readTallies(id)).toSorted((left, right) => left.dueClass - right.dueClass);
    expect(sorted).toEqual([tally({ dueClass: 0 }), tally({ contacts: 4 })]);
  });

  test('calendars are kept by their number', async () => {
    const { id, commit } = await play(store());
    const calendar = { zones: ['Europe/Paris', 'Europe/Madrid'], regions: [] };
    await commit({ calendars: [{ number: 2, calendar }] });
    await commit({ calendars: [{ number: 1, calendar: { zones: ['Asia/Tokyo'], regions: ['JP'] } }] });
    const calendars = await store().readCalendars(id);
    expect(calendars.map(({ number }) => number)).toEqual([1, 2]);
    expect(calendars.map(({ calendar }) => calendarKey(calendar))).toEqual([
      'Asia/Tokyo|JP',
      calendarKey(calendar),
    ]);
  });

  test('a big turn is one commit', async () => {
    const { id, enroll, commit } = await play(store());
    await enroll(Array.from({ length: 600 }, (_, index) => newcomerOf(index + 1)));
    const due = await store().readDue({ campaign: id, calendars: [1], now: monday, limit: 600 });
    const minted = due.map((enrollment, index) => attemptOf(id, index + 1, enrollment));
    const result = await commit({
      minted,
      enrollments: due.map((enrollment, index) =>
        inFlight(enrollment, minted[index] ?? attemptOf(id, 0, enrollment)),
      ),
      events: minted.map(({ position, id: attempt }) => ({ type: 'attempt.minted', position, attempt })),
    });
    expect(result).toEqual({ kind: 'committed' });
    expect(await store().readOpenAttempts(id)).toHaveLength(600);
    expect(await store().readDue({ campaign: id, calendars: [1], now: monday, limit: 9 })).toEqual([]);
    const ended = minted.map(endedOf);
    await commit({
      attempts: ended,
      enrollments: due.map((enrollment) => waitingUntil(enrollment, monday + 5)),
    });
    expect(await store().readOpenAttempts(id)).toEqual([]);
    expect(await store().readEvents({ campaign: id, afterSeq: 250, limit: 400 })).toHaveLength(350);
  });
}
