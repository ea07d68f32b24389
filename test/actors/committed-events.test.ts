import { expect, test } from 'vitest';
import type { CampaignRecord } from '../../src/domain/campaign/campaign.ts';
import { nothingDone } from '../../src/persistence/contract/store.ts';
import { rowsOf } from '../support/builders/contacts.ts';
import { startScriptedService } from '../support/service/start-scripted-service.ts';

test('every event that an instance commits is told: of a draft, of an owner, and of a campaign that cannot be read', async () => {
  const told: string[] = [];
  const service = await startScriptedService({
    script: () => ({ afterMs: 30_000, disposition: 'answered' }),
    onCommitted: ({ campaign, record, events }) => {
      expect(record.id).toBe(campaign);
      told.push(...events.map(({ seq, type }) => `${campaign} ${seq} ${type}`));
    },
  });
  const ids: string[] = [];
  for (const name of ['spring', 'autumn']) {
    const { id } = await service.create({ name });
    ids.push(id);
    await service.enroll({ campaign: id, rows: rowsOf(2) });
  }
  const [spring = '', autumn = ''] = ids;
  await service.startCampaign(spring);
  await service.pass(20 * 60_000);
  const record = await service.record(autumn);
  const { epoch, rev, seq } = record;
  const definition = { ...record.definition, steps: [] } as CampaignRecord['definition'];
  const spoilt = { ...record, definition, rev: rev + 1, turn: 'spoilt' };
  await service.store.commitTurn({ ...nothingDone, expected: { epoch, rev, seq }, record: spoilt });
  await expect(service.startCampaign(autumn)).rejects.toMatchObject({ code: 'campaign.command-refused' });
  const stored: string[] = [];
  for (const campaign of ids) {
    const events = await service.store.readEvents({ campaign, afterSeq: 0, limit: 500 });
    stored.push(...events.map((event) => `${campaign} ${event.seq} ${event.type}`));
  }
  expect(stored).toContain(`${autumn} ${seq + 1} campaign.failed`);
  expect([...told].sort()).toEqual([...stored].sort());
});
