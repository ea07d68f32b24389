import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CampaignRecord } from '../../../src/domain/campaign/campaign.ts';
import type { LogChunk } from '../../../src/persistence/contract/campaigns/event-log.ts';
import { verifyLog } from '../../../src/queries/log/verify-log.ts';
import { turnOf } from '../../contracts/store/fixtures.ts';
import { createRetentionWorld } from './retention-world.ts';
import type { RetentionWorld } from './retention-world.ts';

let world: RetentionWorld;
let whole: readonly LogChunk[];
let cut: readonly LogChunk[];
let record: CampaignRecord;

const campaignId = (): string => world.campaigns[0]?.played.id ?? '';
const chunks = () => world.store.readLogChunks({ campaign: campaignId(), afterSeq: 0, limit: 99 });
const read = async (): Promise<CampaignRecord> => {
  const found = await world.store.readCampaign(campaignId());
  if (!found) throw new Error('the campaign is gone');
  return found;
};

/** A log that was removed, with an event after that. */
beforeEach(async () => {
  world = await createRetentionWorld({ campaigns: [{ people: [1, 2], endedDays: 30 }], suppressed: [] });
  whole = await chunks();
  await world.sweep(world.store);
  await world.store.commitTurn(turnOf(await read(), { events: [{ data: { reason: 'late evidence' } }, {}] }));
  cut = await chunks();
  record = await read();
});
afterEach(() => world.store.close());

/** Verifies these chunks as the log of the campaign. */
const verified = (log: readonly LogChunk[], known = record) =>
  verifyLog({
    store: { readLogChunks: async ({ afterSeq }) => log.filter(({ lastSeq }) => lastSeq > afterSeq) },
    record: known,
  });
const changed = (log: readonly LogChunk[], index: number, from: RegExp, to: string): LogChunk[] =>
  log.map((chunk, at) => (at === index ? { ...chunk, body: chunk.body.replace(from, to) } : chunk));

test('a log whose beginning was removed is whole', async () => {
  const through = whole.at(-1)?.lastSeq ?? 0;
  expect(cut).toHaveLength(2);
  expect(await verified(cut)).toMatchObject({
    ok: true,
    removedThrough: through,
    chainedFrom: 1,
    counted: true,
  });
  expect((await verified(cut)).head).toBe(cut.at(-1)?.hash);
});

test('a change after the removed part is found', async () => {
  const { ok, broken } = await verified(changed(cut, 1, /late/, 'fake'));
  expect({ ok, seq: broken?.seq }).toEqual({ ok: false, seq: (cut[0]?.lastSeq ?? 0) + 1 });
});

test.each([
  ['through', /"through":(\d)/, '"through":9$1'],
  ['hash', /"hash":"./, '"hash":"x'],
  ['counts', /"total":0/, '"total":5'],
] as const)('a change of the %s that the event of the removal states is found', async (_, from, to) => {
  const forged = changed(cut, 0, from, to);
  expect(forged[0]?.body).not.toBe(cut[0]?.body);
  expect((await verified(forged)).ok).toBe(false);
});

test('a beginning that was removed without the event is found', async () => {
  expect((await verified(cut.slice(1))).broken?.detail).toMatch(/^events 1 to \d+ are missing$/);
  const known = { ...record, seq: whole.at(-1)?.lastSeq ?? 0 };
  expect((await verified(whole, known)).ok).toBe(true);
  expect((await verified(whole.slice(2), known)).broken).toMatchObject({ seq: 1 });
});

test('counters that differ from what the removed events counted are found', async () => {
  const counters = { ...record.counters, total: 1 };
  expect((await verified(cut, { ...record, counters })).differences).toEqual([
    'contacts: the campaign counts 1, the log 0',
  ]);
});
