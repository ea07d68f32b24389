import { movedCampaigns, movedOfCampaigns } from './campaign-tables.ts';
import { movedOfContacts } from './contact-tables.ts';
import type { MovedTable } from './moved-table.ts';
import { movedOthers } from './other-tables.ts';

/**
 * The tables whose rows become documents. Campaigns are last: an instance that looks at the database before finds none to
 * run.
 */
export const movedTables: readonly MovedTable[] = [
  ...movedOfContacts,
  ...movedOfCampaigns,
  ...movedOthers,
  movedCampaigns,
];

/** The other tables, with the reason why their rows are not copied. */
export const unmovedTables: Readonly<Record<string, string>> = {
  contact_addresses: 'the addresses are in the documents of contacts',
  takeovers: 'the takeovers are in the documents of campaigns',
  instances: 'the processes have ended',
  owner_notes: 'news for the owners, which have ended',
  removals: 'removals are finished before the move',
  room_probes: 'no data',
  moves: 'the mark of the move itself',
};
