import type { CampaignRecord } from '../../../domain/campaign/campaign.ts';
import type { Cell, Row } from '../connection/connection.ts';

/** The columns of a campaign that a turn writes, in the order of `campaignCells`. */
export const campaignColumns = [
  'name',
  'listed',
  'state',
  'owner',
  'rev',
  'seq',
  'turn',
  'rest',
  'machine_version',
  'definition_version',
  'updated_at',
  'counters',
  'snapshot',
  'definition',
] as const;

export function campaignCells(record: CampaignRecord): Cell[] {
  return [
    record.name,
    record.listed ? 1 : 0,
    record.state,
    record.owner,
    record.rev,
    record.seq,
    record.turn,
    record.rest,
    record.machineVersion,
    record.definitionVersion,
    record.updatedAt,
    JSON.stringify(record.counters),
    record.snapshot,
    JSON.stringify(record.definition),
  ];
}

/** What is read, in the order of `campaignFrom`; the number comes last. */
export const campaignReadColumns = `id, client, created_at, epoch, ${campaignColumns.join(', ')}, number`;

type CampaignRow = readonly [
  id: string,
  client: string,
  createdAt: number,
  epoch: number,
  name: string,
  listed: number,
  state: CampaignRecord['state'],
  owner: string | null,
  rev: number,
  seq: number,
  turn: string | null,
  rest: CampaignRecord['rest'],
  machineVersion: number,
  definitionVersion: number,
  updatedAt: number,
  counters: string,
  snapshot: string,
  definition: string,
  number: number,
];

export function campaignFrom(row: Row): CampaignRecord {
  const [id, client, createdAt, epoch, name, listed, state, owner, rev, seq, turn, rest, ...further] =
    row as unknown as CampaignRow;
  const [machineVersion, definitionVersion, updatedAt, counters, snapshot, definition] = further;
  return {
    id,
    client,
    name,
    listed: listed === 1,
    state,
    epoch,
    owner,
    rev,
    seq,
    turn,
    snapshot,
    machineVersion,
    definition: JSON.parse(definition) as CampaignRecord['definition'],
    definitionVersion,
    counters: JSON.parse(counters) as CampaignRecord['counters'],
    rest,
    createdAt,
    updatedAt,
  };
}

/** Where a campaign stands in the order of creation. */
export function creationOf(row: Row): readonly [createdAt: number, number: number] {
  return [row[2] as number, row.at(-1) as number];
}
