import type { ClientSession } from 'mongodb';
import { keepingHanded } from '../../common/handed-starts.ts';
import type { StoredAnswer } from '../../common/handed-starts.ts';
import { noReservation } from '../../common/limit-rules.ts';
import type { LimitState } from '../../common/limit-rules.ts';
import type { Collections } from '../documents/collections.ts';

/** The owner that calls, and its campaign. */
export type Owner = { campaign: string; epoch: number };
type LastReservation = { id: number; answer: StoredAnswer };
type Change = { scope: string; state: LimitState; held: number };

/** What one operation reads. With `isWhole` also every scope of which the campaign holds slots. */
export type LimitNeeds = Owner & { scopes: readonly string[]; isWhole: boolean };

/**
 * Limits, the slots that campaigns hold, and their last reservations, as a transaction has read them, with the changes of
 * the operations of this transaction.
 */
export type LimitView = {
  /** The last reservation of the campaign, or null if this owner was replaced. */
  last: (owner: Owner) => LastReservation | null;
  state: (scope: string) => LimitState | null;
  held: (campaign: string, scope: string) => number;
  /** The scopes of which a campaign has a row that was read. */
  scopesOf: (campaign: string) => readonly string[];
  put: (campaign: string, changes: readonly Change[]) => void;
  note: (owner: Owner, last: LastReservation) => void;
};

type LimitCollections = Pick<Collections, 'campaigns' | 'limits' | 'holdings' | 'reservations'>;

/** Reads what operations need, with one query for each collection, and writes their changes likewise. */
export function createLimitDocuments(collections: LimitCollections) {
  return {
    async read(needs: readonly LimitNeeds[], session: ClientSession): Promise<OpenView> {
      return openView(await readRows(collections, needs, session));
    },
    write: (view: OpenView, session: ClientSession): Promise<void> =>
      writeChanges(collections, view.changes(), session),
    async states(scopes: readonly string[]): Promise<ReadonlyMap<string, LimitState>> {
      return readStates(collections, scopes);
    },
  };
}

/** A view whose changes can be written. */
export type OpenView = LimitView & { changes: () => Changes };

type Holding = { campaign: string; scope: string; held: number };
type Reserved = { campaign: string; epoch: number } & LastReservation;
type Rows = {
  epochs: ReadonlyMap<string, number>;
  reservations: readonly Reserved[];
  states: ReadonlyMap<string, LimitState>;
  holdings: readonly Holding[];
};
type Changes = {
  states: readonly (readonly [string, LimitState])[];
  holdings: readonly Holding[];
  reservations: readonly Reserved[];
};

async function readStates(
  { limits }: Pick<Collections, 'limits'>,
  scopes: readonly string[],
  session?: ClientSession,
): Promise<Map<string, LimitState>> {
  const found = await limits.find({ _id: { $in: [...scopes] } }, { ...(session && { session }) }).toArray();
  return new Map(found.map(({ _id, ...state }) => [_id, state]));
}

async function readRows(
  collections: LimitCollections,
  needs: readonly LimitNeeds[],
  session: ClientSession,
): Promise<Rows> {
  const { campaigns, reservations, holdings } = collections;
  const ids = { $in: [...new Set(needs.map(({ campaign }) => campaign))] };
  const owned = await campaigns.find({ _id: ids }, { projection: { epoch: 1 }, session }).toArray();
  const reserved = await reservations.find({ _id: ids }, { session }).toArray();
  const held = new Map<string, Holding>();
  const noteHeld = (found: readonly { _id: { campaign: string; scope: string }; held: number }[]): void => {
    for (const { _id, held: count } of found) held.set(keyOf(_id), { ..._id, held: count });
  };
  const whole = needs.filter(({ isWhole }) => isWhole).map(({ campaign }) => campaign);
  if (whole.length > 0)
    noteHeld(await holdings.find({ '_id.campaign': { $in: whole } }, { session }).toArray());
  const named = needs.flatMap(({ campaign, scopes }) => scopes.map((scope) => ({ campaign, scope })));
  if (named.length > 0) noteHeld(await holdings.find({ _id: { $in: named } }, { session }).toArray());
  const scopes = new Set([...named, ...held.values()].map(({ scope }) => scope));
  return {
    epochs: new Map(owned.map(({ _id, epoch }) => [_id, epoch])),
    reservations: reserved.map(({ _id: campaign, ...last }) => ({ campaign, ...last })),
    states: await readStates(collections, [...scopes], session),
    holdings: [...held.values()],
  };
}

function openView(rows: Rows): OpenView {
  const states = new Map(rows.states);
  const holdings = new Map(rows.holdings.map((holding) => [keyOf(holding), holding]));
  const reservations = new Map(rows.reservations.map((reserved) => [reserved.campaign, reserved]));
  const changed = { states: new Set<string>(), holdings: new Set<string>(), reservations: new Set<string>() };
  return {
    last({ campaign, epoch }) {
      if (rows.epochs.get(campaign) !== epoch) return null;
      const found = reservations.get(campaign);
      if (found && found.epoch > epoch) return null;
      if (found?.epoch === epoch) return found;
      return { id: -Infinity, answer: keepingHanded(noReservation, found?.answer ?? {}) };
    },
    state: (scope) => states.get(scope) ?? null,
    held: (campaign, scope) => holdings.get(keyOf({ campaign, scope }))?.held ?? 0,
    scopesOf: (campaign) =>
      [...holdings.values()].filter((holding) => holding.campaign === campaign).map(({ scope }) => scope),
    put(campaign, changes) {
      for (const { scope, state, held } of changes) {
        const key = keyOf({ campaign, scope });
        states.set(scope, state);
        holdings.set(key, { campaign, scope, held });
        changed.states.add(scope);
        changed.holdings.add(key);
      }
    },
    note({ campaign, epoch }, { id, answer }) {
      reservations.set(campaign, { campaign, epoch, id, answer });
      changed.reservations.add(campaign);
    },
    changes: () => ({
      states: [...states].filter(([scope]) => changed.states.has(scope)),
      holdings: [...holdings].filter(([key]) => changed.holdings.has(key)).map(([, holding]) => holding),
      reservations: [...reservations.values()].filter(({ campaign }) => changed.reservations.has(campaign)),
    }),
  };
}

async function writeChanges(
  { limits, holdings, reservations }: LimitCollections,
  changes: Changes,
  session: ClientSession,
): Promise<void> {
  const options = { session, ordered: false };
  if (changes.states.length > 0) {
    await limits.bulkWrite(
      changes.states.map(([_id, replacement]) => ({
        replaceOne: { filter: { _id }, replacement, upsert: true },
      })),
      options,
    );
  }
  if (changes.holdings.length > 0) {
    await holdings.bulkWrite(
      changes.holdings.map(({ campaign, scope, held }) => ({
        updateOne: { filter: { _id: { campaign, scope } }, update: { $set: { held } }, upsert: true },
      })),
      options,
    );
  }
  if (changes.reservations.length === 0) return;
  await reservations.bulkWrite(
    changes.reservations.map(({ campaign: _id, ...replacement }) => ({
      replaceOne: { filter: { _id }, replacement, upsert: true },
    })),
    options,
  );
}

function keyOf({ campaign, scope }: { campaign: string; scope: string }): string {
  return `${campaign} ${scope}`;
}
