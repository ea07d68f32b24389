import type { CampaignRecord } from '../../src/domain/campaign/campaign.ts';
import type { Store } from '../../src/persistence/contract/store.ts';
import { campaign, importRecord, newcomer } from './list.ts';
import type { Options } from './options.ts';
import { commit } from './turns.ts';

/** Stores a campaign and its contacts, one commit per chunk. */
export async function importRows(input: {
  store: Store;
  rows: number;
  options: Options;
}): Promise<CampaignRecord> {
  const { store, rows, options } = input;
  const { chunk: chunkRows, calendars } = options;
  let record = campaign();
  await store.createCampaign(record);
  for (let start = 1; start <= rows; start += chunkRows) {
    const count = Math.min(chunkRows, rows - start + 1);
    const newcomers = Array.from({ length: count }, (_, index) =>
      newcomer({ position: start + index, calendars }),
    );
    record = await commit(store, record, {
      chunk: { record: importRecord(record.id), newcomers, rejections: [] },
      calendars: [{ number: 1, calendar: { zones: ['America/New_York'], regions: ['US-NY'] } }],
    });
  }
  return record;
}
