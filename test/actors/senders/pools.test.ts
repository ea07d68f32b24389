import { expect, test } from 'vitest';
import type { CampaignDefinitionInput } from '../../../src/channels/registry.ts';
import { phoneAddress } from '../../../src/domain/contact/address.ts';
import type { SenderChange } from '../../../src/domain/sender/sender.ts';
import { plainStep } from '../../support/builders/campaigns.ts';
import { phoneOf, rowOf, rowsOf } from '../../support/builders/contacts.ts';
import { startCampaign, startCluster } from '../../support/service/start-cluster.ts';
import { startScriptedService } from '../../support/service/start-scripted-service.ts';
import type { ScriptedService } from '../../support/service/start-scripted-service.ts';
import type { Store } from '../../../src/persistence/contract/store.ts';

const numberOf = (index: number): string => `+120255501${String(index).padStart(2, '0')}`;
const numbers = (count: number): string[] => Array.from({ length: count }, (_, index) => numberOf(index));
type From = Extract<CampaignDefinitionInput['steps'][number], { channel: 'voice' }>['from'];
const stepFrom = (from: From): CampaignDefinitionInput['steps'] => [
  { ...plainStep, from } as typeof plainStep,
];

const register = (store: Store, addresses: readonly string[], change: SenderChange, client = 'default') =>
  store.putSenders({ client, addresses, change, by: 'test', at: 0 });

/** How often each sender was used, by address. */
function useOf(calls: readonly { sender: string | null }[]): number[] {
  const use = new Map<string | null, number>();
  for (const { sender } of calls) use.set(sender, (use.get(sender) ?? 0) + 1);
  return [...use]
    .toSorted(([left], [right]) => String(left).localeCompare(String(right)))
    .map(([, count]) => count);
}

const hourMs = 3_600_000;
const answered = { afterMs: 20_000, disposition: 'answered' } as const;
const unanswered = { afterMs: 5_000, disposition: 'no-answer' } as const;

async function start({
  service,
  from,
  contacts,
  ...definition
}: {
  service: ScriptedService;
  from: From;
  contacts: number;
} & Partial<CampaignDefinitionInput>): Promise<string> {
  const { id } = await service.create({ name: 'pool', steps: stepFrom(from), ...definition });
  await service.enroll({ campaign: id, rows: rowsOf(contacts) });
  await service.startCampaign(id);
  return id;
}

test('calls rotate evenly over the senders of a pool, and one that joins gets no burst of calls', async () => {
  const service = await startScriptedService({ script: () => unanswered, beatMs: 1_000 });
  await register(service.store, numbers(4), { tags: ['cold'] });
  const rateLimits = { concurrent: 6, perSecond: 3 };
  const retry = { maxAttempts: 1 };
  const campaign = await start({ service, from: { pool: 'cold' }, contacts: 120, rateLimits, retry });
  await service.until(() => service.calls.length >= 40);
  const minted = useOf((await service.store.listAttempts({ campaign, limit: 200 })).items);
  expect(Math.max(...minted) - Math.min(...minted)).toBeLessThanOrEqual(1);
  await register(service.store, [numberOf(4)], { tags: ['cold'] });
  const before = service.calls.length;
  await service.until(async () => (await service.record(campaign)).state === 'completed');
  const later = useOf(service.calls.slice(before));
  expect(later).toHaveLength(5);
  expect(Math.max(...later) - Math.min(...later)).toBeLessThanOrEqual(2);
  // The sender is part of the stored attempt.
  const { items } = await service.store.listAttempts({ campaign, limit: 200 });
  expect(useOf(items)).toEqual(useOf(service.calls));
});

