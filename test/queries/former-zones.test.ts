import { afterEach, describe, expect, it } from 'vitest';
import { nothingDone } from '../../src/persistence/contract/store.ts';
import { openStudio, rowsOf } from './support/studio.ts';
import type { Studio } from './support/studio.ts';

const dayMs = 86_400_000;

describe('a campaign that an earlier version stored with what is refused today', () => {
  let studio: Studio;
  afterEach(() => studio.close());

  /** Writes the definition past all checks, as the earlier version did; the owner reads it at the next command. */
  const started = async (change: object): Promise<string> => {
    studio = await openStudio({ script: () => ({ afterMs: 30_000, disposition: 'answered' }) });
    const { id } = await studio.create({ name: 'spring' });
    await studio.enroll({ campaign: id, rows: rowsOf(3) });
    const record = await studio.record(id);
    const { epoch, rev, seq } = record;
    const definition = { ...record.definition, ...change };
    const stored = { ...record, definition, rev: rev + 1, turn: 'earlier' };
    await studio.store.commitTurn({ ...nothingDone, expected: { epoch, rev, seq }, record: stored });
    await studio.start(id);
    return id;
  };
  const placed = async (id: string): Promise<number> =>
    (await studio.record(id)).counters.attempts['started'] ?? 0;

  it.each([
    ['AST', 'America/Halifax'],
    ['+08:00', 'Asia/Shanghai'],
    ['WST', 'Australia/Perth'],
  ])(
    'starts nothing by the hours of %s, says so first, and continues once it is edited',
    async (zone, place) => {
      const { sendWindow } = {
        sendWindow: {
          timezone: zone,
          start: '00:00',
          end: '24:00',
          skipWeekends: false,
          days: {},
          holidays: 'none',
        },
      };
      const id = await started({ sendWindow });
      await studio.pass(dayMs);
      expect(await placed(id)).toBe(0);
      const record = await studio.record(id);
      expect(record.state).toBe('running');
      const notice = {
        code: 'campaign.zone-unclear',
        campaign: id,
        detail: expect.stringContaining(zone) as string,
      };
      expect(await studio.queries.why(record)).toMatchObject({
        notices: [notice],
        reasons: [{ code: 'window.never', contacts: 3 }],
      });
      const attention = await studio.queries.attention({ client: null });
      expect(attention[0]).toMatchObject({ ...notice, name: 'spring' });
      const definition = {
        ...record.definition,
        sendWindow: { ...record.definition.sendWindow, timezone: place },
      };
      await studio.engine.command({ campaign: id, command: { name: 'edit', definition }, by: 'ops' });
      await studio.pass(60_000);
      expect(await placed(id)).toBe(3);
      expect((await studio.queries.why(await studio.record(id))).notices).toEqual([]);
    },
  );

  it('is called with whole seconds where it rings for a part of one', async () => {
    const step = { id: 'call', channel: 'voice', from: '+12025550100', machineDetection: 'hangup' } as const;
    const flow = [{ speak: 'Hello.' }, { wait: '0s' }];
    const id = await started({ steps: [{ ...step, flow, ringTimeout: '300ms', timeLimit: '1500ms' }] });
    await studio.pass(6 * 3_600_000);
    expect(await placed(id)).toBe(3);
  });

  it('has quotas in UTC where the clock of its client is an abbreviation, and attention says so', async () => {
    studio = await openStudio({ script: () => ({ afterMs: 30_000, disposition: 'answered' }) });
    await studio.store.putClient({
      record: {
        client: 'default',
        settings: { timezone: 'MST', sendWindow: { timezone: 'IST' } },
        updatedAt: 0,
      },
      by: 'test',
    });
    const { id } = await studio.create({ name: 'spring' });
    await studio.enroll({ campaign: id, rows: rowsOf(2) });
    await studio.start(id);
    await studio.pass(6 * 3_600_000);
    expect(await placed(id)).toBe(2);
    expect(await studio.queries.attention({ client: 'default' })).toMatchObject([
      { code: 'client.zone-unclear', client: 'default', detail: expect.stringContaining('MST') as string },
      { code: 'client.zone-unclear', detail: expect.stringContaining('IST') as string },
    ]);
    expect(await studio.queries.attention({ client: 'other' })).toEqual([]);
  });
});
