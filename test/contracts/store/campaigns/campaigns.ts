import { expect, test } from 'vitest';
import { emptyCanary } from '../../../../src/domain/campaign/canary.ts';
import { byOps, idOf, campaignOf, importOf, newcomerOf, play, readAll, turnOf } from '../fixtures.ts';
import { useStore, type OpenStore } from '../store-under-test.ts';

export function campaignTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });

  test('a campaign is read back as it was created, by id and by name', async () => {
    const record = campaignOf({
      counters: {
        total: 3,
        states: { pending: 3 },
        attempts: {},
        open: 0,
        openImports: 1,
        occupiedMs: 0.5,
        canary: { ...emptyCanary(), begun: 2, started: 1 },
      },
      owner: null,
      turn: 'turn-1',
      rest: 'cancelled',
      listed: false,
    });
    await store().createCampaign(record);
    expect(await store().readCampaign(record.id)).toEqual(record);
    expect(await store().findCampaign({ client: 'default', name: 'spring' })).toEqual(record);
    expect(await store().readLastTurn(record.id)).toBe('turn-1');
  });

  test('what is not there is null', async () => {
    expect(await store().readCampaign('cmp_none')).toBeNull();
    expect(await store().findCampaign({ client: 'default', name: 'none' })).toBeNull();
    expect(await store().readLastTurn('cmp_none')).toBeNull();
  });

  test('a name is unique within a client, and only there', async () => {
    await store().createCampaign(campaignOf());
    const again = campaignOf({ id: 'cmp_other' });
    await expect(store().createCampaign(again)).rejects.toMatchObject({
      code: 'campaign.name-taken',
      family: 'conflict',
    });
    await store().createCampaign(campaignOf({ id: 'cmp_other', client: 'northwind' }));
    expect(await store().readCampaign('cmp_spring')).not.toBeNull();
  });

  test('the clients that have a campaign of a name are listed for every caller', async () => {
    for (const client of ['southwind', 'northwind']) {
      await store().createCampaign(campaignOf({ id: `cmp_${client}`, client }));
    }
    await store().createCampaign(campaignOf({ name: 'autumn' }));
    expect(await store().listClientsOf('spring')).toEqual(['northwind', 'southwind']);
    expect(await store().listClientsOf('autumn')).toEqual(['default']);
    expect(await store().listClientsOf('winter')).toEqual([]);
  });

  test('a turn cannot take the name of another campaign either', async () => {
    await store().createCampaign(campaignOf());
    const { commit, record } = await play(store(), { name: 'autumn' });
    await expect(commit({ patch: { name: 'spring' } })).rejects.toMatchObject({
      code: 'campaign.name-taken',
    });
    expect(await store().readCampaign(record().id)).toEqual(record());
  });

  test('rows are fresh objects: changing one changes nothing stored', async () => {
    await store().createCampaign(campaignOf());
    const first = await store().readCampaign('cmp_spring');
    if (first) first.counters.total = 99;
    expect((await store().readCampaign('cmp_spring'))?.counters.total).toBe(0);
  });

  test('campaigns are listed newest first, page by page, each exactly once', async () => {
    const made = Array.from({ length: 11 }, (_, index) =>
      campaignOf({ name: `c${index}`, createdAt: 1000 + Math.floor(index / 3) }),
    );
    for (const record of made) await store().createCampaign(record);
    const listed = await readAll((after) => store().listCampaigns({ limit: 4, ...(after ? { after } : {}) }));
    expect(listed.map(({ createdAt }) => createdAt)).toEqual(
      made.map(({ createdAt }) => createdAt).toSorted((left, right) => right - left),
    );
    expect(new Set(listed.map(({ id }) => id)).size).toBe(11);
  });

  test('lists can be narrowed to a client, to states, and to what is listed', async () => {
    const records = [
      campaignOf({ name: 'a', createdAt: 1 }),
      campaignOf({ name: 'b', createdAt: 2, state: 'paused' }),
      campaignOf({ name: 'c', createdAt: 3, client: 'northwind' }),
      campaignOf({ name: 'direct', createdAt: 4, listed: false }),
    ];
    for (const record of records) await store().createCampaign(record);
    const names = async (input: Partial<Parameters<ReturnType<typeof store>['listCampaigns']>[0]>) =>
      (await store().listCampaigns({ limit: 10, ...input })).items.map(({ name }) => name);
    expect(await names({})).toEqual(['direct', 'c', 'b', 'a']);
    expect(await names({ listedOnly: true })).toEqual(['c', 'b', 'a']);
    expect(await names({ states: ['paused', 'running'], client: 'default' })).toEqual(['direct', 'b', 'a']);
    expect(await names({ states: ['paused'] })).toEqual(['b']);
    expect(await names({ client: 'nobody' })).toEqual([]);
    expect(await names({ states: [] })).toEqual([]);
  });

  test('a cursor that is none of ours is refused as bad input', async () => {
    await expect(store().listCampaigns({ limit: 1, after: 'x' })).rejects.toMatchObject({
      code: 'page.cursor-invalid',
      family: 'invalid',
    });
  });

  test('a draft is removed with all it has', async () => {
    const { id, record, enroll } = await play(store(), { state: 'draft' });
    await enroll([newcomerOf(1), newcomerOf(2)]);
    await store().putInbox({ id: 'evt_1', campaign: id, at: 1, body: '{}' });
    expect(await store().removeCampaign({ ...byOps, id, rev: record().rev })).toBe(true);

    expect(await store().readCampaign(id)).toBeNull();
    expect(await store().listImports(id)).toEqual([]);
    expect(await store().readImport(`imp_spring_1`)).toBeNull();
    expect(await store().listRejections({ import: `imp_spring_1`, afterRow: 0, limit: 9 })).toEqual([]);
    expect(await store().readInbox({ campaign: id, limit: 9 })).toEqual([]);
    await play(store(), { state: 'draft' });
    expect(await store().readLastPosition(id)).toBe(0);
    expect(await store().readResults({ campaign: id, after: null, limit: 9 })).toEqual([]);
    expect(await store().readCalendars(id)).toEqual([]);
    expect(await store().findEnrollment({ campaign: id, who: idOf('con', 1) })).toBeNull();
  });

  test('rows of a removed draft are deleted slice by slice, and those of no other campaign', async () => {
    const first = await play(store(), { name: 'first', state: 'draft' });
    const people = Array.from({ length: 7 }, (_, index) => newcomerOf(index + 1));
    await first.enroll(people);
    const last = await play(store(), { name: 'last', state: 'draft' });
    await last.enroll(people);
    const kept = await play(store(), { name: 'kept', state: 'draft' });
    await kept.enroll([newcomerOf(1), newcomerOf(2)]);
    expect(await store().sweepRemoved({ limit: 3 })).toBe(false);
    for (const { id, record } of [last, first]) {
      expect(await store().removeCampaign({ ...byOps, id, rev: record().rev })).toBe(true);
    }

    // Created while rows are left: it must not come into what is being deleted.
    const created = await play(store(), { name: 'created', state: 'draft' });
    expect(await store().readLastPosition(created.id)).toBe(0);
    await created.enroll([newcomerOf(1)]);
    let slices = 1;
    while (await store().sweepRemoved({ limit: 3 })) slices += 1;
    expect(slices).toBeGreaterThan(7);
    expect(await store().sweepRemoved({ limit: 3 })).toBe(false);
    for (const { id, contacts } of [
      { id: first.id, contacts: 0 },
      { id: last.id, contacts: 0 },
      { id: kept.id, contacts: 2 },
      { id: created.id, contacts: 1 },
    ]) {
      expect(await store().readLastPosition(id)).toBe(contacts);
      expect(await store().readResults({ campaign: id, after: null, limit: 9 })).toHaveLength(contacts);
    }
  });

  test('only a draft is removed, and only as it was seen', async () => {
    const draft = await play(store(), { state: 'draft' });
    await draft.commit({ patch: { rev: 1 } });
    expect(await store().removeCampaign({ ...byOps, id: draft.id, rev: 0 })).toBe(false);
    const running = await play(store(), { name: 'running' });
    expect(await store().removeCampaign({ ...byOps, id: running.id, rev: 0 })).toBe(false);
    expect(await store().removeCampaign({ ...byOps, id: 'cmp_none', rev: 0 })).toBe(false);
    expect(await store().readCampaign(running.id)).not.toBeNull();
  });

  test('a turn for a campaign that was removed is fenced', async () => {
    const { id, record } = await play(store(), { state: 'draft' });
    const chunk = { record: importOf(id), newcomers: [newcomerOf(1)], rejections: [] };
    await store().removeCampaign({ ...byOps, id, rev: 0 });
    expect(await store().commitTurn(turnOf(record(), { chunk }))).toEqual({ kind: 'fenced' });
  });
}
