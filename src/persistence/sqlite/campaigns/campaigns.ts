import type { CampaignEvent } from '../../../domain/events/campaign-event.ts';
import { campaignStates, type CampaignRecord } from '../../../domain/campaign/campaign.ts';
import { RingmasterError } from '../../../domain/errors.ts';
import { nameTaken } from '../../contract/failures.ts';
import { campaigns, campaignSelect, creationOf } from '../rows/campaigns/campaign-rows.ts';
import { placeholders } from '../rows/columns/sql.ts';
import type { Connection, Row } from '../connection/connection.ts';
import { readCursor, toPage } from '../../contract/cursors.ts';
import type { EventLog } from './events.ts';
import { campaignNumberLimit } from '../../common/keys.ts';
import { mergeSources, type Source } from '../lists/merge.ts';
import type { Requests } from '../clients/requests.ts';
import type { SyncStore } from '../sync-store.ts';

type CampaignVerbs = Pick<
  SyncStore,
  'createCampaign' | 'readCampaign' | 'findCampaign' | 'listClientsOf' | 'listCampaigns' | 'readLastTurn'
>;

export function createCampaigns({
  connection,
  events,
  requests,
}: {
  connection: Connection;
  events: Pick<EventLog, 'append'>;
  requests: Requests;
}): CampaignVerbs {
  const { prepare } = connection;
  // A number is not used again while rows with it are still being deleted.
  const insert = prepare(
    `INSERT INTO campaigns (number, ${campaigns.names.join(', ')})
     VALUES (1 + max(coalesce((SELECT max(number) FROM campaigns), 0), coalesce((SELECT max(campaign) FROM removals), 0)),
       ${placeholders(campaigns.names)}) RETURNING number`,
  );
  const readById = prepare(`SELECT ${campaignSelect} FROM campaigns WHERE id = ?`);
  const readByName = prepare(`SELECT ${campaignSelect} FROM campaigns WHERE client = ? AND name = ?`);
  const clientsOf = prepare('SELECT client FROM campaigns WHERE name = ? ORDER BY client');
  const readTurn = prepare('SELECT turn FROM campaigns WHERE id = ?');
  const page = `(created_at, number) < (?, ?) ORDER BY created_at DESC, number DESC LIMIT ?`;
  const listAll = prepare(
    `SELECT ${campaignSelect} FROM campaigns WHERE listed = ? AND state = ? AND ${page}`,
  );
  const listOfClient = prepare(
    `SELECT ${campaignSelect} FROM campaigns WHERE client = ? AND listed = ? AND state = ? AND ${page}`,
  );

  const toRecord = (row: Row | undefined): CampaignRecord | null => (row ? campaigns.read(row) : null);

  const add = (record: CampaignRecord, log: readonly CampaignEvent[]): void => {
    const { id, client, name } = record;
    if (readByName.get(client, name)) throw nameTaken(record);
    const row = insert.get(...campaigns.cells(record));
    const number = Number(row?.[0]);
    if (number >= campaignNumberLimit) throw tooMany();
    events.append({ number, id }, log);
  };

  return {
    createCampaign: (record, request, log = []) =>
      requests.once({
        request,
        client: record.client,
        work() {
          add(record, log);
          return record;
        },
      }),
    readCampaign: (id) => toRecord(readById.get(id)),
    findCampaign: ({ client, name }) => toRecord(readByName.get(client, name)),
    listClientsOf: (name) => clientsOf.all(name).map(([client]) => client as string),
    readLastTurn: (campaign) => (readTurn.get(campaign)?.[0] ?? null) as string | null,

    listCampaigns({ client, states, listedOnly, after, limit }) {
      const cursor = readCursor({ after, form: [0, 0] as const });
      const listed = listedOnly ? [1] : [0, 1];
      const sources = listed.flatMap((isListed) =>
        [...new Set(states ?? campaignStates)].map((state): Source<Row> => {
          return (last, count) => {
            const from = last ? creationOf(last) : (cursor ?? [Infinity, Infinity]);
            if (client === undefined) return listAll.all(isListed, state, from[0], from[1], count);
            return listOfClient.all(client, isListed, state, from[0], from[1], count);
          };
        }),
      );
      const rows = mergeSources({ sources, compare: newestFirst, limit: limit + 1 });
      const { items, next } = toPage({ found: rows, limit, cursorOf: creationOf });
      return { items: items.map(campaigns.read), next };
    },
  };
}

function tooMany(): RingmasterError {
  return new RingmasterError({
    code: 'store.too-many-campaigns',
    family: 'refused',
    message: `A SQLite store has room for ${campaignNumberLimit - 1} campaigns.`,
    hint: 'Use another DATA_DIR, or MongoDB.',
  });
}

function newestFirst(left: Row, right: Row): number {
  const [leftAt, leftNumber] = creationOf(left);
  const [rightAt, rightNumber] = creationOf(right);
  return rightAt - leftAt || rightNumber - leftNumber;
}
