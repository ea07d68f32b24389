import { expect, test } from 'vitest';
import type { RejectedRow } from '../../../../src/domain/contact/contact.ts';
import type { ImportRecord } from '../../../../src/domain/contact/import-record.ts';
import type { Newcomer, ResultRow } from '../../../../src/persistence/contract/store.ts';
import { idOf, importOf, monday, newcomerOf, play, type Played } from '../fixtures.ts';
import { useStore, type OpenStore } from '../store-under-test.ts';
import { firstReasons, suppressionOf } from '../../../support/builders/suppressions.ts';

export function importTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });

  const rejection = (row: number, code = 'contact.phone-invalid'): RejectedRow => ({
    row,
    code,
    detail: `row ${row} is bad`,
    cells: [`bad ${row}`, ''],
  });
  const atRow = (position: number, row: number): Newcomer =>
    newcomerOf(position, { contact: { ...newcomerOf(position).contact, row } });
  const write = (
    { commit, id }: Played,
    changes: Partial<ImportRecord>,
    newcomers: readonly Newcomer[],
    rejections: readonly RejectedRow[] = [],
  ) => commit({ chunk: { record: importOf(id, changes), newcomers, rejections } });

  test('an import is one record that each chunk replaces', async () => {
    const played = await play(store());
    await write(played, { lastRow: 2, enrolled: 2 }, [newcomerOf(1), newcomerOf(2)]);
    const end = {
      lastRow: 4,
      enrolled: 2,
      rejected: 1,
      duplicates: 1,
      state: 'closed',
      closedAt: 9,
    } as const;
    await write(played, end, [], [rejection(3), rejection(4, 'contact.duplicate')]);
    const expected = importOf(played.id, end);
    expect(await store().readImport(expected.id)).toEqual(expected);
    expect(await store().listImports(played.id)).toEqual([expected]);
    expect(await store().readImport('imp_none')).toBeNull();
    expect(await store().listImports('cmp_none')).toEqual([]);
  });

  test('open imports of all campaigns are listed', async () => {
    const [played, other] = [await play(store()), await play(store(), { name: 'autumn' })];
    const open = importOf(played.id, { id: idOf('imp', 1), instance: 'one' });
    const broken = importOf(played.id, { id: idOf('imp', 2), state: 'broken', closedAt: 9 });
    const another = importOf(other.id, { id: idOf('imp', 3) });
    await write(played, open, []);
    await write(played, broken, []);
    await write(other, another, []);
    const found = await store().listOpenImports();
    expect(found.toSorted((left, right) => (left.id < right.id ? -1 : 1))).toEqual([open, another]);
  });

  test('rejections are listed after a row, with their cells', async () => {
    const played = await play(store());
    await write(played, {}, [atRow(1, 2)], [rejection(1), rejection(3), rejection(4)]);
    const list = (afterRow: number, limit: number) =>
      store().listRejections({ import: idOf('imp', 1), afterRow, limit });
    expect(await list(0, 2)).toEqual([rejection(1), rejection(3)]);
    expect(await list(3, 9)).toEqual([rejection(4)]);
    expect(await store().listRejections({ import: 'imp_none', afterRow: 0, limit: 9 })).toEqual([]);
  });

  test('results give every row of every import in input order, page by page', async () => {
    const played = await play(store());
    const first = idOf('imp', 7);
    const second = idOf('imp', 3);
    await write(played, { id: first }, [atRow(1, 1), atRow(2, 3)], [rejection(2)]);
    await write(played, { id: second }, [atRow(3, 1)], []);
    await write(played, { id: first }, [atRow(4, 5)], [rejection(4)]);
    await write(played, { id: second }, [], [rejection(2)]);

    const rows: ResultRow[] = [];
    for (let page = 0; page < 4; page++) {
      const last = rows.at(-1);
      const after = last ? { import: last.import, row: last.row } : null;
      rows.push(...(await store().readResults({ campaign: played.id, after, limit: 3 })));
    }
    expect(rows.map(({ import: id, row }) => [id, row])).toEqual([
      [first, 1],
      [first, 2],
      [first, 3],
      [first, 4],
      [first, 5],
      [second, 1],
      [second, 2],
    ]);
    expect(rows[0]).toEqual({
      import: first,
      row: 1,
      cells: newcomerOf(1).cells,
      enrollment: await played.person(1),
      rejection: null,
    });
    expect(rows[1]).toEqual({
      import: first,
      row: 2,
      cells: ['bad 2', ''],
      enrollment: null,
      rejection: { code: 'contact.phone-invalid', detail: 'row 2 is bad' },
    });
    expect(await store().readResults({ campaign: 'cmp_none', after: null, limit: 9 })).toEqual([]);
  });

  test('a chunk that lost a race leaves nothing', async () => {
    const played = await play(store());
    const stale = { expected: { epoch: 1, rev: 9, seq: 0 }, patch: { rev: 10 } };
    const chunk = { record: importOf(played.id), newcomers: [newcomerOf(1)], rejections: [rejection(2)] };
    expect(await played.commit({ chunk, ...stale })).toEqual({ kind: 'stale' });
    expect(await store().readImport(importOf(played.id).id)).toBeNull();
    const looked = await store().lookUpNewcomers({
      campaign: played.id,
      client: 'default',
      identities: [newcomerOf(1).identity],
      keys: [],
      at: monday,
    });
    expect(looked.enrolled.size).toBe(0);
  });

  test('the importer learns who is enrolled and who is suppressed, and why', async () => {
    const played = await play(store(), { people: 2 });
    const suppress = (client: string, address: string, reason: string) =>
      store().putSuppression(suppressionOf({ client, address, reason, by: 'x', at: 1 }));
    await suppress('default', '+1', 'opt-out');
    await suppress('*', '+2', 'do-not-call');
    await suppress('northwind', '+3', 'opt-out');
    await suppress('default', '+4', 'own reason');
    await suppress('*', '+4', 'global reason');
    const { enrolled, suppressed } = await store().lookUpNewcomers({
      campaign: played.id,
      client: 'default',
      identities: [newcomerOf(2).identity, newcomerOf(3).identity],
      keys: ['+1', '+2', '+3', '+4'],
      at: monday,
    });
    expect([...enrolled]).toEqual([newcomerOf(2).identity]);
    expect(firstReasons(suppressed)).toEqual({
      '+1': 'opt-out',
      '+2': 'do-not-call',
      '+4': 'own reason',
    });
  });

  test('positions run on over chunks', async () => {
    const played = await play(store(), { people: 3 });
    expect(await store().readLastPosition(played.id)).toBe(3);
    await played.enroll([newcomerOf(4)]);
    expect(await store().readLastPosition(played.id)).toBe(4);
    expect(await store().readLastPosition('cmp_none')).toBe(0);
  });

  test('a position that is taken is a fault, and the whole chunk stays out', async () => {
    const played = await play(store(), { people: 1 });
    const clash = newcomerOf(1, { identity: 'tel:+1999', address: '+1999' });
    await expect(played.enroll([newcomerOf(2), clash])).rejects.toMatchObject({
      code: 'store.invalid-turn',
    });
    expect(await store().readLastPosition(played.id)).toBe(1);
  });
}
