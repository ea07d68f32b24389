import { describe, expect, test } from 'vitest';
import { nothingDone } from '../../src/persistence/contract/store.ts';
import { rowsOf } from '../support/builders/contacts.ts';
import { startScriptedService } from '../support/service/start-scripted-service.ts';
import type { ScriptedService } from '../support/service/start-scripted-service.ts';

const dayMs = 86_400_000;

describe('a campaign that an earlier version stored with what is refused today', () => {
  let service: ScriptedService;

  /** Writes the definition past all checks, as the earlier version did; the owner reads it at the next command. */
  const started = async (change: object): Promise<string> => {
    service = await startScriptedService({ script: () => ({ afterMs: 30_000, disposition: 'answered' }) });
    const { id } = await service.create({ name: 'spring' });
    await service.enroll({ campaign: id, rows: rowsOf(3) });
    const record = await service.record(id);
    const { epoch, rev, seq } = record;
    const definition = { ...record.definition, ...change };
    const stored = { ...record, definition, rev: rev + 1, turn: 'earlier' };
    await service.store.commitTurn({ ...nothingDone, expected: { epoch, rev, seq }, record: stored });
    await service.startCampaign(id);
    return id;
  };
  const placed = async (id: string): Promise<number> =>
    (await service.record(id)).counters.attempts['started'] ?? 0;

  test.each([
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
      await service.pass(dayMs);
      expect(await placed(id)).toBe(0);
      const record = await service.record(id);
      expect(record.state).toBe('running');
      const notice = {
        code: 'campaign.zone-unclear',
        campaign: id,
        detail: expect.stringContaining(zone) as string,
      };
      expect(await service.queries.why(record)).toMatchObject({
        notices: [notice],
        reasons: [{ code: 'window.never', contacts: 3 }],
      });
      const attention = await service.queries.attention({ client: null });
      expect(attention[0]).toMatchObject({ ...notice, name: 'spring' });
      const definition = {
        ...record.definition,
        sendWindow: { ...record.definition.sendWindow, timezone: place },
      };
      await service.engine.command({ campaign: id, command: { name: 'edit', definition }, by: 'ops' });
      await service.pass(60_000);
      expect(await placed(id)).toBe(3);
      expect((await service.queries.why(await service.record(id))).notices).toEqual([]);
    },
  );

  test('is called with whole seconds where it rings for a part of one', async () => {
    const step = { id: 'call', channel: 'voice', from: '+12025550100', machineDetection: 'hangup' } as const;
    const flow = [{ speak: 'Hello.' }, { wait: '0s' }];
    const id = await started({ steps: [{ ...step, flow, ringTimeout: '300ms', timeLimit: '1500ms' }] });
    await service.pass(6 * 3_600_000);
    expect(await placed(id)).toBe(3);
  });

  test('has quotas in UTC where the clock of its client is an abbreviation, and attention says so', async () => {
    service = await startScriptedService({ script: () => ({ afterMs: 30_000, disposition: 'answered' }) });
    await service.store.putClient({
      record: {
        client: 'default',
        settings: { timezone: 'MST', sendWindow: { timezone: 'IST' } },
        updatedAt: 0,
      },
      by: 'test',
    });
    const { id } = await service.create({ name: 'spring' });
    await service.enroll({ campaign: id, rows: rowsOf(2) });
    await service.startCampaign(id);
    await service.pass(6 * 3_600_000);
    expect(await placed(id)).toBe(2);
    expect(await service.queries.attention({ client: 'default' })).toMatchObject([
      { code: 'client.zone-unclear', client: 'default', detail: expect.stringContaining('MST') as string },
      { code: 'client.zone-unclear', detail: expect.stringContaining('IST') as string },
    ]);
    expect(await service.queries.attention({ client: 'other' })).toEqual([]);
  });
});
