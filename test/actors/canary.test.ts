import { describe, expect, test } from 'vitest';
import type { CampaignCommand } from '../../src/actors/index.ts';
import { canaryLimitsSchema } from '../../src/domain/campaign/canary.ts';
import type { CanaryFigures } from '../../src/domain/campaign/canary.ts';
import type { CampaignEvent } from '../../src/domain/events/campaign-event.ts';
import { initialContext } from '../../src/machines/campaign/campaign-machine.ts';
import type { CampaignContext } from '../../src/machines/campaign/campaign-machine.ts';
import { rowsOf, rowOf, phoneOf } from '../support/builders/contacts.ts';
import type { LetterCampaignInput } from '../support/letters/descriptor.ts';
import { startScriptedService } from '../support/service/start-scripted-service.ts';
import type { ScriptedService } from '../support/service/start-scripted-service.ts';
import type { Script, ScriptedEnd } from '../support/service/channels/scripted-channel.ts';

const minute = 60_000;
const hour = 60 * minute;
const always = { start: '00:00', end: '24:00', skipWeekends: false, holidays: 'none' } as const;
const limits = canaryLimitsSchema.parse({});
const answered: ScriptedEnd = { afterMs: 10_000, disposition: 'answered' };
const busy: ScriptedEnd = { afterMs: 10_000, disposition: 'busy' };

const throttled = {
  kind: 'not-placed',
  reason: 'throttled',
  retryAfterMs: 5_000,
  detail: 'test',
} as const;

let service: ScriptedService;
let campaign: string;

type Plan = {
  contacts?: number;
  canary?: number;
  /** How the call to each row ends; `call`: its number among the calls to this row. */
  ends?: (row: number, call: number) => ReturnType<Script>;
  definition?: Partial<LetterCampaignInput>;
  /** What happens before the start. */
  prepare?: () => Promise<void>;
};

/** Starts a campaign with a canary start, over one call at a time and at any hour. */
async function begin({
  contacts = 12,
  canary = 4,
  ends = () => answered,
  definition,
  prepare,
}: Plan): Promise<void> {
  const calls = new Map<string, number>();
  service = await startScriptedService({
    script({ address }) {
      const call = (calls.get(address) ?? 0) + 1;
      calls.set(address, call);
      const row = Array.from({ length: contacts }, (_, index) => index + 1).find(
        (one) => phoneOf(one) === address,
      );
      return ends(row ?? 0, call);
    },
  });
  ({ id: campaign } = await service.create({ name: 'first', sendWindow: always, ...definition }));
  await service.enroll({ campaign, rows: rowsOf(contacts) });
  await prepare?.();
  await order({ name: 'start', startAt: null, canary: { contacts: canary, limits } });
}

const order = (command: CampaignCommand): Promise<unknown> =>
  service.engine.command({ campaign, command, by: 'test' });
const pause = { name: 'pause', pause: { cause: 'operator', by: 'test', reason: null } } as const;
const contextOf = async (): Promise<CampaignContext> =>
  ({
    ...initialContext,
    ...JSON.parse((await service.record(campaign)).snapshot).context,
  }) as CampaignContext;
const stateOf = async (): Promise<string> => (await service.record(campaign)).state;
const figuresOf = async (): Promise<CanaryFigures | undefined> =>
  (await contextOf()).canary?.verdict?.figures;
const eventsOf = async (): Promise<readonly CampaignEvent[]> =>
  service.store.readEvents({ campaign, afterSeq: 0, limit: 1_000 });
const calledRows = (): number[] =>
  service.calls.map(({ address }) =>
    Array.from({ length: 50 }, (_, index) => index + 1).find((row) => phoneOf(row) === address),
  ) as number[];

