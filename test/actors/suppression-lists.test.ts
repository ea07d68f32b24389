import { describe, expect, test } from 'vitest';
import { phoneAddress } from '../../src/domain/contact/address.ts';
import { phoneOf, rowOf, rowsOf } from '../support/builders/contacts.ts';
import { startScriptedService } from '../support/service/start-scripted-service.ts';
import type { ScriptedService } from '../support/service/start-scripted-service.ts';

const minute = 60_000;
const always = { start: '00:00', end: '24:00', skipWeekends: false, holidays: 'none' } as const;
const by = 'test';

let service: ScriptedService;

const open = async (
  disposition = 'answered',
  outcome?: string,
): Promise<{
  campaign: (name: string, rows?: number) => Promise<string>;
  startsOf: (row: number) => number[];
}> => {
  service = await startScriptedService({
    script: () => ({ afterMs: 10_000, disposition, ...(outcome !== undefined && { outcome }) }),
  });
  return {
    async campaign(name, rows = 2) {
      const { id } = await service.create({ name, sendWindow: always });
      await service.enroll({ campaign: id, rows: rowsOf(rows) });
      return id;
    },
    startsOf: (row) => service.calls.filter(({ address }) => address === phoneOf(row)).map(({ at }) => at),
  };
};
const statesOf = async (campaign: string) => (await service.record(campaign)).counters.states;
const suppress = (order: object) =>
  service.engine.suppress({ client: 'default', address: phoneOf(1), reason: 'asked', by, ...order });

describe('an entry of a do-not-contact list', () => {
  test('with an end lets the contact wait until then, exactly, in every campaign and before its start', async () => {
    const { campaign, startsOf } = await open();
    const now = service.time.clocks.business.now();
    const expiresAt = Math.floor(now) + 45 * minute + 1;
    await suppress({ expiresAt });
    const id = await campaign('spring');
    await service.startCampaign(id);
    await service.pass(minute);
    expect(await statesOf(id)).toMatchObject({ waiting: 1, completed: 1 });
    const [row] = await service.store.readEnrollments({ campaign: id, positions: [1] });
    const why =
      row && (await service.queries.whyContact({ record: await service.record(id), enrollment: row }));
    const until = new Date(expiresAt).toISOString();
    expect(why?.reasons).toMatchObject([{ code: 'contact.suppressed' }]);
    expect(Date.parse(why?.reasons[0]?.until ?? '')).toBe(Date.parse(until));
    expect(why?.summary).toMatch(/^Is on a do-not-contact list until /);
    expect(why?.rules.find(({ rule }) => rule === 'do-not-contact')?.reason).toBe('contact.suppressed');
    await service.pass(44 * minute);
    expect(startsOf(1)).toEqual([]);
    await service.pass(minute);
    expect(startsOf(1)).toHaveLength(1);
    expect(startsOf(1)[0]).toBeGreaterThanOrEqual(expiresAt);
    expect(startsOf(1)[0]).toBeLessThan(expiresAt + 1_000);
    expect(await statesOf(id)).toEqual({ completed: 2 });
  });

  test('of one campaign bars the contact there, and in no other', async () => {
    const { campaign, startsOf } = await open();
    const [spring, autumn] = [await campaign('spring'), await campaign('autumn')];
    await suppress({ campaign: spring, reason: 'opt-out' });
    for (const id of [spring, autumn]) await service.startCampaign(id);
    await service.pass(10 * minute);
    expect(await statesOf(spring)).toEqual({ suppressed: 1, completed: 1 });
    expect(await statesOf(autumn)).toEqual({ completed: 2 });
    expect(startsOf(1)).toHaveLength(1);
  });

  test('that came after the import is obeyed, and the list of a campaign is checked at its import', async () => {
    const { campaign } = await open();
    const id = await campaign('spring', 1);
    await service.store.putSuppressions([
      {
        client: '*',
        campaign: null,
        address: phoneOf(1),
        reason: 'listed',
        source: 'import',
        origin: 'dnc.csv',
        by,
        at: 0,
        expiresAt: null,
      },
    ]);
    await suppress({ campaign: id, address: phoneOf(2) });
    await service.enroll({ campaign: id, rows: [rowOf(2)] });
    expect(await statesOf(id)).toEqual({ pending: 1, suppressed: 1 });
    await service.startCampaign(id);
    await service.pass(minute);
    expect([service.calls.length, await statesOf(id)]).toEqual([0, { suppressed: 2 }]);
  });

  test('of an imported list ends queued contacts at once; an opt-out in it has no end', async () => {
    const { campaign } = await open();
    const [spring, autumn] = [await campaign('spring', 3), await campaign('autumn', 3)];
    const soon = Math.floor(service.time.clocks.business.now()) + minute;
    const entries = [
      { address: phoneOf(1), reason: 'listed', expiresAt: null },
      { address: phoneOf(2), reason: 'opted-out', expiresAt: soon },
      { address: phoneOf(3), reason: 'listed', expiresAt: soon },
      { address: phoneOf(4), reason: 'listed', expiresAt: 1 },
    ];
    const order = { client: 'default', source: 'import', origin: 'dnc.csv', entries, by } as const;
    expect(await service.engine.suppressMany(order)).toEqual({
      added: 3,
      changed: 0,
      unchanged: 0,
      ended: 1,
    });
    for (const id of [spring, autumn]) expect(await statesOf(id)).toEqual({ suppressed: 2, pending: 1 });
    expect(await service.engine.suppressMany(order)).toMatchObject({ unchanged: 3, ended: 1 });
    await expect(suppress({ reason: 'opt-out', expiresAt: soon })).rejects.toMatchObject({
      code: 'suppression.opt-out-ends',
    });
    await expect(suppress({ expiresAt: 1 })).rejects.toMatchObject({ code: 'suppression.ended' });
  });

  test('from an opt-out in a call bars the second number too, in another campaign that has it queued', async () => {
    const { campaign, startsOf } = await open('answered', 'opt-out');
    const spring = await campaign('spring', 1);
    const { id: autumn } = await service.create({ name: 'autumn', sendWindow: always });
    const plain = rowOf(1);
    const addresses = [phoneAddress(phoneOf(9)), phoneAddress(phoneOf(1))];
    await service.enroll({
      campaign: autumn,
      rows: [{ ...plain, identity: 'row:9', contact: { ...plain.contact, addresses } }],
    });
    const { id: summer } = await service.create({ name: 'summer', sendWindow: always });
    const both = [phoneAddress(phoneOf(1)), phoneAddress(phoneOf(9))];
    await service.enroll({
      campaign: summer,
      rows: [{ ...plain, identity: 'row:1', contact: { ...plain.contact, addresses: both } }],
    });
    await service.startCampaign(summer);
    await service.pass(minute);
    expect(startsOf(1)).toHaveLength(1);
    for (const address of [phoneOf(1), phoneOf(9)])
      expect(await service.store.readSuppressions({ clients: ['default'], address })).toMatchObject([
        { campaign: null, source: 'touch', reason: 'opt-out', expiresAt: null },
      ]);
    await service.startCampaign(autumn);
    await service.startCampaign(spring);
    await service.pass(minute);
    expect(service.calls).toHaveLength(1);
    expect([await statesOf(autumn), await statesOf(spring)]).toEqual([{ suppressed: 1 }, { suppressed: 1 }]);
  });
});
