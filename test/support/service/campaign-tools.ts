import type { Engine } from '../../../src/actors/index.ts';
import type { CampaignRecord } from '../../../src/domain/campaign/campaign.ts';
import type { EnrollableRow, RejectedRow } from '../../../src/domain/contact/contact.ts';
import type { RowOptOut } from '../../../src/domain/contact/opt-out.ts';
import type { Store } from '../../../src/persistence/contract/store.ts';
import { plainStep } from '../builders/campaigns.ts';
import { letterRegistry } from '../letters/descriptor.ts';
import type { LetterCampaignInput } from '../letters/descriptor.ts';
import type { TestTime } from '../time/test-time.ts';

/** Drives campaigns by the engine, without HTTP. */
export type CampaignTools = {
  /** Creates a campaign; by default it has one voice step. */
  create: (definition: Partial<LetterCampaignInput> & { name: string }) => Promise<CampaignRecord>;
  /** Imports the rows as one closed list. */
  enroll: (input: {
    campaign: string;
    columns?: readonly string[];
    rows: readonly EnrollableRow[];
    rejected?: readonly RejectedRow[];
    optOuts?: readonly RowOptOut[];
  }) => Promise<void>;
  startCampaign: (campaign: string) => Promise<void>;
  /** Reads a campaign. Fails if there is none. */
  record: (campaign: string) => Promise<CampaignRecord>;
};

const by = 'test';

export function createCampaignTools({
  engine,
  store,
  during = (work) => work,
}: {
  engine: Engine;
  store: Store;
  /** Lets time pass until the engine has answered; by default no time passes. */
  during?: TestTime['during'];
}): CampaignTools {
  return {
    create: (definition) =>
      engine.createCampaign({
        definition: letterRegistry.campaignDefinitionSchema.parse({ steps: [plainStep], ...definition }),
        by,
      }),
    async enroll({ campaign, columns = ['name', 'phone'], rows, rejected = [], optOuts = [] }) {
      const list = await engine.openImport({ campaign, format: 'csv', by });
      const lastRow = Math.max(0, ...rows.map(({ row }) => row), ...rejected.map(({ row }) => row));
      await during(engine.addRows({ campaign, import: list.id, columns, rows, rejected, optOuts, lastRow }));
      await engine.closeImport({ campaign, import: list.id, state: 'closed', by });
    },
    async startCampaign(campaign) {
      await during(engine.command({ campaign, command: { name: 'start', startAt: null }, by }));
    },
    async record(campaign) {
      const record = await store.readCampaign(campaign);
      if (!record) throw new Error(`there is no campaign ${campaign}`);
      return record;
    },
  };
}
