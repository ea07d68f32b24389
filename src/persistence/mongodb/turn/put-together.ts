import type { InboxEvent, InboxStore } from '../../contract/turn/inbox.ts';
import { createGroups } from '../../../platform/sharing/groups.ts';
import type { Collections } from '../documents/collections.ts';
import type { NextNumber } from '../documents/counters.ts';
import { insertEachOnce } from '../documents/insert-once.ts';

/** The maximum number of events that are stored together. */
const mostAtOnce = 200;

type Put = { event: InboxEvent; isNew: boolean };

/** Writes the owner of campaigns into their events. */
export async function readdressEvents(
  inbox: Collections['inbox'],
  campaigns: readonly string[],
  owner: string | null,
): Promise<void> {
  await inbox.updateMany({ '_id.campaign': { $in: campaigns } }, { $set: { owner } });
}

/**
 * Creates `putInbox`. Each write waits for the disks of a majority, so the events that arrive while others are being stored
 * are the next ones that are stored together.
 */
export function createPutTogether({
  campaigns,
  inbox,
  nextNumber,
}: Pick<Collections, 'campaigns' | 'inbox'> & { nextNumber: NextNumber }): InboxStore['putInbox'] {
  const ownersOf = async (ids: readonly string[]): Promise<ReadonlyMap<string, string | null>> => {
    const found = await campaigns.find({ _id: { $in: [...ids] } }, { projection: { owner: 1 } }).toArray();
    const owners = new Map(found.map(({ _id, owner }) => [_id, owner]));
    return new Map(ids.map((id) => [id, owners.get(id) ?? null]));
  };

  const putAll = async (puts: readonly Put[]): Promise<void> => {
    const ids = [...new Set(puts.map(({ event }) => event.campaign))];
    const [owners, first] = await Promise.all([ownersOf(ids), nextNumber('inbox', puts.length)]);
    const documents = puts.map(({ event: { id, campaign, ...event } }, index) => {
      const owner = owners.get(campaign) ?? null;
      return { _id: { campaign, id }, number: first + index, owner, ...event };
    });
    const known = await insertEachOnce(inbox, documents);
    for (const [index, put] of puts.entries()) put.isNew = !known.has(index);
    for (const [campaign, owner] of await ownersOf(ids))
      if (owner !== owners.get(campaign)) await readdressEvents(inbox, [campaign], owner);
  };
  const inGroup = createGroups({ most: mostAtOnce, run: putAll });

  return async (event) => {
    const put: Put = { event, isNew: false };
    await inGroup(put);
    return put.isNew;
  };
}
