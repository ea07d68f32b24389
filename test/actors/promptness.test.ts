import { describe, expect, test } from 'vitest';
import { evidenceRanks } from '../../src/domain/attempt/attempt.ts';
import { phoneOf, rowsOf } from '../support/builders/contacts.ts';
import type { Script } from '../support/service/channels/scripted-channel.ts';
import { startScriptedService } from '../support/service/start-scripted-service.ts';
import type { ScriptedService } from '../support/service/start-scripted-service.ts';
import { unlimited } from '../support/service/process.ts';

const minute = 60_000;
const always = { start: '00:00', end: '24:00', skipWeekends: false, holidays: 'none' } as const;

/** The heart beats every ten minutes only: whoever starts before was not found by looking around. */
async function play({
  script,
  people,
  concurrent,
  scene,
}: {
  script: Script;
  people: number;
  concurrent: number;
  scene: (service: ScriptedService, id: string) => Promise<void>;
}): Promise<void> {
  const service = await startScriptedService({ script });
  const { id } = await service.create({
    name: 'prompt',
    sendWindow: always,
    rateLimits: { concurrent, perSecond: 10 },
    retry: { maxAttempts: 2, backoff: { first: '2m', jitter: 0 } },
  });
  await service.enroll({ campaign: id, rows: rowsOf(people) });
  await service.startCampaign(id);
  await scene(service, id);
}

describe('a campaign', () => {
  test('fills a slot at once when the attempt that held it ends', async () => {
    await play({
      script: () => ({ afterMs: 5_000, disposition: 'answered' }),
      people: 4,
      concurrent: 1,
      async scene(service) {
        await service.pass(minute);
        const starts = service.calls.map(({ at }) => at);
        expect(starts.slice(1).map((at, index) => at - (starts[index] ?? 0))).toEqual([5_000, 5_000, 5_000]);
      },
    });
  });

  test('tries again when it is due although nothing else happens meanwhile', async () => {
    await play({
      script: () => ({ afterMs: 5_000, disposition: 'no-answer' }),
      people: 1,
      concurrent: 1,
      async scene(service) {
        await service.pass(5 * minute);
        const [first, second] = service.calls;
        expect((second?.at ?? Infinity) - (first?.at ?? 0)).toBe(2 * minute + 5_000);
      },
    });
  });

  test('calls people who are added late as soon as they are added, while the list stays open', async () => {
    await play({
      script: () => ({ afterMs: 5_000, disposition: 'answered' }),
      people: 1,
      concurrent: 1,
      async scene(service, id) {
        const { id: list } = await service.engine.openImport({ campaign: id, format: 'csv', by: 'test' });
        await service.pass(3 * minute);
        const [, late] = rowsOf(2);
        const asked = service.now();
        const rows = late ? [late] : [];
        await service.engine.addRows({
          campaign: id,
          import: list,
          columns: ['name', 'phone'],
          rows,
          rejected: [],
          optOuts: [],
          lastRow: 2,
        });
        await service.pass(minute);
        expect(service.calls).toHaveLength(2);
        expect((service.calls[1]?.at ?? 0) - asked).toBeLessThan(1_000);
      },
    });
  });

  test('checks again when postponed contacts are due, although other campaigns have the remaining slots', async () => {
    const service = await startScriptedService({
      script: () => ({ afterMs: 10 * minute, disposition: 'answered' }),
      shared: { account: unlimited, global: { concurrent: 3, perSecond: null }, caller: unlimited },
    });
    const campaigns = [];
    for (const name of ['first', 'second']) {
      const { id } = await service.create({ name, sendWindow: always });
      await service.enroll({ campaign: id, rows: rowsOf(2) });
      await service.startCampaign(id);
      await service.pass(1_000);
      campaigns.push(id);
    }
    await service.pass(2.5 * minute);
    const events = await service.store.readEvents({ campaign: campaigns[1] ?? '', afterSeq: 0, limit: 99 });
    const putOff = events.filter(({ type }) => type === 'enrollment.deferred').map(({ at }) => at);
    expect(putOff).toHaveLength(6);
    expect(new Set(putOff.map((at) => Math.round((at - (putOff[0] ?? 0)) / minute)))).toEqual(
      new Set([0, 1, 2]),
    );
  });

  test('does not start a contact that an order moved in the turn in which a slot became free', async () => {
    const service = await startScriptedService({
      script: () => ({ afterMs: minute, disposition: 'answered' }),
    });
    const step = { channel: 'voice' as const, from: '+12025550100', flow: [{ speak: 'Hello' }] };
    const { id } = await service.create({
      name: 'two-steps',
      steps: [
        { ...step, id: 'first' },
        { ...step, id: 'second', after: '1h' },
      ],
      sendWindow: always,
      rateLimits: { concurrent: 1 },
    });
    await service.enroll({ campaign: id, rows: rowsOf(3) });
    await service.startCampaign(id);
    await service.pass(minute / 2);
    const [open] = await service.store.readOpenAttempts(id);
    const ended = {
      kind: 'ended',
      rank: evidenceRanks.record,
      providerId: 'call',
      disposition: 'answered',
      cause: null,
      fault: null,
      details: { talkSeconds: 12 },
    } as const;
    const attempt = open?.id ?? '';
    const news = { id: 'evt_early', campaign: id, attempt, providerId: attempt, evidence: [ended] };
    const skip = { name: 'skip', position: 2, reason: null } as const;
    await Promise.all([
      service.engine.receive(news),
      service.engine.commandContact({ campaign: id, command: skip, by: 'test' }),
    ]);
    await service.pass(5_000);
    expect(service.calls.map(({ address }) => address)).toEqual([phoneOf(1), phoneOf(3)]);
  });
});
