import type { CampaignRecord } from '../../../../domain/campaign/campaign.ts';
import type { Row } from '../../connection/connection.ts';
import { boolean, integer, json, nullable, text } from '../columns/column.ts';
import { declareTable } from '../columns/table.ts';

export const campaigns = declareTable<CampaignRecord>({
  table: 'campaigns',
  own: {
    number: integer(),
    last_attempt: integer(),
    published: integer(),
    contacts_since: nullable(integer()),
    events_since: nullable(integer()),
    cut_seq: integer(),
  },
  fields: {
    id: text({ personal: null }),
    client: text({ personal: null }),
    name: text({ personal: null }),
    listed: boolean(),
    state: text({ personal: null }),
    epoch: integer(),
    owner: nullable(text({ personal: null })),
    rev: integer(),
    seq: integer(),
    turn: nullable(text({ personal: null })),
    snapshot: text({ personal: null }),
    machineVersion: integer(),
    definition: json({ personal: null }),
    definitionVersion: integer(),
    counters: json({ personal: null }),
    rest: nullable(text({ personal: null })),
    createdAt: integer(),
    updatedAt: integer(),
  },
});

/** The columns that a turn writes of its campaign. */
export const campaignTurnFields = campaigns.pick(
  'name',
  'listed',
  'state',
  'owner',
  'rev',
  'seq',
  'turn',
  'rest',
  'machineVersion',
  'definitionVersion',
  'updatedAt',
  'counters',
  'snapshot',
  'definition',
);

/** The columns that are read of a campaign: those of a record, then its number. */
export const campaignSelect = `${campaigns.select()}, number`;

const createdAtIndex = campaigns.names.indexOf('created_at');

/** Returns the place of a campaign in the order of creation, from a row of `campaignSelect`. */
export function creationOf(row: Row): readonly [createdAt: number, number: number] {
  return [row[createdAtIndex] as number, row[campaigns.names.length] as number];
}
