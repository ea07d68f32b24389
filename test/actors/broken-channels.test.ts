import pino from 'pino';
import { describe, expect, test } from 'vitest';
import { createPreparing } from '../../src/actors/sending/preparing.ts';
import { processSingleCall } from '../../src/actors/sending/process-single-call.ts';
import { createSearching } from '../../src/actors/sending/searching.ts';
import { defaultTimes } from '../../src/actors/index.ts';
import type { ActorEvent } from '../../src/actors/events.ts';
import type { Touch } from '../../src/channels/contract.ts';
import type { Attempt } from '../../src/domain/attempt/attempt.ts';
import { createTestTime } from '../support/time/test-time.ts';
import { letterStepSchema } from '../support/letters/descriptor.ts';
import type { LetterCampaignInput } from '../support/letters/descriptor.ts';
import { phoneOf, rowsOf } from '../support/builders/contacts.ts';
import { startScriptedService } from '../support/service/start-scripted-service.ts';
import type { ScriptedService } from '../support/service/start-scripted-service.ts';

const minute = 60_000;
const always = { start: '00:00', end: '24:00', skipWeekends: false, holidays: 'none' } as const;
const answered = { afterMs: 1_000, disposition: 'answered' } as const;

/** A running campaign with one contact, or some. */
async function begin(
  options: Parameters<typeof startScriptedService>[0],
  definition: Partial<LetterCampaignInput> = {},
  people = 1,
): Promise<{ opened: ScriptedService; campaign: string; attempts: () => Promise<readonly Attempt[]> }> {
  const opened = await startScriptedService(options);
  const retry = { maxAttempts: 1 };
  const { id } = await opened.create({ name: 'broken', sendWindow: always, retry, ...definition });
  await opened.enroll({ campaign: id, rows: rowsOf(people) });
  await opened.startCampaign(id);
  const attempts = async () =>
    (await opened.store.listAttempts({ campaign: id, limit: 10 })).items.toReversed();
  return { opened, campaign: id, attempts };
}

describe('a channel that fails', () => {
  test('while it sends: the fate of the attempt is unknown, so nothing is repeated before its search period ends', async () => {
    let sends = 0;
    const { opened, attempts } = await begin({
      script: () => {
        sends += 1;
        throw new Error('the connection broke');
      },
    });
    await opened.pass(minute);
    expect(await attempts()).toMatchObject([{ state: 'unknown' }]);
    await opened.pass(defaultTimes.searchPeriodMs);
    expect(await attempts()).toMatchObject([{ state: 'ended', disposition: 'unconfirmed' }]);
    expect(sends).toBe(1);
  });

  test('while it prepares: the attempt was not placed, and the contact is due again', async () => {
    let fails = true;
    const { opened, attempts } = await begin(
      {
        script: () => answered,
        fateOf() {
          if (fails) throw new Error('no paper');
          return {};
        },
      },
      { steps: [{ id: 'letter', channel: 'letters', text: 'Hello' }] },
    );
    await opened.pass(1_000);
    expect((await attempts())[0]).toMatchObject({ state: 'not-placed', counts: false });
    fails = false;
    await opened.pass(5 * minute);
    expect(opened.letters).toHaveLength(1);
    expect((await attempts()).at(-1)).toMatchObject({ state: 'ended', disposition: 'sent', number: 1 });
  });

  test('and asks to wait without saying for how long: the next try is seconds later, and no attempt is used', async () => {
    const asked: number[] = [];
    const { opened, attempts } = await begin({
      script() {
        asked.push(opened.time.now());
        return asked.length > 1
          ? answered
          : { kind: 'not-placed', reason: 'throttled', retryAfterMs: null, detail: 'slow down' };
      },
    });
    await opened.pass(minute);
    const [first = 0, second = 0] = asked;
    expect(asked).toHaveLength(2);
    expect(second - first).toBeGreaterThanOrEqual(5_000);
    expect(second - first).toBeLessThan(10_000);
    expect((await attempts()).at(-1)).toMatchObject({ disposition: 'answered', number: 1 });
  });
});

