import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { createFoundAttempts } from '../../src/actors/host/actor/found-attempts.ts';
import { rowsOf } from '../support/builders/contacts.ts';
import { startScriptedService } from '../support/service/start-scripted-service.ts';

/** A log that records its lines. */
function keptLog() {
  const lines: Record<string, unknown>[] = [];
  const log = pino(
    { level: 'info', base: null, timestamp: false },
    { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) },
  );
  return { log, lines };
}

describe("the service's log", () => {
  test('reports the events of a campaign, each order with its author and reason, and no contact', async () => {
    const { log, lines } = keptLog();
    const service = await startScriptedService({
      script: () => ({ afterMs: 30_000, disposition: 'answered' }),
      log,
    });
    const { id } = await service.create({ name: 'spring' });
    await service.enroll({ campaign: id, rows: rowsOf(3) });
    await service.startCampaign(id);
    const pause = { cause: 'operator' as const, by: 'key:ops', reason: 'lunch' };
    await service.engine.command({ campaign: id, command: { name: 'pause', pause }, by: 'key:ops' });
    await service.engine.command({ campaign: id, command: { name: 'resume' }, by: 'key:ops' });
    await service.pass(20 * 60_000);
    expect(lines.map(({ msg }) => msg)).toEqual([
      'campaign.created',
      'import.closed',
      'campaign.started',
      'took over a campaign',
      'campaign.paused',
      'campaign.resumed',
      'campaign.completed',
    ]);
    expect(lines[4]).toMatchObject({ campaign: id, name: 'spring', by: 'key:ops', reason: 'lunch' });
    expect(JSON.stringify(lines)).not.toMatch(/\+1\d{10}|Person \d/);
  });

  test('reports which attempts a new owner found open, and the result of each', async () => {
    const { log, lines } = keptLog();
    const service = await startScriptedService({ script: () => ({ afterMs: 30_000, disposition: 'busy' }) });
    const { id } = await service.create({ name: 'spring', retry: { maxAttempts: 1 } });
    await service.enroll({ campaign: id, rows: rowsOf(2) });
    await service.startCampaign(id);
    await service.pass(5 * 60_000 + 5_000);
    const memory = service.runtime.actor(id)?.memory();
    if (!memory) throw new Error('nobody runs the campaign');
    const found = createFoundAttempts({ campaign: id, log });
    found.noteFound(memory);
    const attempts = [...memory.open.keys()];
    expect(attempts).toHaveLength(2);
    expect(lines).toMatchObject([{ campaign: id, attempts }]);
    await service.pass(2 * 60_000);
    const events = await service.store.readEvents({ campaign: id, afterSeq: 0, limit: 500 });
    found.noteCommitted(events);
    found.noteCommitted(events);
    expect(lines.slice(1)).toMatchObject([
      { attempt: expect.any(String) as string, disposition: 'busy', became: 'exhausted' },
      { attempt: expect.any(String) as string, disposition: 'busy', became: 'exhausted' },
      { msg: 'all attempts that were found open have ended', attempts: 2 },
    ]);
    expect(lines).toHaveLength(4);
  });

  test('and the log of the campaign report a wait once, however often a retry interrupts it', async () => {
    let seed = 0;
    const service = await startScriptedService({
      script: () => ({ afterMs: 1_000, disposition: seed++ % 7 === 0 ? 'answered' : 'busy' }),
    });
    const { id } = await service.create({
      name: 'spring',
      retry: {
        maxAttempts: 8,
        maxPerDay: 8,
        backoff: { first: '5m', factor: 1, jitter: 0.5 },
        on: { busy: { first: '5m' } },
      },
    });
    await service.enroll({ campaign: id, rows: rowsOf(12) });
    await service.startCampaign(id);
    await service.pass(3 * 60 * 60_000);
    const events = await service.store.readEvents({ campaign: id, afterSeq: 0, limit: 1_000 });
    const attempts = events.filter(({ type }) => type === 'attempt.minted').length;
    const waits = events.filter((event) => event.type === 'campaign.waiting').map(({ data }) => data.reason);
    expect(attempts).toBeGreaterThan(30);
    expect(waits).toEqual([...new Set(waits)]);
    expect(
      events.filter(({ type }) => /^campaign\.(dispatching|draining)$/.test(type)).length,
    ).toBeLessThanOrEqual(2);
    expect((await service.record(id)).state).toBe('completed');
  });
});
