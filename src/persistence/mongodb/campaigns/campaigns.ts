import type { ClientSession } from 'mongodb';
import type { CampaignRecord } from '../../../domain/campaign/campaign.ts';
import { nameTaken } from '../../contract/failures.ts';
import { readCursor, toPage } from '../../contract/cursors.ts';
import type { Store } from '../../contract/store.ts';
import type { CampaignDoc, Collections } from '../documents/collections.ts';
import { isDuplicateKey } from '../connection/failures.ts';
import type { NextNumber } from '../documents/counters.ts';
import type { EventLog } from './events.ts';
import type { Requests } from '../clients/requests.ts';

type CampaignVerbs = Pick<
  Store,
  'createCampaign' | 'readCampaign' | 'findCampaign' | 'listClientsOf' | 'listCampaigns' | 'readLastTurn'
>;

export function createCampaigns({
  collections: { campaigns },
  events,
  requests,
  nextNumber,
}: {
  collections: Pick<Collections, 'campaigns'>;
  events: Pick<EventLog, 'append'>;
  requests: Requests;
  nextNumber: NextNumber;
}): CampaignVerbs {
  const add = async (document: CampaignDoc, session: ClientSession): Promise<void> => {
    const { client, name } = document;
    if (await campaigns.findOne({ client, name }, { projection: { _id: 1 }, session })) {
      throw nameTaken(document);
    }
    await campaigns.insertOne(document, { session });
  };

  return {
    async createCampaign(record, request, log = []) {
      const number = await nextNumber('campaigns');
      try {
        return await requests.once({
          request,
          client: record.client,
          async work(session) {
            const previous = record.id;
            const lastHash = await events.append({ campaign: number, previous, events: log }, session);
            await add({ ...newDocument(record), number, lastHash }, session);
            return record;
          },
        });
      } catch (error) {
        throw isDuplicateKey(error) ? nameTaken(record) : error;
      }
    },
    async readCampaign(id) {
      const found = await campaigns.findOne({ _id: id });
      return found && recordFrom(found);
    },
    async findCampaign({ client, name }) {
      const found = await campaigns.findOne({ client, name });
      return found && recordFrom(found);
    },
    async listClientsOf(name) {
      const found = await campaigns
        .find({ name }, { projection: { client: 1 } })
        .sort({ client: 1 })
        .toArray();
      return found.map(({ client }) => client);
    },
    /**
     * Also writes, so that it waits for a transaction whose commit is still under way. A turn that it does not find is
     * never committed later.
     */
    async readLastTurn(campaign) {
      const found = await campaigns.findOneAndUpdate(
        { _id: campaign },
        { $inc: { touches: 1 } },
        { projection: { turn: 1 } },
      );
      return found?.turn ?? null;
    },
    listCampaigns: (input) => listCampaigns(campaigns, input),
  };
}

async function listCampaigns(
  campaigns: Collections['campaigns'],
  { client, states, listedOnly, after, limit }: Parameters<Store['listCampaigns']>[0],
): ReturnType<Store['listCampaigns']> {
  const cursor = readCursor({ after, form: [0, 0] as const });
  const earlier = cursor && {
    $or: [{ createdAt: { $lt: cursor[0] } }, { createdAt: cursor[0], number: { $lt: cursor[1] } }],
  };
  const found = await campaigns
    .find({
      ...(client !== undefined && { client }),
      ...(listedOnly && { listed: true }),
      ...(states && { state: { $in: [...states] } }),
      ...earlier,
    })
    .sort({ createdAt: -1, number: -1 })
    .limit(limit + 1)
    .toArray();
  const page = toPage({ found, limit, cursorOf: ({ createdAt, number }) => [createdAt, number] });
  return { ...page, items: page.items.map(recordFrom) };
}

/** Returns the fields of a campaign that a turn and its creation write. */
export function documentOf({ id, definition, ...record }: CampaignRecord) {
  return { _id: id, ...record, definition: JSON.stringify(definition) };
}

function newDocument(record: CampaignRecord) {
  return {
    ...documentOf(record),
    lastAttempt: 0,
    published: 0,
    ...(record.seq > 0 && { unpublished: true as const }),
  };
}

export function recordFrom(document: CampaignDoc): CampaignRecord {
  const { _id, number: _n, lastAttempt: _a, lastHash: _h, touches: _t, ...known } = document;
  const { published: _p, unpublished: _u, ...rest } = known;
  const { contactsSince: _c, eventsSince: _e, cutSeq: _s, takeovers: _o, takenAt: _k, ...own } = rest;
  const { definition, ...record } = own;
  return { id: _id, ...record, definition: JSON.parse(definition) as CampaignRecord['definition'] };
}
