import type { ClientSession } from 'mongodb';
import { breakerSpanMs, closedBreaker } from '../../../domain/breaker.ts';
import type { Breaker, BreakerChange, BreakerReading } from '../../../domain/breaker.ts';
import type { BreakerStore, NotedOutcomes } from '../../contract/attempts/breakers.ts';
import type { BreakerSeen } from '../../contract/turn/turns.ts';
import type { BreakerDoc, Collections } from '../documents/collections.ts';

export type Breakers = BreakerStore & {
  /** Changes breakers, within the running transaction. Resolves with false if one of them has another revision. */
  write: (changes: readonly BreakerChange[], session: ClientSession) => Promise<boolean>;
  /** Resolves with whether each breaker still has the revision on which the running turn was decided. */
  areAt: (seen: readonly BreakerSeen[], session: ClientSession) => Promise<boolean>;
  /** Adds outcomes of a campaign, within the running transaction. */
  note: (campaign: number, noted: readonly NotedOutcomes[], session: ClientSession) => Promise<void>;
};

/**
 * Stores circuit breakers. Outcomes are kept in documents per campaign and summed when they are read, so that the
 * transactions of campaigns that share a breaker do not conflict.
 */
export function createBreakers({
  breakers,
  breakerOutcomes,
}: Pick<Collections, 'breakers' | 'breakerOutcomes'>): Breakers {
  const writeOne = async (
    { breaker: { key, ...changed }, expectedRev }: BreakerChange,
    session: ClientSession,
  ): Promise<boolean> => {
    if (expectedRev > 0) {
      const { matchedCount } = await breakers.replaceOne({ _id: key, rev: expectedRev }, changed, {
        session,
      });
      return matchedCount === 1;
    }
    const { upsertedCount } = await breakers.updateOne(
      { _id: key },
      { $setOnInsert: changed },
      { upsert: true, session },
    );
    return upsertedCount === 1;
  };

  return {
    async areAt(seen, session) {
      if (seen.length === 0) return true;
      const keys = seen.map(({ key }) => key);
      const found = await breakers
        .find({ _id: { $in: keys } }, { projection: { rev: 1 }, session })
        .toArray();
      const revs = new Map(found.map(({ _id, rev }) => [_id, rev]));
      return seen.every(({ key, rev }) => (revs.get(key) ?? 0) === rev);
    },
    async write(changes, session) {
      for (const change of changes) if (!(await writeOne(change, session))) return false;
      return true;
    },
    async note(campaign, noted, session) {
      for (const { key, at, outcomes, faults } of noted) {
        await breakerOutcomes.updateOne(
          { _id: { key, at, campaign } },
          { $inc: { outcomes, faults } },
          { upsert: true, session },
        );
        await breakerOutcomes.deleteMany(
          {
            '_id.key': key,
            '_id.campaign': campaign,
            $or: [
              { '_id.at': { $lt: at - 2 * breakerSpanMs } },
              { '_id.at': { $gt: at + 2 * breakerSpanMs } },
            ],
          },
          { session },
        );
      }
    },
    readBreakers: (keys) => readBreakers({ breakers, breakerOutcomes }, keys),
    async listBreakers() {
      return (await breakers.find().sort({ _id: 1 }).toArray()).map(breakerFrom);
    },
  };
}

async function readBreakers(
  { breakers, breakerOutcomes }: Pick<Collections, 'breakers' | 'breakerOutcomes'>,
  keys: readonly string[],
): Promise<BreakerReading[]> {
  if (keys.length === 0) return [];
  const [stored, noted] = await Promise.all([
    breakers.find({ _id: { $in: [...keys] } }).toArray(),
    breakerOutcomes
      .aggregate<{ _id: { key: string; at: number }; outcomes: number; faults: number }>([
        { $match: { '_id.key': { $in: [...keys] } } },
        {
          $group: {
            _id: { key: '$_id.key', at: '$_id.at' },
            outcomes: { $sum: '$outcomes' },
            faults: { $sum: '$faults' },
          },
        },
        { $sort: { '_id.at': 1 } },
      ])
      .toArray(),
  ]);
  return keys.map((key) => {
    const found = stored.find(({ _id }) => _id === key);
    const own = noted.filter(({ _id }) => _id.key === key);
    return {
      breaker: found ? breakerFrom(found) : closedBreaker(key),
      buckets: own.map(({ _id: { at }, outcomes, faults }) => ({ at, outcomes, faults })),
    };
  });
}

function breakerFrom({ _id, ...breaker }: BreakerDoc): Breaker {
  return { key: _id, ...breaker };
}
