import { beforeEach, describe, expect, test } from 'vitest';
import { createAttendanceReader } from '../../src/actors/sending/readers/attendance-reader.ts';
import { judgeAbandonment } from '../../src/rules/limits/abandonment.ts';
import { botStep } from '../support/bots/bot-step.ts';
import { createScriptedBots } from '../support/bots/scripted-bots.ts';
import type { ScriptedBots } from '../support/bots/scripted-bots.ts';
import { callerId } from '../support/builders/campaigns.ts';
import { rowsOf } from '../support/builders/contacts.ts';
import { startService } from '../support/service/start-service.ts';
import type { ServiceInput, TestService } from '../support/service/start-service.ts';

const always = { start: '00:00', end: '24:00', skipWeekends: false, holidays: 'none' } as const;
const day = 86_400_000;
/** Everybody answers. */
const suffixes = Object.fromEntries(
  Array.from({ length: 20 }, (_, index) => [String(index).padStart(2, '0'), 'human' as const]),
);

let service: TestService;
let bots: ScriptedBots;
/** Whether bots take the calls. */
let isTaken: boolean;
beforeEach(async () => {
  isTaken = false;
  const connectStream: ServiceInput['connectStream'] = (_, on) => {
    const socket = { send: () => undefined, close: () => undefined };
    queueMicrotask(() => (isTaken ? on.open(socket) : on.close()));
    return socket;
  };
  bots = createScriptedBots(() => service.time.clocks.business);
  service = await startService({
    bots: bots.line,
    connectStream,
    // The agent is on the phone.
    carrier: { scenario: { suffixes, numbers: { '12025550190': ['busy'] }, impatient: 0 } },
  });
  const pool = { endpoint: 'https://bots.example.com/', stream: 'wss://bots.example.com/stream', size: 9 };
  await service.send('PUT', '/v1/clients/default/bots/support', pool);
  await service.send('PUT', '/v1/clients/default', { abandonment: { cap: 0.25, minimum: 4 } });
});

async function begin(name: string, people: number, step: typeof botStep = botStep): Promise<string> {
  const { id } = await service.create({
    name,
    sendWindow: always,
    rateLimits: { concurrent: 1, perSecond: 1 },
    steps: [step],
  });
  await service.enroll({ campaign: id, rows: rowsOf(people) });
  await service.startCampaign(id);
  return id;
}
const whyOf = async (campaign: string) => service.queries.why(await service.record(campaign));
const counts = () => service.store.readAttendance({ client: 'default', since: 0 });

describe('the calls that nobody takes', () => {
  test('are counted with the calls that a person has answered, and at the cap nothing more is called', async () => {
    const campaign = await begin('support', 12);
    await service.until(async () => {
      const { body } = await service.send<{ waiting: { reason: string } | null }>(
        'GET',
        '/v1/campaigns/support',
      );
      return body.waiting?.reason === 'abandonment.cap';
    });
    // A call may have been made in the second before.
    await service.pass(120_000);
    const made = service.simulator.calls().length;
    expect(made).toBeLessThanOrEqual(6);
    const { live, abandoned } = await counts();
    expect([live, abandoned]).toEqual([made, made]);
    await service.pass(600_000);
    expect(service.simulator.calls().length).toBe(made);
    const { summary, reasons } = await whyOf(campaign);
    expect(summary).toContain(`${abandoned} of the ${live} calls that were answered in 30 days met nobody`);
    expect(reasons).toMatchObject([{ code: 'abandonment.cap', contacts: 12 - made, until: null }]);
    const limits = await service.send<{ abandonment: object[] }>('GET', '/v1/limits');
    const view = { client: 'default', live, abandoned, rate: 1, cap: 0.25, minimum: 4, isOver: true };
    expect(limits.body.abandonment).toEqual([view]);
    const progress = await service.send('GET', '/v1/campaigns/support/progress');
    expect(progress.body['abandonment']).toMatchObject({ isOver: true, campaign: { live, abandoned } });
    const attention = await service.send<{ items: object[] }>('GET', '/v1/attention');
    expect(attention.body.items).toMatchObject([{ code: 'abandonment.cap', campaign }]);
    expect((await service.send('GET', `/limits`)).text).toContain('Abandoned calls');

    // Steps that need nobody go on, and a higher cap lets the others go on too.
    const plain = {
      id: 'call',
      channel: 'voice',
      from: callerId,
      flow: [{ speak: 'Hello.' }],
    } as typeof botStep;
    await begin('news', 1, plain);
    await service.until(() => service.simulator.calls().length === made + 1);
    isTaken = true;
    await service.send('PUT', '/v1/clients/default', { abandonment: { cap: 1 } });
    await service.until(async () => (await service.record(campaign)).state === 'completed');
    expect(await counts()).toEqual({ live: 12, abandoned });
  });

  test('are transfers that no agent takes, too', async () => {
    const step = {
      id: 'agent',
      channel: 'voice',
      from: callerId,
      machineDetection: 'off',
      flow: [{ dial: { number: '+12025550190', timeout: '10s' } }, { hangup: true }],
    } as typeof botStep;
    const campaign = await begin('sales', 3, step);
    await service.until(async () => (await service.record(campaign)).state === 'completed');
    expect(await counts()).toEqual({ live: 3, abandoned: 3 });
  });
});

test('fewer answered calls than the minimum are not judged, and a share at the cap is over it', () => {
  const policy = { cap: 0.03, minimum: 100 };
  const isOver = (live: number, abandoned: number, cap = policy.cap) =>
    judgeAbandonment({ live, abandoned }, { ...policy, cap }).isOver;
  expect([isOver(99, 99), isOver(100, 2), isOver(100, 3), isOver(1_000, 29), isOver(1_000, 30)]).toEqual([
    false,
    false,
    true,
    false,
    true,
  ]);
  expect([isOver(100, 100, 1), isOver(100, 0, 0), isOver(100, 1, 0)]).toEqual([false, false, true]);
});

test('calls of more than 30 days ago are neither read nor kept, and counts are read once a second', async () => {
  const asked: object[] = [];
  let ms = 0;
  const read = createAttendanceReader({
    store: {
      readAttendance(input) {
        asked.push(input);
        return Promise.resolve({ live: 1, abandoned: 0 });
      },
      dropAttendance(input) {
        asked.push(input);
        return Promise.resolve(false);
      },
    },
    monotonic: () => ms,
  });
  const at = 40 * day + 5;
  await read({ client: 'acme', at });
  ms = 999;
  await read({ client: 'acme', at });
  ms = 1_000;
  await read({ client: 'acme', at });
  const since = { client: 'acme', since: 10 * day };
  expect(asked).toEqual([since, { before: 10 * day, limit: 1_000 }, since]);
});
