import { describe, expect, test } from 'vitest';
import { phoneAddress } from '../../src/domain/contact/address.ts';
import { phoneOf, rowOf, rowsOf } from '../support/builders/contacts.ts';
import { startScriptedService } from '../support/service/start-scripted-service.ts';
import type { ScriptedService } from '../support/service/start-scripted-service.ts';

const minute = 60_000;
const always = { start: '00:00', end: '24:00', skipWeekends: false, holidays: 'none' } as const;

let service: ScriptedService;

describe('the checks at the time of a start', () => {
  test('mint nothing for a time at which the window is closed, although it is open when the turn decides', async () => {
    const closesAt = Date.parse('2027-03-01T15:00:00Z');
    service = await startScriptedService({
      script: () => ({ afterMs: 1_000, disposition: 'answered' }),
      startAt: closesAt - 2_500,
    });
    const { id } = await service.create({
      name: 'late',
      sendWindow: { start: '09:00', end: '10:00', skipWeekends: false, holidays: 'none' },
      rateLimits: { concurrent: 100, perSecond: 10 },
    });
    await service.enroll({ campaign: id, rows: rowsOf(100) });
    await service.startCampaign(id);
    await service.pass(minute);
    const log = await service.store.readEvents({ campaign: id, afterSeq: 0, limit: 999 });
    const starts = log.flatMap((event) =>
      event.type === 'attempt.minted' ? [event.data.startAt ?? Infinity] : [],
    );
    expect(starts.length).toBeGreaterThan(10);
    expect(Math.max(...starts)).toBeLessThan(closesAt);
    expect(Math.max(...service.calls.map(({ at }) => at))).toBeLessThan(closesAt);
    const { states, attempts } = (await service.record(id)).counters;
    expect(states).toEqual({ completed: starts.length, pending: 100 - starts.length });
    expect(attempts).toMatchObject({ started: starts.length });
  });

  test('see an opt-out of the same turn: another contact of that person is not called', async () => {
    service = await startScriptedService({
      script: () => ({ afterMs: 10 * minute, disposition: 'answered' }),
    });
    const { id } = await service.create({ name: 'persons', sendWindow: always });
    const contactOf = (row: number) => {
      const plain = rowOf(row);
      const addresses = [phoneAddress(phoneOf(row))];
      return {
        ...plain,
        identity: `row:${row}`,
        contact: { ...plain.contact, addresses, externalId: 'C1' },
      };
    };
    await service.enroll({ campaign: id, rows: [contactOf(1), contactOf(2)] });
    await service.startCampaign(id);
    await service.pass(1_000);
    const [first] = (await service.store.listAttempts({ campaign: id, limit: 1 })).items;
    const [second] = await service.store.readEnrollments({ campaign: id, positions: [2] });
    expect([service.calls.length, second?.waitReason]).toEqual([1, 'person.busy']);

    // The opt-out comes at the very time at which the second contact is due.
    const evidence = [
      { kind: 'responded', stage: 'in-progress', providerId: null, outcome: 'opt-out' } as const,
    ];
    service.time.clocks.business.at(second?.dueAt ?? 0, () => {
      const report = { id: 'evt_out', campaign: id, attempt: first?.id ?? '', providerId: null, evidence };
      void service.engine.receive(report);
    });
    await service.pass(5 * minute);
    expect(service.calls).toHaveLength(1);
    const [after] = await service.store.readEnrollments({ campaign: id, positions: [2] });
    expect(after).toMatchObject({ state: 'suppressed', attempts: 0 });
  });
});
