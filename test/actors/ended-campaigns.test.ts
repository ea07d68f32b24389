import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { evidenceRanks } from '../../src/domain/attempt/attempt.ts';
import type { Attempt } from '../../src/domain/attempt/attempt.ts';
import { openStudio, rowsOf } from '../queries/support/studio.ts';
import type { Studio } from '../queries/support/studio.ts';

const second = 1_000;
const minute = 60 * second;
const talkMs = 5 * second;
const always = { start: '00:00', end: '24:00', skipWeekends: false, holidays: 'none' } as const;

describe('a campaign that has ended', () => {
  let studio: Studio;
  let id: string;
  beforeEach(async () => {
    const script = () => ({ afterMs: talkMs, disposition: 'no-answer' }) as const;
    studio = await openStudio({ script, beatMs: second });
    ({ id } = await studio.create({ name: 'short', sendWindow: always, retry: { maxAttempts: 1 } }));
    await studio.enroll({ campaign: id, rows: rowsOf(1) });
    await studio.start(id);
  });
  afterEach(() => studio.close());

  const attemptOf = async (): Promise<Attempt> => {
    const [attempt] = (await studio.store.listAttempts({ campaign: id, limit: 1 })).items;
    if (!attempt) throw new Error('nobody was called');
    return attempt;
  };

  it('is run for as long as a call is under way, and let go within a beat of its end', async () => {
    await studio.pass(talkMs - second);
    expect(studio.runtime.actor(id)).not.toBeNull();
    await studio.pass(3 * second);
    expect((await studio.record(id)).state).toBe('completed');
    expect(studio.runtime.actor(id)).toBeNull();
  });

  it('still takes in what is heard late, and can be archived', async () => {
    await studio.pass(minute);
    const { id: attempt } = await attemptOf();
    const verdict = await studio.engine.receive({
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
    expect((await studio.record(id)).counters.states).toEqual({ completed: 1 });
    await studio.engine.command({ campaign: id, command: { name: 'archive' }, by: 'test' });
    expect((await studio.record(id)).state).toBe('archived');
  });
});
