import { beforeAll, describe, expect, test } from 'vitest';
import type { JournalEntry } from '../../../src/simulator/index.ts';
import { startService } from '../../support/service/start-service.ts';
import type { TestService } from '../../support/service/start-service.ts';
import { definitionOf } from '../clients/campaigns.ts';
import type { ChaosCampaign } from '../clients/campaigns.ts';
import type { Command, CommandName } from '../clients/command-log.ts';
import { csvOf, phoneOf } from '../clients/lists.ts';
import { judge } from './oracle.ts';
import { checkPublished } from './published.ts';
import type { Evidence } from './oracle.ts';

const numbers = Array.from({ length: 6 }, (_, index) => phoneOf(index));
const campaign: ChaosCampaign = {
  name: 'north-1',
  client: 'northwind',
  from: '+12025550100',
  limits: { concurrent: 3, perSecond: 2 },
  first: numbers,
  later: [],
  isCancelled: false,
};
const limits = { concurrent: 3, perSecond: 2, perCaller: 3 };
const path = '/v1/campaigns/north-1';
const answered = { status: 200, body: { changed: true } };

/** An ended campaign in a real store, with the true journal of its carrier. */
let service: TestService;
let truth: Evidence;
let placed: (JournalEntry & { type: 'placed' })[];

const command = (name: CommandName, at: number, more: Partial<Command> = {}): Command => ({
  name,
  client: 'northwind',
  campaign: 'north-1',
  sentAt: at,
  answeredAt: at + 1,
  answer: answered,
  ...more,
});

beforeAll(async () => {
  service = await startService({ owner: 'caller' });
  const startedAt = service.now();
  await service.send('POST', '/v1/campaigns', definitionOf(campaign));
  await service.send('POST', `${path}/contacts`, csvOf(numbers), { 'content-type': 'text/csv' });
  await service.send('POST', `${path}/start`, {});
  const isOver = async (): Promise<boolean> =>
    (await service.store.findCampaign({ client: 'northwind', name: 'north-1' }))?.state === 'completed' &&
    service.simulator.calls().every(({ state }) => state === 'ended');
  await service.until(isOver);
  const entries = [...service.simulator.journal.entries()];
  placed = entries.filter((entry) => entry.type === 'placed');
  truth = {
    entries,
    commands: [command('upload', startedAt, { numbers }), command('start', startedAt)],
    written: new Map(placed.map(({ attempt, at }) => [attempt ?? '', { at, instance: 1 }])),
    freezes: [],
    campaigns: [campaign],
    limits: () => limits,
    downMs: 0,
    exactUntil: Infinity,
  };
  return () => service.close();
});

const judged = (change: Partial<Evidence> = {}): Promise<unknown> =>
  judge({ store: service.store, ...truth, ...change });
const withCommands = (...more: Command[]): Partial<Evidence> => ({ commands: [...truth.commands, ...more] });
/** A moment before the last call. */
const beforeLast = (): number => (placed.at(-1)?.at ?? 0) - 1_000;
const stop = (): Command => command('stop', beforeLast() - 1, { campaign: null });

