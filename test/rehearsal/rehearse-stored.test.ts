import pino from 'pino';
import { describe, expect, test } from 'vitest';
import { createStoredRehearsal } from '../../src/rehearsal/rehearse-stored.ts';
import { rowOf } from '../support/builders/contacts.ts';
import { startScriptedService } from '../support/service/start-scripted-service.ts';
import type { ScriptedService } from '../support/service/start-scripted-service.ts';
import { unlimited } from '../support/service/process.ts';

const shared = { account: unlimited, global: unlimited, caller: unlimited };
const rejected = (row: number, code: string) => ({ row, code, detail: `why row ${row} is out`, cells: [] });

describe('the rehearsal of a stored campaign', () => {
  let service: ScriptedService;

  const open = async () => {
    service = await startScriptedService({ script: () => ({ afterMs: 30_000, disposition: 'answered' }) });
    const { store, time } = service;
    const log = pino({ level: 'silent' });
    const rehearse = createStoredRehearsal({ store, shared, business: time.clocks.business, log });
    const { id } = await service.create({ name: 'spring' });
    return { id, rehearse: async () => rehearse({ record: await service.record(id) }) };
  };

  test('reports who is skipped and why: rejected rows, duplicates and suppressed contacts', async () => {
    const { id, rehearse } = await open();
    const rows = [rowOf(1), rowOf(2), rowOf(3, { address: rowOf(1).address })];
    const out = [rejected(4, 'contact.phone-invalid'), rejected(5, 'contact.phone-invalid')];
    const optOuts = [{ row: 2, marks: [{ key: rowOf(2).address, reason: 'opted-out' }] }];
    await service.enroll({ campaign: id, rows, rejected: out, optOuts });
    const seen = await rehearse();
    expect(seen.skipped).toEqual([
      { code: 'contact.phone-invalid', rows: 2, firstRow: 4, detail: 'why row 4 is out' },
      { code: 'contact.duplicate', rows: 1, firstRow: 3, detail: expect.any(String) },
    ]);
    expect(seen.contacts).toMatchObject({ suppressed: 1 });
    expect(Object.values(seen.contacts).reduce((sum, count) => sum + count, 0)).toBe(2);
    expect(service.calls).toEqual([]);
  });

  test('starts at the start of a scheduled campaign', async () => {
    const { id, rehearse } = await open();
    await service.enroll({ campaign: id, rows: [rowOf(1)] });
    expect((await rehearse()).days[0]?.day).toBe('2027-03-01');
    const startAt = Date.parse('2027-03-10T15:00:00Z');
    await service.engine.command({ campaign: id, command: { name: 'start', startAt }, by: 'test' });
    const { days, end } = await rehearse();
    expect(days[0]?.day).toBe('2027-03-10');
    expect(Date.parse(end?.early ?? '')).toBeGreaterThan(startAt);
  });
});
