import type { ClientSession, Document } from 'mongodb';
import { ownedStates } from '../../../domain/campaign/campaign.ts';
import type { EndedNews, InboxStore, News } from '../../contract/turn/inbox.ts';
import type { Collections } from '../documents/collections.ts';
import { settingsCounter } from '../documents/counters.ts';
import type { NextNumber } from '../documents/counters.ts';
import { createPutTogether, readdressEvents } from './put-together.ts';

export type Inbox = InboxStore & {
  /** Removes events that the running turn consumed. */
  consume: (of: { campaign: string; ids: readonly string[] }, session: ClientSession) => Promise<void>;
  /** Stores news for the owner, within the running turn: another instance commits it. */
  putNews: (
    of: { campaign: string; owner: string; rev: number; seq: number },
    session: ClientSession,
  ) => Promise<void>;
  /** Writes the owner of a campaign into its events and news. */
  readdress: (of: { campaigns: readonly string[]; owner: string | null }) => Promise<void>;
};

/**
 * Stores events until the owner of their campaign takes them, in the order of arrival, and news for owners. Each
 * document names the owner, so that an instance reads only its own.
 *
 * News is written in a transaction that conflicts with a change of the owner in the document of the campaign. An event
 * is not: after storing it, `putInbox` reads the owner again. Either this read returns the new owner, or the new
 * owner, which reads the inbox after its claim, finds the event.
 */
export function createInbox({
  collections: { campaigns, counters, inbox, ownerNotes },
  nextNumber,
}: {
  collections: Pick<Collections, 'campaigns' | 'counters' | 'inbox' | 'ownerNotes'>;
  nextNumber: NextNumber;
}): Inbox {
  return {
    putInbox: createPutTogether({ campaigns, inbox, nextNumber }),
    async readInbox({ campaign, limit }) {
      const found = await inbox
        .find({ '_id.campaign': campaign })
        .sort({ '_id.campaign': 1, number: 1 })
        .limit(limit)
        .toArray();
      return found.map(({ _id, number: _n, owner: _o, ...event }) => ({ ..._id, ...event }));
    },
    listInboxes: () => inbox.distinct('_id.campaign'),
    async readNews(owner) {
      const found = await counters.aggregate<News | SettingsRow | SchemaRow>(newsPipeline(owner)).toArray();
      const news: News[] = [];
      let [settingsRev, schema] = [0, 0];
      for (const row of found)
        if ('why' in row) news.push(row);
        else if ('schema' in row) ({ schema } = row);
        else settingsRev = row.last;
      return { news, settingsRev, schema };
    },
    async dropNews({ campaign, rev, seq }) {
      await ownerNotes.deleteOne({ _id: campaign, rev: { $lte: rev }, seq: { $lte: seq } });
    },
    listEndedNews: () => listEndedNews({ campaigns, ownerNotes }),
    async consume({ campaign, ids }, session) {
      if (ids.length === 0) return;
      await inbox.deleteMany({ _id: { $in: ids.map((id) => ({ campaign, id })) } }, { session });
    },
    async putNews({ campaign, ...news }, session) {
      await ownerNotes.replaceOne({ _id: campaign }, news, { upsert: true, session });
    },
    async readdress({ campaigns: ids, owner }) {
      await Promise.all([
        readdressEvents(inbox, ids, owner),
        ownerNotes.updateMany({ _id: { $in: ids } }, { $set: { owner } }),
      ]);
    },
  };
}

async function listEndedNews({
  campaigns,
  ownerNotes,
}: Pick<Collections, 'campaigns' | 'ownerNotes'>): Promise<readonly EndedNews[]> {
  const all = await ownerNotes.find().sort({ _id: 1 }).toArray();
  const ended = await campaigns
    .find(
      { _id: { $in: all.map(({ _id }) => _id) }, state: { $nin: [...ownedStates] } },
      { projection: { owner: 1 } },
    )
    .toArray();
  const owners = new Map(ended.map(({ _id, owner }) => [_id, owner]));
  return all.flatMap(({ _id, rev, seq }) => {
    const owner = owners.get(_id);
    return owner === undefined ? [] : [{ campaign: _id, owner, rev, seq }];
  });
}

type SettingsRow = { last: number };
type SchemaRow = { schema: number };

/** All that an instance reads at every beat, in one command: the price of a command is most of its cost. */
function newsPipeline(owner: string): Document[] {
  const toNews = (why: News['why'], fields: Document = {}): Document => ({
    $project: { _id: 0, campaign: '$_id', why: { $literal: why }, ...fields },
  });
  const waiting = [{ $match: { owner } }, { $group: { _id: '$_id.campaign' } }, toNews('inbox')];
  const changed = [{ $match: { owner } }, toNews('changed', { rev: 1, seq: 1 })];
  const schema = [{ $match: { _id: 'schema' } }, { $project: { _id: 0, schema: '$version' } }];
  return [
    { $match: { _id: settingsCounter } },
    { $project: { _id: 0, last: 1 } },
    { $unionWith: { coll: 'inbox', pipeline: waiting } },
    { $unionWith: { coll: 'ownerNotes', pipeline: changed } },
    { $unionWith: { coll: 'meta', pipeline: schema } },
  ];
}