describe('an outage of a channel that prepares its touches', () => {
  test('lets one prepared touch go first, as the probe, and the others after its success', async () => {
    let isDown = true;
    const asked: number[] = [];
    const { opened, campaign } = await begin(
      {
        script: () => answered,
        // The letter of the first contact is ready at once, so its failures open the breaker; the others are ready later.
        fateOf({ address, at }) {
          asked.push(at);
          return {
            prepareMs: address === phoneOf(1) ? 0 : 20_000,
            counter: isDown ? 'unreachable' : 'taken',
          };
        },
      },
      { steps: [{ id: 'letter', channel: 'letters', text: 'Hello' }] },
      6,
    );
    const breaker = async () => (await opened.store.listBreakers())[0];
    await opened.pass(10_000);
    const command = { name: 'remove', position: 1, reason: null } as const;
    await opened.engine.commandContact({ campaign, command, by: 'test' });
    await opened.pass(12_000);
    const { probeAt = 0, ...found } = (await breaker()) ?? {};
    expect(found).toMatchObject({ open: true, failedProbes: 0, probe: null });
    await opened.pass((probeAt ?? 0) - opened.time.now() + 3_000);
    expect(asked.filter((at) => at >= (probeAt ?? 0))).toHaveLength(1);
    expect(await breaker()).toMatchObject({ open: true, failedProbes: 1 });

    isDown = false;
    await opened.pass(5 * minute);
    expect(await breaker()).toMatchObject({ open: false });
    expect(new Set(opened.letters.map(({ address }) => address)).size).toBe(5);
    expect(opened.letters).toHaveLength(5);
  });
});

describe('a channel that is not set up', () => {
  const step = letterStepSchema.parse({ id: 'letter', channel: 'letters', text: 'Hello' });
  const attempt = { id: 'att_1', channel: 'letters' } as Attempt;
  const touch: Touch = {
    attempt: 'att_1',
    campaign: 'cmp_1',
    client: 'acme',
    address: '+12025550001',
    sender: null,
    extension: null,
    step,
    variables: {},
  };
  const barred = { kind: 'barred', fault: 'configuration', detail: 'no channel letters is set up' };
  const posted: ActorEvent[] = [];
  const facts = { preparerOf: () => null };
  const parts = { channels: new Map(), facts, post: (event: ActorEvent) => void posted.push(event) };

  test('prepares nothing, and the attempt is barred', async () => {
    posted.length = 0;
    const preparing = createPreparing({ ...parts, readTouch: () => Promise.resolve(touch) });
    await preparing.begin(attempt, null);
    expect(posted).toEqual([{ type: 'prepared', attempt: 'att_1', outcome: barred }]);
    expect(preparing.has('att_1')).toBe(false);
  });

  test('sends nothing: the attempt is barred, and its permit is dropped', async () => {
    let isDropped = false;
    const { store: clock } = createTestTime().clocks;
    const outcome = await processSingleCall({
      clock,
      pacer: {
        turn: () => Promise.resolve(true),
        start: () => true,
        freeAt: () => 0,
        answered: () => undefined,
      },
      paces: [],
      startAt: 0,
      permit: {
        attempt: 'att_1',
        lapsesAt: 1,
        use: () => true,
        isUsed: () => false,
        onVoid: () => undefined,
        drop: () => (isDropped = true),
      },
      place: undefined,
      touch,
    });
    expect(outcome).toEqual(barred);
    expect(isDropped).toBe(true);
  });

  test('cannot be asked: the search has no result, which proves nothing', async () => {
    posted.length = 0;
    await createSearching({ ...parts, log: pino({ level: 'silent' }) }).begin(attempt);
    expect(posted).toEqual([{ type: 'searched', attempt: 'att_1', evidence: null }]);
  });
});