describe('a canary start', () => {
  test('calls the first contacts once each, and continues at their verdict', async () => {
    await begin({ ends: (row, call) => (row === 2 && call === 1 ? busy : answered) });
    await service.pass(9_000);
    expect(calledRows()).toEqual([1, 2, 3, 4]);
    expect((await service.record(campaign)).counters.canary).toMatchObject({ started: 4, results: 0 });
    expect((await contextOf()).waiting).toEqual({ reason: 'canary.verdict', until: null });
    await service.pass(hour);
    expect(calledRows().slice(4, 12)).toEqual([5, 6, 7, 8, 9, 10, 11, 12]);
    expect(calledRows()).toHaveLength(13);
    expect(await stateOf()).toBe('completed');
    expect(await figuresOf()).toEqual({
      started: 4,
      results: 4,
      invalid: 0,
      optedOut: 0,
      failed: 0,
      answered: 3,
      short: 0,
    });
    const judged = (await eventsOf()).find(({ type }) => type === 'campaign.canary-judged');
    expect(judged).toMatchObject({ by: 'system', data: { contacts: 4, results: 4, over: [], limits } });
  });

  test.each([
    ['invalid', { ...answered, disposition: 'invalid' }, '4 of 4 addresses are invalid (100 %, limit 10 %)'],
    ['optedOut', { ...answered, outcome: 'opt-out' }, '4 of 4 contacts opted out (100 %, limit 5 %)'],
    ['failed', { ...answered, disposition: 'failed' }, '4 of 4 attempts failed (100 %, limit 20 %)'],
    ['short', { ...answered, talkSeconds: 5 }, '4 of 4 answered calls were short (100 %, limit 30 %)'],
  ] as const)(
    'that is over its limit of %s pauses the campaign, until it is resumed',
    async (rate, end, words) => {
      await begin({ ends: (row) => (row > 4 ? answered : end) });
      await service.pass(2 * hour);
      expect(calledRows()).toEqual([1, 2, 3, 4]);
      expect(await stateOf()).toBe('paused');
      expect((await contextOf()).pause).toEqual({
        cause: 'canary',
        by: 'system',
        reason: `the canary start is over its limits: ${words}`,
      });
      expect((await contextOf()).canary?.verdict?.over).toEqual([rate]);
      await order({ name: 'resume' });
      await service.pass(minute);
      expect(calledRows().filter((row) => row > 4)).toHaveLength(8);
    },
  );

  test('waits for the result of every contact', async () => {
    await begin({ ends: (row) => (row === 1 ? { ...answered, afterMs: 14 * minute } : answered) });
    await service.pass(13 * minute);
    expect(service.calls).toHaveLength(4);
    expect((await service.record(campaign)).counters.canary).toMatchObject({ started: 4, results: 3 });
    await service.pass(2 * minute);
    expect(service.calls).toHaveLength(12);
  });

  test('continues after a pause and a resume by an operator; the verdict comes only while the campaign runs', async () => {
    await begin({ ends: (row) => (row > 4 ? answered : { ...answered, disposition: 'failed' }) });
    await service.pass(5_000);
    await order(pause);
    await service.pass(hour);
    expect((await contextOf()).pause?.cause).toBe('operator');
    expect((await service.record(campaign)).counters.canary).toMatchObject({ results: 4, failed: 4 });
    await order({ name: 'resume' });
    await service.pass(hour);
    expect((await contextOf()).pause?.cause).toBe('canary');
    expect(service.calls).toHaveLength(4);
  });

  test('ends without a verdict when the campaign is cancelled', async () => {
    await begin({});
    await service.pass(5_000);
    await order({ name: 'cancel', hangUp: false, reason: null });
    await service.pass(hour);
    expect([await stateOf(), await figuresOf(), service.calls.length]).toEqual(['cancelled', undefined, 4]);
  });

  test('over a shorter list has a verdict on all its contacts', async () => {
    await begin({ contacts: 3, canary: 20, ends: (_, call) => (call === 1 ? busy : answered) });
    await service.pass(2 * hour);
    expect(await figuresOf()).toMatchObject({ started: 3, results: 3, answered: 0 });
    expect(calledRows()).toHaveLength(6);
    expect(await stateOf()).toBe('completed');
  });

  test('completes a campaign without remaining contacts, whatever the verdict', async () => {
    await begin({ contacts: 3, canary: 20, ends: () => ({ ...answered, disposition: 'invalid' }) });
    await service.pass(minute);
    expect([await stateOf(), (await contextOf()).canary?.verdict?.over]).toEqual(['completed', ['invalid']]);
  });

  test('does not count contacts that are suppressed or paused, or whose call was not placed', async () => {
    await begin({
      prepare: async () => {
        await service.engine.suppress({ client: null, address: phoneOf(1), reason: 'asked', by: 'test' });
        const command = { name: 'pause', position: 2, reason: null } as const;
        await service.engine.commandContact({ campaign, command, by: 'test' });
      },
      ends: (row, call) => (row === 3 && call === 1 ? throttled : answered),
    });
    await service.pass(4_000);
    expect((await service.record(campaign)).counters.canary?.started).toBeLessThanOrEqual(4);
    await service.pass(minute);
    expect(await figuresOf()).toMatchObject({ started: 4, results: 4, answered: 4 });
    const judgedAt = (await contextOf()).canary?.verdict?.at ?? 0;
    const first = calledRows().filter((_, index) => (service.calls[index]?.at ?? 0) < judgedAt);
    expect(first.toSorted((left, right) => left - right)).toEqual([3, 4, 5, 6]);
  });

  test('waits for contacts that may still come', async () => {
    await begin({ contacts: 2, definition: { keepOpen: true } });
    await service.pass(hour);
    expect((await service.record(campaign)).counters.canary).toMatchObject({ started: 2, results: 2 });
    await service.enroll({ campaign, rows: [rowOf(3), rowOf(4), rowOf(5)] });
    await service.pass(minute);
    expect(await figuresOf()).toMatchObject({ started: 4, results: 4 });
    expect(service.calls).toHaveLength(5);
  });
});
