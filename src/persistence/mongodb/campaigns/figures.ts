import type { ClientSession, UpdateFilter } from 'mongodb';
import type { SeriesRow } from '../../../domain/campaign/series.ts';
import type { TransitionCount } from '../../../domain/campaign/transition-count.ts';
import type { SeriesStore } from '../../contract/campaigns/series.ts';
import type { TransitionCountStore } from '../../contract/campaigns/transition-counts.ts';
import type { Collections, SeriesDoc } from '../documents/collections.ts';
import type { TransitionCountDoc } from '../documents/count-documents.ts';
import type { ReadHead } from './campaign-heads.ts';

export type Figures = SeriesStore &
  TransitionCountStore & {
    /** Adds the figures of a turn, within its transaction. */
    add: (
      campaign: number,
      of: { series: readonly SeriesRow[]; transitions: readonly TransitionCount[] },
      session: ClientSession,
    ) => Promise<void>;
  };

/** Stores figures over time, and the number of times each transition was taken. */
export function createFigures({
  collections: { series, transitionCounts },
  readHead,
}: {
  collections: Pick<Collections, 'series' | 'transitionCounts'>;
  readHead: ReadHead;
}): Figures {
  const addRows = async (campaign: number, changes: readonly SeriesRow[], session: ClientSession) => {
    if (changes.length === 0) return;
    await series.bulkWrite(
      changes.map((change) => {
        const { at } = change;
        return { updateOne: { filter: { _id: { campaign, at } }, update: additionOf(change), upsert: true } };
      }),
      { session },
    );
  };
  const addCounts = async (campaign: number, changes: readonly TransitionCount[], session: ClientSession) => {
    if (changes.length === 0) return;
    await transitionCounts.bulkWrite(
      changes.map(({ count, ...transition }) => ({
        updateOne: {
          filter: { _id: transitionId(campaign, transition) },
          update: { $inc: { count } },
          upsert: true,
        },
      })),
      { session },
    );
  };

  return {
    async add(campaign, of, session) {
      await addRows(campaign, of.series, session);
      await addCounts(campaign, of.transitions, session);
    },
    async readSeries({ campaign, from, to, limit }) {
      const head = limit > 0 ? await readHead(campaign) : null;
      if (!head) return [];
      const found = await series
        .find({ _id: { $gte: { campaign: head.number, at: from }, $lt: { campaign: head.number, at: to } } })
        .sort({ _id: 1 })
        .limit(limit)
        .toArray();
      return found.map(({ _id, ended, ...row }) => ({ ...row, ended: withoutZeros(ended) }));
    },
    async readTransitionCounts(campaign) {
      const head = await readHead(campaign);
      if (!head) return [];
      const found = await transitionCounts.find({ '_id.campaign': head.number }).toArray();
      return summed(found).toSorted((left, right) => (sortKeyOf(left) < sortKeyOf(right) ? -1 : 1));
    },
  };
}

/** Returns the update that adds a row to the stored one: see `addSeries`. */
function additionOf({ at, placed, ended, contactsEnded, open }: SeriesRow): UpdateFilter<SeriesDoc> {
  const counts = Object.entries(ended).map(
    ([disposition, count]) => [`ended.${disposition}`, count] as const,
  );
  const isNew = { at, ...(counts.length === 0 && { ended: {} }), ...(open === null && { open }) };
  return {
    $inc: { placed, contactsEnded, ...Object.fromEntries(counts) },
    $setOnInsert: isNew,
    ...(open !== null && { $set: { open } }),
  };
}

/** A count that was corrected to nothing stays in its row as 0. */
function withoutZeros(ended: SeriesRow['ended']): SeriesRow['ended'] {
  return Object.fromEntries(Object.entries(ended).filter(([, count]) => count !== 0));
}

/** MongoDB compares ids with the order of their fields. */
export function transitionId(
  campaign: number,
  { machine, from, event, to }: Omit<TransitionCount, 'count'>,
): TransitionCountDoc['_id'] {
  return { campaign, machine, from, event, to };
}

/** Documents of earlier versions have fields in another order, so a transition may have two documents. */
function summed(found: readonly TransitionCountDoc[]): TransitionCount[] {
  const counts = new Map<string, TransitionCount>();
  for (const {
    _id: { campaign: _c, ...transition },
    count,
  } of found) {
    const key = sortKeyOf({ ...transition, count });
    counts.set(key, { ...transition, count: (counts.get(key)?.count ?? 0) + count });
  }
  return [...counts.values()];
}

function sortKeyOf({ machine, from, event, to }: TransitionCount): string {
  return [machine, from, event, to].join(' ');
}
