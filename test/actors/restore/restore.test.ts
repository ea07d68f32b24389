import { beforeEach, describe, expect, test } from 'vitest';
import type { Engine } from '../../../src/actors/index.ts';
import { createMemoryBus } from '../../../src/messaging/memory/memory-bus.ts';
import type { Store } from '../../../src/persistence/contract/store.ts';
import { openSqliteStore } from '../../../src/persistence/sqlite/sqlite-store.ts';
import { createSeededRandom } from '../../../src/platform/random.ts';
import { plainVoiceStep } from '../../support/builders/campaigns.ts';
import { rowsOf } from '../../support/builders/contacts.ts';
import { letterRegistry } from '../../support/letters/descriptor.ts';
import { openSimulatedCarrier } from '../../support/service/carriers/simulated-carrier.ts';
import type { SimulatedCarrier } from '../../support/service/carriers/simulated-carrier.ts';
import { openInstallation } from '../../support/service/installation.ts';
import type { Installation, TestInstance } from '../../support/service/installation.ts';
import { createFuse } from '../../support/service/fuse.ts';
import { composeProcess } from '../../support/service/process.ts';
import { createCampaignTools } from '../../support/service/campaign-tools.ts';
import { untilTestEnds } from '../../support/service/until-test-ends.ts';
import { useFolder } from '../../persistence/sqlite/support/folder.ts';

const minute = 60_000;
const hour = 60 * minute;
const always = { start: '00:00', end: '24:00', skipWeekends: false, holidays: 'none' } as const;
const resume = { name: 'resume' } as const;
const start = { name: 'start', startAt: null } as const;

const fileIn = useFolder();
let all: Installation<SimulatedCarrier>;
let before: TestInstance;
let campaign: string;

type Definition = Parameters<ReturnType<typeof createCampaignTools>['create']>[0];

async function addCampaign(
  definition: Partial<Definition> & { name: string },
  contacts: number,
): Promise<string> {
  const tools = createCampaignTools({ engine: before.engine, store: all.store, during: all.time.during });
  const { id } = await all.time.during(
    tools.create({ steps: [plainVoiceStep], sendWindow: always, ...definition }),
  );
  await tools.enroll({ campaign: id, rows: rowsOf(contacts) });
  return id;
}

/** An instance with a running campaign of twelve contacts, three of which are called at once. */
beforeEach(async () => {
  all = await openInstallation({ openCarrier: openSimulatedCarrier({ callsPerSecond: 50 }) });
  untilTestEnds({ owner: 'test', close: all.close });
  before = await all.start({ registry: letterRegistry });
  campaign = await addCampaign({ name: 'spring', rateLimits: { concurrent: 3, perSecond: 1 } }, 12);
  await all.time.during(before.engine.command({ campaign, command: start, by: 'test' }));
});

const callsTo = (): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const entry of all.carrier.simulator.journal.entries()) {
    if (entry.type === 'placed') counts.set(entry.to, (counts.get(entry.to) ?? 0) + 1);
  }
  return counts;
};
const placed = (): number => [...callsTo().values()].reduce((sum, count) => sum + count, 0);
const placedAfter = (count: number): Promise<void> => all.time.until(() => placed() >= count);

/** A copy of the store as it is now, open. */
async function copyOf(name: string): Promise<Store> {
  const path = fileIn(name);
  await all.store.backUp({ path });
  const copy = await openSqliteStore({ path });
  untilTestEnds({ owner: 'test', close: () => copy.close() });
  return copy;
}

/** Marks a store as `ringmaster restore` does: with an engine that is not started. */
function mark(store: Store): ReturnType<Engine['markRestored']> {
  const { clocks } = all.time;
  const { engine } = composeProcess({
    instance: 'restore',
    store,
    bus: createMemoryBus(),
    busClock: clocks.system,
    clocks,
    random: createSeededRandom({ seed: 99 }),
    send: () => Promise.resolve({ kind: 'unsent', detail: 'the engine is not started' }),
    registry: letterRegistry,
    fuse: createFuse(),
    watch: () => undefined,
  });
  return engine.markRestored({ by: 'test' });
}

const serveOn = (store: Store): Promise<TestInstance> =>
  all.start({ wrapStore: () => store, registry: letterRegistry });
const order = (instance: TestInstance, id: string, command: typeof resume | typeof start) =>
  all.time.during(instance.engine.command({ campaign: id, command, by: 'test' }));
const statesIn = async (store: Store, id: string): Promise<Record<string, number>> =>
  Object.fromEntries(
    Object.entries((await store.readCampaign(id))?.counters.states ?? {}).filter(([, count]) => count > 0),
  );

/**
 * The first calls are in the backup, the next ones are not. Then the instance is killed, and a restored one starts.
 * `lost`: the numbers that were called and have no attempt in the backup.
 */
async function loseCalls(): Promise<{ backup: Store; after: TestInstance; lost: number }> {
  await placedAfter(2);
  await all.time.pass(50);
  const kept = placed();
  const backup = await copyOf('backup.db');
  await placedAfter(kept + 4);
  before.kill();
  const stored = (await backup.listAttempts({ campaign, limit: 100 })).items.map(({ address }) => address);
  const lost = [...callsTo().keys()].filter((to) => !stored.includes(`+${to}`)).length;
  await mark(backup);
  return { backup, after: await serveOn(backup), lost };
}

