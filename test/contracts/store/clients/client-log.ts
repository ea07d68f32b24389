import { expect, test } from 'vitest';
import { chunkHash } from '../../../../src/persistence/contract/campaigns/log-hashes.ts';
import { addressOf, byOps, liftOf, play } from '../fixtures.ts';
import { useStore, type OpenStore } from '../store-under-test.ts';
import { suppressionOf } from '../../../support/builders/suppressions.ts';

const client = 'default';
const record = { client, settings: { timezone: 'UTC' }, updatedAt: 5 };
const request = (key: string) => ({ key, digest: key, at: 1 });

export function clientLogTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });
  const read = (of = client) => store().readClientLog({ client: of, afterSeq: 0, limit: 100 });
  const suppress = (address: string, of = client) =>
    store().putSuppression(suppressionOf({ client: of, address, reason: 'asked', by: 'key:web', at: 3 }));

  test('it says who removed a draft', async () => {
    const { id, record: draft } = await play(store(), { state: 'draft' });
    expect(await store().removeCampaign({ ...byOps, id, rev: 99 })).toBe(false);
    expect(await read()).toEqual([]);
    await store().removeCampaign({ ...byOps, id, rev: draft().rev });
    expect(await read()).toEqual([
      { ...byOps, seq: 1, type: 'draft.removed', data: { campaign: id, name: 'spring' } },
    ]);
  });

  test('it says who removed a suppression, which one, and why it was there', async () => {
    const address = addressOf(1);
    await suppress(address);
    await suppress(address, '*');
    await store().removeSuppression({ ...byOps, campaign: null, why: null, client, address });
    await store().removeSuppression({ ...byOps, campaign: null, why: null, client, address });
    const event = { ...byOps, seq: 1, type: 'suppression.removed', data: { address, reason: 'asked' } };
    expect(await read()).toEqual([event]);
    expect(await read('*')).toEqual([]);
    await store().removeSuppression({ ...byOps, campaign: null, why: null, client: '*', address });
    expect(await read('*')).toEqual([event]);
  });

  test('it says who changed settings, from what and to what, if they changed', async () => {
    await store().putClient({ record, by: 'key:ops' });
    await store().putClient({ record: { ...record, updatedAt: 6 }, by: 'key:ops' });
    await store().putClient({ record: { client, settings: {}, updatedAt: 7 }, by: 'key:web' });
    const { settings } = record;
    expect(await read()).toEqual([
      { seq: 1, at: 5, by: 'key:ops', type: 'settings.changed', data: { before: null, after: settings } },
      { seq: 2, at: 7, by: 'key:web', type: 'settings.changed', data: { before: settings, after: {} } },
    ]);
  });

  test('it says who ordered and lifted emergency stops', async () => {
    const hold = { client: '*', reason: 'fire', by: 'key:ops', at: 5 };
    await store().putStop(hold);
    await store().putStop({ ...hold, at: 6 });
    await store().removeStop(liftOf('*'));
    await store().removeStop(liftOf('*'));
    expect(await read('*')).toEqual([
      { seq: 1, at: 5, by: 'key:ops', type: 'stop.ordered', data: { reason: 'fire' } },
      { seq: 2, at: 9, by: 'key:ops', type: 'stop.lifted', data: { reason: 'over' } },
    ]);
    expect(await read()).toEqual([]);
  });

  test('the repeat of a request adds nothing', async () => {
    await suppress(addressOf(1));
    for (const key of ['a', 'a', 'b'])
      await store().removeSuppression(
        { ...byOps, campaign: null, why: null, client, address: addressOf(1) },
        request(key),
      );
    await store().putClient({ record, by: 'key:ops' }, request('c'));
    await store().putClient({ record: { ...record, settings: {} }, by: 'key:ops' }, request('c'));
    expect((await read()).map(({ type }) => type)).toEqual(['suppression.removed', 'settings.changed']);
  });

  test('it is read from any seq, and each chunk is linked to the one before by its hash', async () => {
    for (let number = 1; number <= 5; number += 1)
      await store().putClient({ record: { ...record, settings: { number } }, by: 'key:ops' });
    const part = await store().readClientLog({ client, afterSeq: 2, limit: 2 });
    expect(part.map(({ seq }) => seq)).toEqual([3, 4]);
    expect(await store().readLastClientSeq(client)).toBe(5);
    expect(await store().readLastClientSeq('nobody')).toBe(0);

    const chunks = await store().readClientLogChunks({ client, afterSeq: 0, limit: 100 });
    let previous = client;
    for (const { body, hash } of chunks) {
      expect(hash).toBe(chunkHash({ previous, body }));
      previous = hash ?? '';
    }
    expect(chunks.map(({ lastSeq }) => lastSeq)).toEqual([1, 2, 3, 4, 5]);
  });

  test('changes at the same time have seqs of their own', async () => {
    const put = (number: number) =>
      store().putClient({ record: { ...record, settings: { number } }, by: 'key:ops' });
    await Promise.all(Array.from({ length: 10 }, (_, index) => put(index)));
    expect((await read()).map(({ seq }) => seq)).toEqual(Array.from({ length: 10 }, (_, index) => index + 1));
  });
}
