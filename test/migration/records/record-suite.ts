import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { definitionsLike } from '../../../src/cli/migrate/record-options.ts';
import { createPhones } from '../../../src/contacts/numbers/phone.ts';
import { createMemoryBus } from '../../../src/messaging/memory/memory-bus.ts';
import { createMigrationEngine } from '../../../src/migration/engine.ts';
import { importRecords } from '../../../src/migration/records/import-records.ts';
import type { ImportRecordsInput, RecordResult } from '../../../src/migration/records/import-records.ts';
import type { Store } from '../../../src/persistence/contract/store.ts';
import { openMemoryStore } from '../../../src/persistence/registry.ts';
import { createSeededRandom } from '../../../src/platform/random.ts';
import { createSystemClock } from '../../../src/platform/system-clock.ts';
import { createFuse, guardStore } from '../../support/service/fuse.ts';
import { untilTestEnds } from '../../support/service/until-test-ends.ts';
import { suppressionOf } from '../../support/builders/suppressions.ts';

const phones = createPhones();
const phone = (number: number): string => `+1212555${String(number).padStart(4, '0')}`;
const numbersUpTo = (last: number): string[] => Array.from({ length: last }, (_, index) => phone(index + 1));

const definitionFor = definitionsLike({
  plain: {
    name: 'any',
    contacts: { country: 'US' },
    steps: [{ id: 'call', channel: 'voice', from: '+12025550100', flow: [{ speak: 'Hello.' }] }],
  },
});

const writes: ReadonlySet<string> = new Set([
  'store.createCampaign',
  'store.commitTurn',
  'store.claimCampaign',
]);

const recordOf = (changes: object = {}): object => ({
  _id: { $oid: '5f0e9c2b8a1d4c00123456a1' },
  name: 'Spring Check-up',
  client: 'Northwind',
  from: '12025550111',
  numbers: numbersUpTo(5),
  status: 'running',
  processedIndex: 2,
  ...changes,
});

type Run = Partial<ImportRecordsInput> & { records: readonly object[] };

/** Imports records as one process would, which then ends without closing the store. */
async function run({ store, records, ...more }: Run & { store: Store }): Promise<RecordResult[]> {
  const system = createSystemClock();
  const { engine } = createMigrationEngine({
    instance: 'migrate-1',
    store,
    bus: createMemoryBus(),
    clocks: { business: system, system, store: system },
    random: createSeededRandom({ seed: 1 }),
  });
  async function* source(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(JSON.stringify(records));
  }
  const signal = new AbortController().signal;
  return Array.fromAsync(
    importRecords({ engine, store, phones, signal, names: {}, definitionFor, source: source(), ...more }),
  );
}

