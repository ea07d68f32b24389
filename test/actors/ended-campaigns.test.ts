import { beforeEach, describe, expect, test } from 'vitest';
import { evidenceRanks } from '../../src/domain/attempt/attempt.ts';
import type { Attempt } from '../../src/domain/attempt/attempt.ts';
import { rowsOf } from '../support/builders/contacts.ts';
import { startScriptedService } from '../support/service/start-scripted-service.ts';
import type { ScriptedService } from '../support/service/start-scripted-service.ts';

const second = 1_000;
const minute = 60 * second;
const talkMs = 5 * second;
const always = { start: '00:00', end: '24:00', skipWeekends: false, holidays: 'none' } as const;

describe('a campaign that has ended', () => {
  let service: ScriptedService;
  let id: string;
  beforeEach(async () => {
    const script = () => ({ afterMs: talkMs, disposition: 'no-answer' }) as const;
    service = await startScriptedService({ script, beatMs: second });
    ({ id } = await service.create({ name: 'short', sendWindow: always, retry: { maxAttempts: 1 } }));
    await service.enroll({ campaign: id, rows: rowsOf(1) });
    await service.startCampaign(id);
  });

  const attemptOf = async (): Promise<Attempt> => {
    const [attempt] = (await service.store.listAttempts({ campaign: id, limit: 1 })).items;
    if (!attempt) throw new Error('nobody was called');
    return attempt;
  };

  test('is run for as long as a call is under way, and let go within a beat of its end', async () => {
    await service.pass(talkMs - second);
    expect(service.runtime.actor(id)).not.toBeNull();
    await service.pass(3 * second);
    expect((await service.record(id)).state).toBe('completed');
    expect(service.runtime.actor(id)).toBeNull();
  });

  test('still takes in what is heard late, and can be archived', async () => {
    await service.pass(minute);
    const { id: attempt } = await attemptOf();
    const verdict = await service.engine.receive({
      id: 'evt_late',
      campaign: id,
      attempt,
      providerId: null,
      evidence: [
        {
          kind: 'ended',
          rank: evidenceRanks.record,
          providerId: null,
          disposition: 'answered',
          cause: null,
          fault: null,
          details: { talkSeconds: 7 },
        },
      ],
    });
    expect(verdict).toBe('closed');
    expect(await attemptOf()).toMatchObject({ disposition: 'answered', details: { talkSeconds: 7 } });
    expect((await service.record(id)).counters.states).toEqual({ completed: 1 });
    await service.engine.command({ campaign: id, command: { name: 'archive' }, by: 'test' });
    expect((await service.record(id)).state).toBe('archived');
  });
});