describe('a store that is restored from a backup', () => {
  test('begins a new incarnation, and an instance from before can commit nothing', async () => {
    await placedAfter(2);
    const backup = await copyOf('backup.db');
    const old = await all.store.readIncarnation();
    const { epoch } = (await backup.readCampaign(campaign)) ?? { epoch: 0 };
    const { incarnation } = await mark(backup);
    expect(incarnation).toMatchObject({ number: 2, phase: 'reconciling' });
    expect(incarnation.id).not.toBe(old.id);
    expect((await backup.readIncarnation()).id).toBe(incarnation.id);
    expect((await backup.readCampaign(campaign))?.epoch).toBeGreaterThan(epoch);
  });

  test('has its running and scheduled campaigns paused with the cause restored, and drafts as they were', async () => {
    const draft = await addCampaign({ name: 'draft' }, 2);
    const later = await addCampaign({ name: 'later' }, 2);
    const startAt = all.time.now() + 5 * hour;
    await all.time.during(
      before.engine.command({ campaign: later, command: { name: 'start', startAt }, by: 'test' }),
    );
    const backup = await copyOf('backup.db');
    expect(await mark(backup)).toMatchObject({ paused: 2, reviewed: 0 });
    const pauseOf = async (id: string) => {
      const { state = '', snapshot = '{}' } = (await backup.readCampaign(id)) ?? {};
      return [state, (JSON.parse(snapshot) as { context: { pause: unknown } }).context.pause];
    };
    const pause = expect.objectContaining({ cause: 'restored', by: 'test' });
    expect(await pauseOf(campaign)).toEqual(['paused', pause]);
    expect(await pauseOf(later)).toEqual(['paused', pause]);
    expect(await pauseOf(draft)).toEqual(['draft', null]);
  });

  test('resumes and starts nothing before the records of the provider are compared', async () => {
    const draft = await addCampaign({ name: 'draft' }, 2);
    const { backup, after } = await loseCalls();
    const refusal = { code: 'restore.not-reconciled', family: 'conflict' };
    await expect(order(after, campaign, resume)).rejects.toMatchObject(refusal);
    await expect(order(after, draft, start)).rejects.toMatchObject(refusal);
    await all.time.pass(14 * minute);
    await expect(order(after, campaign, resume)).rejects.toMatchObject(refusal);
    await all.time.pass(2 * minute);
    expect(await backup.readIncarnation()).toMatchObject({ phase: 'done' });
    expect((await order(after, campaign, resume)).changed).toBe(true);
  });

  test('puts contacts in review that were called since the backup, and calls no contact twice after a resume', async () => {
    const { backup, after, lost } = await loseCalls();
    const calledBefore = new Map(callsTo());
    await all.time.pass(16 * minute);
    expect(await statesIn(backup, campaign)).toMatchObject({ review: lost });
    expect(await backup.readIncarnation()).toMatchObject({ phase: 'done', reviewed: lost });
    await order(after, campaign, resume);
    await all.time.pass(minute);
    expect(placed()).toBeGreaterThan([...calledBefore.values()].reduce((sum, count) => sum + count, 0));
    const { items } = await backup.listEnrollments({ campaign, states: ['review'], limit: 100 });
    const contacts = await backup.readContacts({
      campaign,
      positions: items.map(({ position }) => position),
    });
    for (const { contact } of contacts) {
      const number = contact.addresses[0]?.address.replace('+', '') ?? '';
      expect(callsTo().get(number)).toBe(calledBefore.get(number));
    }
    expect(contacts).toHaveLength(lost);
  });

  test('is compared again and again while the provider does not answer', async () => {
    await placedAfter(2);
    const backup = await copyOf('backup.db');
    before.kill();
    await mark(backup);
    const send = all.carrier.sendFor('two');
    let isDown = true;
    all.carrier.sendFor = () => (request) =>
      isDown ? Promise.resolve({ kind: 'unsent', detail: 'down' }) : send(request);
    const after = await serveOn(backup);
    await all.time.pass(hour);
    await expect(order(after, campaign, resume)).rejects.toMatchObject({ code: 'restore.not-reconciled' });
    isDown = false;
    await all.time.pass(minute);
    expect((await order(after, campaign, resume)).changed).toBe(true);
  });

  test('whose restore was interrupted is refused by an instance, until the restore is completed', async () => {
    const backup = await copyOf('backup.db');
    before.kill();
    await backup.beginIncarnation({ id: 'inc_half', at: all.time.now(), since: all.time.now() });
    await expect(serveOn(backup)).rejects.toMatchObject({ code: 'restore.unfinished' });
    expect(await mark(backup)).toMatchObject({ incarnation: { id: 'inc_half', phase: 'reconciling' } });
    await serveOn(backup);
  });

  test('sends no letter by itself that was due between the backup and the restore', async () => {
    const letter = { id: 'letter', channel: 'letters', text: 'Hello' } as const;
    const mixed = await addCampaign({ name: 'mixed', steps: [letter, plainVoiceStep] }, 7);
    const calls = await addCampaign(
      { name: 'calls', steps: [plainVoiceStep, { ...letter, after: '1h' }] },
      3,
    );
    const backup = await copyOf('backup.db');
    before.kill();
    expect(await mark(backup)).toMatchObject({ reviewed: 7 });
    expect(await statesIn(backup, mixed)).toEqual({ review: 7 });
    expect(await statesIn(backup, calls)).toEqual({ pending: 3 });
    expect(await backup.readIncarnation()).toMatchObject({ reviewed: 7 });
  });
});
