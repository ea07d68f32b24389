import { expect, test } from 'vitest';
import type { RequestKey } from '../../../../src/domain/request-key.ts';
import { byOps, campaignOf, monday, newcomerOf, play, liftOf } from '../fixtures.ts';
import { useStore, type OpenStore } from '../store-under-test.ts';
import { suppressionOf } from '../../../support/builders/suppressions.ts';

const asked = (key: string, changes: Partial<RequestKey> = {}): RequestKey => ({
  key,
  digest: `digest of ${key}`,
  at: 10,
  ...changes,
});

/** Keys of requests are committed with the work they ask for. */
export function requestTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });
  const hold = { client: '*', reason: 'fire', by: 'key:ops', at: 5 };
  const suppression = suppressionOf({ address: '+12025550101', at: monday });

  test('a key that nothing was done for is unknown', async () => {
    expect(await store().readRequest('nothing')).toBeNull();
    await store().putStop(hold);
    expect(await store().readRequest('nothing')).toBeNull();
  });

  test('a campaign is created once per request, and a repeat resolves with the first one', async () => {
    const first = campaignOf({ name: 'first' });
    expect(await store().createCampaign(first, asked('create'))).toEqual(first);
    const again = campaignOf({ name: 'first', id: 'cmp_again' });
    expect(await store().createCampaign(again, asked('create'))).toEqual(first);
    expect(await store().readCampaign('cmp_again')).toBeNull();
    expect(await store().readRequest('create')).toEqual({
      ...asked('create'),
      client: 'default',
      result: JSON.stringify(first),
      reply: null,
    });
  });

  test('a refused write leaves no key behind', async () => {
    const taken = campaignOf({ name: 'taken' });
    await store().createCampaign(taken);
    const again = { ...taken, id: 'cmp_again' };
    await expect(store().createCampaign(again, asked('create'))).rejects.toMatchObject({
      code: 'campaign.name-taken',
    });
    expect(await store().removeCampaign({ ...byOps, id: taken.id, rev: 99 }, asked('remove'))).toBe(false);
    const lift = { client: 'default', address: '+12025550101' };
    expect(
      await store().removeSuppression({ ...byOps, campaign: null, why: null, ...lift }, asked('lift')),
    ).toBe(false);
    for (const key of ['create', 'remove', 'lift']) expect(await store().readRequest(key)).toBeNull();
  });

  test('a draft is removed once per request', async () => {
    const draft = campaignOf({ state: 'draft' });
    await store().createCampaign(draft);
    expect(await store().removeCampaign({ ...byOps, id: draft.id, rev: 0 }, asked('remove'))).toBe(true);
    await store().createCampaign(draft);
    expect(await store().removeCampaign({ ...byOps, id: draft.id, rev: 0 }, asked('remove'))).toBe(true);
    expect(await store().readCampaign(draft.id)).not.toBeNull();
  });

  test('suppressions, stops and settings are written once per request', async () => {
    const { client, address } = suppression;
    const settings = { client, settings: { limits: { concurrent: 1 } }, updatedAt: 5 };
    const first = {
      put: await store().putSuppression(suppression, asked('put')),
      hold: await store().putStop(hold, asked('hold')),
      client: await store().putClient({ record: settings, by: 'key:ops' }, asked('client')),
    };
    expect(first).toEqual({ put: suppression, hold: true, client: settings });
    await store().removeSuppression({ ...byOps, campaign: null, why: null, client, address }, asked('lift'));
    await store().removeStop(liftOf('*'), asked('liftStop'));
    await store().putClient({ record: { ...settings, settings: {} }, by: 'key:ops' });

    const repeated = {
      put: await store().putSuppression({ ...suppression, reason: 'later' }, asked('put')),
      hold: await store().putStop({ ...hold, at: 6 }, asked('hold')),
      client: await store().putClient(
        { record: { ...settings, updatedAt: 6 }, by: 'key:ops' },
        asked('client'),
      ),
    };
    expect(repeated).toEqual(first);
    expect((await store().listSuppressions({ limit: 9 })).items).toEqual([]);
    expect(await store().listStops()).toEqual([]);
    expect((await store().readClient(client))?.settings).toEqual({});

    await store().putSuppression(suppression);
    await store().putStop(hold);
    expect(
      await store().removeSuppression(
        { ...byOps, campaign: null, why: null, client, address },
        asked('lift'),
      ),
    ).toBe(true);
    expect(await store().removeStop(liftOf('*'), asked('liftStop'))).toBe(true);
    expect((await store().listSuppressions({ limit: 9 })).items).toHaveLength(1);
    expect(await store().listStops()).toHaveLength(1);
  });

  test('a turn commits the requests it carries out, and is repeated once one of them is stored', async () => {
    const { commit, id, record } = await play(store(), { people: 1 });
    const one = { ...asked('one'), result: 'true' };
    const two = { ...asked('two'), result: '{"position":1}' };
    expect(await commit({ requests: [one, two], events: [{}] })).toEqual({ kind: 'committed' });
    expect(await store().readRequest('two')).toEqual({ ...two, client: 'default', reply: null });
    const before = record();
    const three = { ...asked('three'), result: 'true' };
    expect(await commit({ requests: [three, { ...one, result: 'false' }], events: [{}] })).toEqual({
      kind: 'repeated',
    });
    expect(await store().readCampaign(id)).toEqual(before);
    expect(await store().readRequest('three')).toBeNull();
    expect(await store().readRequest('one')).toMatchObject({ result: 'true' });
  });

  test('a turn that is fenced, stale or in conflict stores no request', async () => {
    const { commit, enroll, record } = await play(store(), { people: 1 });
    const requests = [{ ...asked('late'), result: 'true' }];
    const { epoch, rev, seq } = record();
    expect(await commit({ requests, expected: { epoch, rev: rev + 1, seq } })).toEqual({ kind: 'stale' });
    const chunk = {
      record: { ...(await firstImport()), id: 'imp_2' },
      newcomers: [newcomerOf(1)],
      rejections: [],
    };
    expect(await commit({ requests, chunk })).toMatchObject({ kind: 'conflict' });
    expect(await store().readRequest('late')).toBeNull();
    expect(await enroll([newcomerOf(2)])).toEqual({ kind: 'committed' });

    async function firstImport() {
      const [found] = await store().listImports(record().id);
      if (!found) throw new Error('nothing was imported');
      return found;
    }
  });

  test('an answer is stored beside the result, or alone; too old ones are dropped', async () => {
    await store().putStop(hold, asked('hold'));
    const reply = { status: 200, body: '{"changed":true}' };
    await store().putReply({ client: null, ...asked('hold'), digest: 'of the whole', ...reply });
    await store().putReply({ client: null, ...asked('alone', { at: 20 }), status: 204, body: '' });
    expect(await store().readRequest('hold')).toEqual({
      ...asked('hold'),
      client: '*',
      digest: 'of the whole',
      result: 'true',
      reply,
    });
    expect(await store().readRequest('alone')).toMatchObject({
      result: null,
      reply: { status: 204, body: '' },
    });
    expect(await store().listRequestClients()).toEqual([null, '*']);
    expect(await store().countRequests({ client: '*', before: 20 })).toBe(1);
    expect(await store().dropRequests({ client: null, before: 20, limit: 10 })).toBe(false);
    expect(await store().readRequest('hold')).not.toBeNull();
    expect(await store().dropRequests({ client: '*', before: 20, limit: 10 })).toBe(false);
    expect(await store().readRequest('hold')).toBeNull();
    expect(await store().readRequest('alone')).not.toBeNull();
    await store().removeRequest('alone');
    expect(await store().readRequest('alone')).toBeNull();
  });

  test('old requests are forgotten a few at a time, the oldest first', async () => {
    for (const at of [14, 11, 13, 12, 20]) {
      await store().putReply({ client: null, ...asked(`at ${at}`, { at }), status: 204, body: '' });
    }
    const left = async (): Promise<number[]> => {
      const found = [11, 12, 13, 14, 20].map((at) => store().readRequest(`at ${at}`));
      return (await Promise.all(found)).flatMap((request) => request?.at ?? []);
    };
    expect(await store().dropRequests({ client: null, before: 20, limit: 3 })).toBe(true);
    expect(await left()).toEqual([14, 20]);
    expect(await store().dropRequests({ client: null, before: 20, limit: 3 })).toBe(false);
    expect(await left()).toEqual([20]);
  });

  test('the work of an answered request that changed nothing can still be done and stored', async () => {
    await store().putReply({ client: null, ...asked('hold'), status: 200, body: '{}' });
    expect(await store().putStop(hold, asked('hold'))).toBe(true);
    expect(await store().readRequest('hold')).toMatchObject({ result: 'true', reply: { status: 200 } });
  });
}
