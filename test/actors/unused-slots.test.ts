import { expect, test } from 'vitest';
import { rowOf } from '../support/builders/contacts.ts';
import { startScriptedService } from '../support/service/start-scripted-service.ts';

const minute = 60_000;

test('a slot that was taken for a person who is in a call is free for another campaign', async () => {
  const service = await startScriptedService({
    script: () => ({ afterMs: 30 * minute, disposition: 'answered' }),
  });
  await service.store.putClient({
    record: { client: 'default', settings: { limits: { concurrent: 2 } }, updatedAt: 0 },
    by: 'test',
  });
  const called = async (name: string, row: number): Promise<void> => {
    const { id } = await service.create({ name });
    await service.enroll({ campaign: id, rows: [rowOf(row)] });
    await service.startCampaign(id);
    await service.pass(6 * minute);
  };
  await called('first', 1);
  await called('second', 1);
  await called('third', 2);
  expect(service.calls.map(({ address }) => address)).toEqual([rowOf(1).address, rowOf(2).address]);
});