describe('the oracle of the chaos runs', () => {
  test('finds nothing in a true journal', async () => {
    const verdict = await judged();
    expect(verdict).toMatchObject({ contacts: 6, calls: placed.length, excused: 0 });
    expect(placed.length).toBeGreaterThanOrEqual(6);
  });

  test('finds a call that was placed twice', async () => {
    const [first] = placed;
    if (!first) throw new Error('there is no call');
    const twice = { ...first, callUuid: 'another', at: first.at + 1 };
    const ended: JournalEntry = { type: 'state', at: first.at + 2, callUuid: 'another', state: 'ended' };
    await expect(judged({ entries: [...truth.entries, twice, ended] })).rejects.toThrow('1 double contact');
  });

  test('finds a call that the carrier has and the store has not, and one that only the store has', async () => {
    const strange = { ...placed[0], attempt: 'att_unknown' } as JournalEntry;
    await expect(judged({ entries: [...truth.entries, strange] })).rejects.toThrow('1 recorded');
    const lost = truth.entries.filter((entry) => entry !== placed[0]);
    await expect(judged({ entries: lost })).rejects.toThrow('1 recorded');
  });

  test('finds a contact of an acknowledged list that is lost', async () => {
    const upload = command('upload', 1, { numbers: [phoneOf(99)] });
    await expect(judged(withCommands(upload))).rejects.toThrow('2 nobody lost');
    const suppress = command('suppress', 1, { campaign: null, numbers: [phoneOf(99)] });
    await judged(withCommands(upload, suppress));
  });

  test('finds a campaign that is lost', async () => {
    await expect(judged({ campaigns: [{ ...campaign, name: 'north-9' }] })).rejects.toThrow('2 nobody lost');
  });

  test('finds limits that were exceeded: of the account, a caller ID, a campaign, a second', async () => {
    await expect(judged({ limits: () => ({ ...limits, concurrent: 2 }) })).rejects.toThrow('5 limits');
    await expect(judged({ limits: () => ({ ...limits, perCaller: 2 }) })).rejects.toThrow('5 limits');
    await expect(judged({ limits: () => ({ ...limits, perSecond: 1 }) })).rejects.toThrow('5 limits');
    const smaller = { ...campaign, limits: { concurrent: 2, perSecond: 2 } };
    await expect(judged({ campaigns: [smaller] })).rejects.toThrow('5 limits');
  });

  test('finds a call during a stop, and excuses it if its process was frozen before it wrote', async () => {
    await expect(judged(withCommands(stop()))).rejects.toThrow('3 emergency stop');
    const lift = command('lift', beforeLast(), { campaign: null });
    await judged(withCommands(stop(), lift));
    const writtenAt = placed.at(-1)?.at ?? 0;
    const freeze = { instance: 1, from: beforeLast() - 50, to: writtenAt - 100 };
    expect(await judged({ ...withCommands(stop()), freezes: [freeze] })).toMatchObject({ excused: 1 });
    for (const other of [
      { ...freeze, instance: 2 },
      { ...freeze, to: beforeLast() - 20 },
    ])
      await expect(judged({ ...withCommands(stop()), freezes: [other] })).rejects.toThrow('3 emergency stop');
  });

  test('finds a call to a suppressed number', async () => {
    const last = placed.at(-1);
    const suppress = command('suppress', beforeLast(), { campaign: null, numbers: [`+${last?.to}`] });
    await expect(judged(withCommands(suppress))).rejects.toThrow('6 suppression');
  });

  test('finds a call to a removed contact, and a call of a cancelled campaign', async () => {
    const remove = command('remove', beforeLast(), { numbers: [`+${placed.at(-1)?.to}`] });
    await expect(judged(withCommands(remove))).rejects.toThrow('3 removal');
    await expect(judged(withCommands(command('cancel', beforeLast())))).rejects.toThrow('3 cancel');
  });

  test('finds a pause that was acknowledged and never carried out, and one that had no effect', async () => {
    const late = Date.UTC(2030, 0, 1);
    await expect(judged(withCommands(command('pause', late)))).rejects.toThrow(
      'has 0 events campaign.paused, and 1 pause were acknowledged',
    );
    await expect(judged(withCommands(command('pause', beforeLast())))).rejects.toThrow('3 pause');
  });

  test('finds an acknowledged edit that is not in force, and an order without an answer', async () => {
    const edit = command('edit', 1, { limits: { concurrent: 4, perSecond: 2 } });
    await expect(judged(withCommands(edit))).rejects.toThrow('8 durable');
    const unanswered = command('resume', Date.UTC(2030, 0, 1), { answer: null, answeredAt: Infinity });
    await expect(judged(withCommands(unanswered))).rejects.toThrow('never answered');
  });
});

test('the oracle of the published log finds gaps, another order and a missing end, and permits repetitions', () => {
  const check = (published: readonly number[]) => () =>
    checkPublished({ campaign: 'north-1', published, lastSeq: 4 });
  check([1, 2, 1, 2, 3, 3, 4, 2])();
  expect(check([1, 2, 4])).toThrow('event 4 after 2');
  expect(check([2, 1, 3, 4])).toThrow('event 2 after 0');
  expect(check([1, 2, 3])).toThrow('up to 3 of 4');
});