test('no sender exceeds its slots or its day, over two instances and two campaigns of a client', async () => {
  const cluster = await startCluster();
  const [one, two] = [await cluster.join('one'), await cluster.join('two')];
  const limits = { concurrent: 2, perSecond: null, perDay: 5 };
  await register(cluster.store, numbers(3), { tags: ['cold'], limits });
  const steps = stepFrom({ pool: 'cold' });
  // The second instance has read the use of the senders before the first one takes their slots.
  await startCampaign({ cluster, instance: two, contacts: 1, firstRow: 90, name: 'before', steps });
  for (const [index, instance] of [one, two].entries())
    await startCampaign({
      cluster,
      instance,
      contacts: 20,
      firstRow: 1 + 20 * index,
      name: `campaign-${index}`,
      steps,
    });
  await cluster.pass(5_000);
  const held = async () =>
    (await cluster.store.readLimits(numbers(3).map((number) => `caller:${number}`))).map(
      ({ held: slots, dayUsed }) => ({ slots, dayUsed }),
    );
  expect(await held()).toEqual(numbers(3).map(() => ({ slots: 2, dayUsed: 2 })));
  const from = cluster.carrier.calls.map((call) => ({ sender: call.from }));
  expect(useOf(from)).toEqual([2, 2, 2]);
  expect(new Set(cluster.carrier.calls.map(({ by }) => by)).size).toBeGreaterThan(0);
});

test("the cap of a day counts days on the client's clock", async () => {
  const service = await startScriptedService({
    script: () => unanswered,
    startAt: Date.parse('2027-03-01T23:00:00Z'),
  });
  const { store } = service;
  const settings = { timezone: 'America/New_York' };
  await store.putClient({ record: { client: 'default', settings, updatedAt: 0 }, by: 'test' });
  await register(store, numbers(2), { tags: ['cold'], limits: { perDay: 3 } });
  const sendWindow = { start: '00:00', end: '24:00', skipWeekends: false };
  const campaign = await start({
    service,
    from: { pool: 'cold' },
    contacts: 9,
    sendWindow,
    retry: { maxAttempts: 1 },
  });
  // 19:30 in New York, after midnight in UTC: another campaign of the client looks at the senders again.
  await service.pass(90 * 60_000);
  const { id } = await service.create({ name: 'later', steps: stepFrom({ pool: 'cold' }), sendWindow });
  await service.enroll({ campaign: id, rows: [rowOf(50)] });
  await service.startCampaign(id);
  await service.pass(5 * 60_000);
  expect(useOf(service.calls)).toEqual([3, 3]);
  expect((await service.record(campaign)).snapshot).toContain('quota.daily');
  await service.pass(5 * 3_600_000);
  expect(service.calls.length).toBeGreaterThan(6);
});

test('a contact gets a caller ID near it: of its area code, else of its state, else of its country', async () => {
  const service = await startScriptedService({ script: () => unanswered });
  // Dallas (TX), Austin (TX), New York, Toronto (CA).
  const from = {
    numbers: ['+12145550100', '+15125550100', '+12125550100', '+14165550100'],
    choose: 'local',
  } satisfies From;
  const { id } = await service.create({ name: 'near', steps: stepFrom(from), retry: { maxAttempts: 1 } });
  const to = {
    '+15125550147': '+15125550100',
    '+12145550147': '+12145550100',
    '+19175550147': '+12125550100',
    '+14165550147': '+14165550100',
    '+16475550147': '+14165550100',
  };
  const rows = Object.keys(to).map((address, index) => rowOf(index + 1, { address, identity: address }));
  await service.enroll({
    campaign: id,
    rows: rows.map((row) => ({
      ...row,
      contact: { ...row.contact, addresses: [phoneAddress(row.address)] },
    })),
  });
  await service.startCampaign(id);
  await service.until(() => service.calls.length === rows.length);
  expect(Object.fromEntries(service.calls.map(({ address, sender }) => [address, sender]))).toEqual(to);
});

test('a retry comes from another caller ID if the step says so, and a contact that was reached keeps its own', async () => {
  const other = await startScriptedService({ script: () => unanswered });
  const retry = { maxAttempts: 3, maxPerDay: 9 };
  const pool = { numbers: numbers(3), sticky: false, retry: 'other' } satisfies From;
  await start({ service: other, from: pool, contacts: 1, retry });
  await other.until(() => other.calls.length === 3, 24 * hourMs);
  expect(new Set(other.calls.map(({ sender }) => sender)).size).toBe(3);

  const kept = await startScriptedService({ script: () => ({ ...answered, reached: true }) });
  const first = { ...plainStep, id: 'first', from: { numbers: numbers(3) } } as typeof plainStep;
  const steps = [first, { ...first, id: 'second', after: '0s' }, { ...first, id: 'third', after: '0s' }];
  const { id } = await kept.create({ name: 'kept', steps, retry });
  await kept.enroll({ campaign: id, rows: rowsOf(2) });
  await kept.startCampaign(id);
  await kept.until(() => kept.calls.length === 6, 96 * hourMs);
  for (const row of [1, 2]) {
    const own = kept.calls.filter(({ address }) => address === phoneOf(row));
    expect(new Set(own.map(({ sender }) => sender)).size).toBe(1);
  }
});