/** What the import of records must do on every store. */
export function recordTests({ open }: { open: () => Promise<Store> }): void {
  const opened = async (): Promise<Store> => {
    const store = await open();
    untilTestEnds({ owner: 'test', close: store.close });
    return store;
  };
  const states = async (store: Store, campaign: string) =>
    (await store.listEnrollments({ campaign, limit: 100 })).items.map(({ position, state }) => [
      position,
      state,
    ]);

  test('a running campaign is paused: before the index imported, at the index in review, after it pending', async () => {
    const store = await opened();
    const [result] = await run({ store, records: [recordOf()] });
    const id = result?.outcome === 'imported' ? result.campaign.id : '';
    expect(result).toEqual({
      place: 1,
      outcome: 'imported',
      campaign: { id, client: 'northwind', name: 'spring-check-up', state: 'paused' },
      contacts: { imported: 2, review: 1, pending: 2, suppressed: 0, invalid: 0, duplicate: 0 },
    });
    expect(await states(store, id)).toEqual([
      [1, 'imported'],
      [2, 'imported'],
      [3, 'review'],
      [4, 'pending'],
      [5, 'pending'],
    ]);
    const campaign = await store.readCampaign(id);
    expect(JSON.parse(campaign?.snapshot ?? '')).toMatchObject({
      context: {
        startedAt: null,
        pause: {
          cause: 'imported',
          by: 'migrate:5f0e9c2b8a1d4c00123456a1',
          reason: 'imported from the record of an earlier program, where the campaign was running',
        },
      },
    });
    expect(campaign?.definition.steps[0]).toMatchObject({ from: '+12025550111' });
    expect(campaign?.counters.openImports).toBe(0);
  });

  test('a paused campaign has nothing in review, a completed one has ended, and one that had not begun is a draft', async () => {
    const store = await opened();
    const records = ['paused', 'completed', 'scheduled'].map((status, index) =>
      recordOf({
        _id: `id-${index}`,
        name: status,
        status,
        processedIndex: status === 'completed' ? 5 : status === 'paused' ? 2 : null,
      }),
    );
    const results = await run({ store, records });
    expect(results).toMatchObject([
      { campaign: { state: 'paused' }, contacts: { imported: 2, review: 0, pending: 3 } },
      { campaign: { state: 'completed' }, contacts: { imported: 5, review: 0, pending: 0 } },
      { campaign: { state: 'draft' }, contacts: { imported: 0, review: 0, pending: 5 } },
    ]);
  });

  test('invalid, duplicate and suppressed numbers are treated as by an import', async () => {
    const store = await opened();
    await store.putSuppression(
      suppressionOf({
        client: 'northwind',
        address: phone(4),
        reason: 'asked',
        by: 'test',
        at: 1,
      }),
    );
    const numbers = [phone(1), 'no number', null, { phone: phone(2), first_name: 'Ada' }, 12125550003];
    const [result] = await run({
      store,
      records: [recordOf({ numbers: [...numbers, phone(1), phone(4), phone(5)], processedIndex: 4 })],
    });
    expect(result).toMatchObject({
      contacts: { imported: 2, review: 1, pending: 1, suppressed: 1, invalid: 2, duplicate: 1 },
    });
    const id = result?.outcome === 'imported' ? result.campaign.id : '';
    const contacts = await store.readContacts({ campaign: id, positions: [2, 3] });
    expect(contacts).toMatchObject([
      { contact: { name: 'Ada', row: 4 } },
      { contact: { row: 5, addresses: [{ address: phone(3) }] } },
    ]);
  });

  test('a record that cannot be imported is refused with its place, and the others are imported', async () => {
    const store = await opened();
    const results = await run({
      store,
      records: [recordOf({ status: 'weird' }), recordOf(), recordOf({ _id: 'other', from: 'nobody' })],
    });
    expect(results).toMatchObject([
      { place: 1, outcome: 'refused', code: 'records.status-unknown' },
      { place: 2, outcome: 'imported' },
      { place: 3, outcome: 'refused', code: 'definition.invalid' },
    ]);
  });

  test('a campaign whose name is taken by another one gets the end of the id of its record', async () => {
    const store = await opened();
    const records = [
      recordOf({ _id: 'aaaa-1' }),
      recordOf({ _id: 'bbbb-2' }),
      recordOf({ _id: 'cccc-1', client: null }),
    ];
    const names = (results: RecordResult[]) =>
      results.map((result) => (result.outcome === 'refused' ? result.code : result.campaign.name));
    const expected = ['spring-check-up', 'spring-check-up-bbbb-2', 'spring-check-up'];
    expect(names(await run({ store, records }))).toEqual(expected);
    const again = await run({ store, records });
    expect(again.map(({ outcome }) => outcome)).toEqual(['unchanged', 'unchanged', 'unchanged']);
    expect(names(again)).toEqual(expected);
  });

  test('a trial reports what an import does, and changes nothing', async () => {
    const store = await opened();
    await store.putSuppression(
      suppressionOf({ client: '*', address: phone(4), reason: 'asked', by: 'test', at: 1 }),
    );
    const first = recordOf({ _id: 'first', name: 'first' });
    await run({ store, records: [first] });
    const records = [first, recordOf(), recordOf({ _id: 'b', numbers: [phone(4), phone(4), 'x'] })];
    const trial = await openMemoryStore();
    untilTestEnds({ owner: 'test', close: trial.close });
    const planned = await run({ store: trial, consulted: store, records });
    expect((await store.listCampaigns({ limit: 9 })).items).toHaveLength(1);
    const done = await run({ store, records });
    const withoutIds = (results: RecordResult[]) =>
      results.map((result) =>
        result.outcome === 'refused' ? result : { ...result, campaign: { ...result.campaign, id: '' } },
      );
    expect(withoutIds(planned)).toEqual(withoutIds(done));
    expect(planned.map(({ outcome }) => outcome)).toEqual(['unchanged', 'imported', 'imported']);
  });

  test('an import that is closed by another instance is continued', async () => {
    const store = await opened();
    let closed = 0;
    const [result] = await run({
      store,
      records: [recordOf({ numbers: numbersUpTo(3) })],
      async onChunk() {
        closed += 1;
        if (closed > 1) return;
        const [open] = await store.listOpenImports();
        const { engine } = createMigrationEngine({
          instance: 'other',
          store,
          bus: createMemoryBus(),
          clocks: { business: createSystemClock(), system: createSystemClock(), store: createSystemClock() },
          random: createSeededRandom({ seed: 2 }),
        });
        await engine.closeImport({
          campaign: open?.campaign ?? '',
          import: open?.id ?? '',
          state: 'broken',
          by: 'system',
        });
      },
    });
    expect(result).toMatchObject({ contacts: { imported: 2, review: 1, pending: 0 } });
    expect(closed).toBe(2);
  });

  test('a process that is killed before or after any commit loses and doubles nothing', async () => {
    const records = [
      recordOf(),
      recordOf({ _id: 'b', name: 'second', status: 'completed', processedIndex: 5 }),
    ];
    const expected = [
      [2, 1, 2],
      [5, 0, 0],
    ];
    for (let deathAt = 0; ; deathAt += 1) {
      const store = await open();
      const fuse = createFuse();
      let crossings = 0;
      const guarded = guardStore({
        store,
        fuse,
        watch({ name }) {
          if (!writes.has(name)) return;
          if (crossings === deathAt) fuse.blow();
          crossings += 1;
        },
      });
      const ended = await Promise.race([run({ store: guarded, records }), fuse.blown]);
      await nextTurn();
      await run({ store, records });
      const campaigns = (await store.listCampaigns({ limit: 9 })).items;
      const counts = campaigns
        .map(({ counters: { states, total } }) => [
          total,
          states.imported ?? 0,
          states.review ?? 0,
          states.pending ?? 0,
        ])
        .sort(([, left = 0], [, right = 0]) => left - right);
      expect(counts, `killed at ${deathAt}`).toEqual(expected.map((one) => [5, ...one]));
      expect(campaigns.map(({ state }) => state).sort()).toEqual(['completed', 'paused']);
      await store.close();
      if (ended) break;
      if (deathAt > 100) throw new Error('the import does not end');
    }
  });
}
