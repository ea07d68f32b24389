import { afterEach, expect, test } from 'vitest';
import type { CampaignRecord } from '../../src/domain/campaign/campaign.ts';
import { nothingDone } from '../../src/persistence/contract/store.ts';
import { openStudio, rowsOf } from '../queries/support/studio.ts';
import type { Studio } from '../queries/support/studio.ts';

let studio: Studio | null = null;
afterEach(() => studio?.close());

test('every event that an instance commits is told: of a draft, of an owner, and of a campaign that cannot be read', async () => {
  const told: string[] = [];
  const opened = await openStudio({
    script: () => ({ afterMs: 30_000, disposition: 'answered' }),
    onCommitted: ({ campaign, record, events }) => {
      expect(record.id).toBe(campaign);
      told.push(...events.map(({ seq, type }) => `${campaign} ${seq} ${type}`));
    },
  });
  studio = opened;
  const ids: string[] = [];
  for (const name of ['spring', 'autumn']) {
    const { id } = await opened.create({ name });
    ids.push(id);
    await opened.enroll({ campaign: id, rows: rowsOf(2) });
  }
  const [spring = '', autumn = ''] = ids;
  await opened.start(spring);
  await opened.pass(20 * 60_000);
  const record = await opened.record(autumn);
  const { epoch, rev, seq } = record;
  const definition = { ...record.definition, steps: [] } as CampaignRecord['definition'];
  const spoilt = { ...record, definition, rev: rev + 1, turn: 'spoilt' };
  await opened.store.commitTurn({ ...nothingDone, expected: { epoch, rev, seq }, record: spoilt });
  await expect(opened.start(autumn)).rejects.toMatchObject({ code: 'campaign.command-refused' });
  const stored: string[] = [];
  for (const campaign of ids) {
    const events = await opened.store.readEvents({ campaign, afterSeq: 0, limit: 500 });
    stored.push(...events.map((event) => `${campaign} ${event.seq} ${event.type}`));
  }
  expect(stored).toContain(`${autumn} ${seq + 1} campaign.failed`);
  expect([...told].sort()).toEqual([...stored].sort());
});