test('a spam block puts the sender in quarantine at once, and it returns after the period of the client', async () => {
  const spam = numberOf(0);
  const service = await startScriptedService({
    script: ({ sender, address }) =>
      sender === spam && address === phoneOf(1)
        ? { afterMs: 100, disposition: 'rejected', fault: 'provider', code: '3130' }
        : unanswered,
  });
  const { store } = service;
  await register(store, [spam], { tags: ['cold'] });
  // The second call is minted with the first, a second ahead.
  const rateLimits = { concurrent: 3, perSecond: 1 };
  const settings = { senders: { quarantine: { lasts: '2h' } } };
  await store.putClient({ record: { client: 'default', settings, updatedAt: 0 }, by: 'test' });
  const retry = { maxAttempts: 1 };
  const campaign = await start({ service, from: { pool: 'cold' }, contacts: 5, rateLimits, retry });
  await service.until(() => service.calls.length === 1);
  const blockedAt = service.now() + 1_000;
  await service.pass(60_000);
  expect(service.calls).toHaveLength(1);
  const [sender] = await store.listSenders('default');
  expect(sender?.quarantine).toMatchObject({ cause: 'blocked', by: 'system' });
  const until = sender?.quarantine?.until ?? 0;
  expect(until - blockedAt).toBeLessThan(2 * 3_600_000 + 60_000);
  const { snapshot } = await service.record(campaign);
  expect(snapshot).toContain(`"waiting":{"reason":"sender.none-available","until":${until}}`);
  await service.until(() => service.calls.length > 1, 3 * 3_600_000);
  expect(service.now()).toBeGreaterThanOrEqual(until);
  await service.until(async () => (await service.record(campaign)).state === 'completed');
  expect(service.calls).toHaveLength(5);
  const types = (await store.readClientLog({ client: 'default', afterSeq: 0, limit: 9 })).map(
    ({ type }) => type,
  );
  expect(types.filter((type) => type === 'sender.quarantined')).toHaveLength(1);
});

test('a low answer rate puts a sender in quarantine, and the others go on', async () => {
  const bad = numberOf(0);
  const service = await startScriptedService({
    script: ({ sender }) => (sender === bad ? unanswered : { ...answered, afterMs: 5_000 }),
  });
  const { store } = service;
  await register(store, numbers(2), { tags: ['cold'] });
  const answerRate = { below: 0.2, minimum: 10, days: 1 };
  const settings = { senders: { quarantine: { answerRate } } };
  await store.putClient({ record: { client: 'default', settings, updatedAt: 0 }, by: 'test' });
  const rateLimits = { concurrent: 2, perSecond: 1 };
  await start({ service, from: { pool: 'cold' }, contacts: 200, rateLimits, retry: { maxAttempts: 1 } });
  await service.until(() => service.calls.length >= 120);
  const [first, second] = await store.listSenders('default');
  expect(first?.quarantine).toMatchObject({ cause: 'low-answer-rate' });
  expect(first?.quarantine?.reason).toMatch(/^0 of \d+ attempts reached their contact, fewer than 20 %$/);
  expect(second?.quarantine).toBeNull();
  expect(service.calls.slice(-30).every(({ sender }) => sender !== bad)).toBe(true);
});

test('nothing is sent from a sender that is paused, by a plain step either, and it goes on when it is active', async () => {
  const service = await startScriptedService({ script: () => unanswered, beatMs: 1_000 });
  const { store } = service;
  const [only = ''] = numbers(1);
  await register(store, [only], { mode: 'paused' });
  const campaign = await start({ service, from: only, contacts: 3, retry: { maxAttempts: 1 } });
  await service.pass(30 * 60_000);
  expect(service.calls).toEqual([]);
  expect((await service.record(campaign)).snapshot).toContain('sender.none-available');
  await register(store, [only], { mode: 'active' });
  await service.until(async () => (await service.record(campaign)).state === 'completed');
  expect(service.calls).toHaveLength(3);
});
