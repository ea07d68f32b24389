import type { ClientSession } from 'mongodb';
import { keepingHanded } from '../../common/handed-starts.ts';
import type { StoredAnswer } from '../../common/handed-starts.ts';
import { noReservation } from '../../common/limit-rules.ts';
import type { LimitState } from '../../common/limit-rules.ts';
import type { Collections } from '../documents/collections.ts';

/** The owner that calls, and its campaign. */
export type Owner = { campaign: string; epoch: number };
type ByScope<Value> = ReadonlyMap<string, Value>;
type Change = { scope: string; state: LimitState; held: number };
type LastReservation = { id: number; answer: StoredAnswer };

/** Reads and writes limits, the slots that campaigns hold, and the last reservation of each campaign. */
export type LimitDocuments = {
  states: (scopes: readonly string[], session?: ClientSession) => Promise<ByScope<LimitState>>;
  /** Resolves with the slots that a campaign holds of these scopes, or of all scopes. */
  held: (
    campaign: string,
    scopes: readonly string[] | null,
    session: ClientSession,
  ) => Promise<ByScope<number>>;
  put: (campaign: string, changes: readonly Change[], session: ClientSession) => Promise<void>;
  /** Resolves with the last reservation of the campaign, or null if this owner was replaced. */
  last: (owner: Owner, session: ClientSession) => Promise<LastReservation | null>;
  note: (owner: Owner, last: LastReservation, session: ClientSession) => Promise<void>;
};

export function createLimitDocuments({
  campaigns,
  limits,
  holdings,
  reservations,
}: Pick<Collections, 'campaigns' | 'limits' | 'holdings' | 'reservations'>): LimitDocuments {
  return {
    async states(scopes, session) {
      const found = await limits
        .find({ _id: { $in: [...scopes] } }, { ...(session && { session }) })
        .toArray();
      return new Map(found.map(({ _id, ...state }) => [_id, state]));
    },
    async held(campaign, scopes, session) {
      const filter = scopes
        ? { _id: { $in: scopes.map((scope) => ({ campaign, scope })) } }
        : { '_id.campaign': campaign };
      const found = await holdings.find(filter, { session }).toArray();
      return new Map(found.map(({ _id, held }) => [_id.scope, held]));
    },
    async put(campaign, changes, session) {
      if (changes.length === 0) return;
      await limits.bulkWrite(
        changes.map(({ scope, state }) => ({
          replaceOne: { filter: { _id: scope }, replacement: state, upsert: true },
        })),
        { session, ordered: false },
      );
      await holdings.bulkWrite(
        changes.map(({ scope, held }) => ({
          updateOne: { filter: { _id: { campaign, scope } }, update: { $set: { held } }, upsert: true },
        })),
        { session, ordered: false },
      );
    },
    async last({ campaign, epoch }, session) {
      const owned = await campaigns.findOne({ _id: campaign }, { projection: { epoch: 1 }, session });
      if (owned?.epoch !== epoch) return null;
      const found = await reservations.findOne({ _id: campaign }, { session });
      if (found && found.epoch > epoch) return null;
      if (found?.epoch === epoch) return found;
      return { id: -Infinity, answer: keepingHanded(noReservation, found?.answer ?? {}) };
    },
    async note({ campaign, epoch }, { id, answer }, session) {
      await reservations.replaceOne({ _id: campaign }, { epoch, id, answer }, { upsert: true, session });
    },
  };
}
