import type { LimitReading } from '../../contract/attempts/limits.ts';
import type { Connection } from '../connection/connection.ts';
import {
  afterStarts,
  decideReservation,
  freshLimit,
  type LimitState,
  rollOver,
  unusedLimit,
  withoutFuture,
} from '../../shared/limit-rules.ts';
import { createReservations } from './reservations.ts';
import { upsertInto } from '../rows/columns/sql.ts';
import { limitHoldings, limitRows } from '../rows/attempts/limit-rows.ts';
import type { SyncStore } from '../sync-store.ts';

type LimitVerbs = Pick<SyncStore, 'reserve' | 'release' | 'recount' | 'readLimits'>;

/** Shared limits, one row each; what each campaign holds of them is in rows of its own. */
export function createLimits({ connection }: { connection: Connection }): LimitVerbs {
  const { prepare, transactUnsynced } = connection;
  const read = prepare(`SELECT ${limitRows.select()} FROM limits WHERE scope = ?`);
  const write = prepare(upsertInto('limits', { names: limitRows.names, key: ['scope'] }));
  const reservations = createReservations(connection);
  const readEpoch = prepare('SELECT epoch FROM campaigns WHERE id = ?');
  const readHolding = prepare('SELECT held FROM limit_holdings WHERE campaign = ? AND scope = ?');
  const putHolding = prepare(
    upsertInto('limit_holdings', { names: limitHoldings.names, key: ['campaign', 'scope'] }),
  );
  const holdings = prepare('SELECT scope, held FROM limit_holdings WHERE campaign = ?');
  const dropHoldings = prepare('DELETE FROM limit_holdings WHERE campaign = ?');

  const load = (scope: string): LimitState | null => {
    const row = read.get(scope);
    return row ? limitRows.read(row) : null;
  };
  const store = (scope: string, state: LimitState): void => {
    write.get(...limitRows.cells({ ...state, scope }));
  };
  const heldBy = (campaign: string, scope: string): number =>
    (readHolding.get(campaign, scope)?.[0] ?? 0) as number;
  /** Changes what a campaign holds, and the sum with it; neither falls below zero. */
  const change = (input: {
    campaign: string;
    epoch: number;
    scope: string;
    state: LimitState;
    by: number;
  }): LimitState => {
    const { campaign, epoch, scope, state, by } = input;
    const own = heldBy(campaign, scope);
    const now = Math.max(0, own + by);
    putHolding.get(...limitHoldings.cells({ campaign, scope, epoch, held: now }));
    return { ...state, held: Math.max(0, state.held + now - own) };
  };
  const isCurrent = (campaign: string, epoch: number): boolean => readEpoch.get(campaign)?.[0] === epoch;

  return {
    // Synced by the turn that mints what was reserved: a start that is lost without it was never used.
    reserve({ campaign, epoch, id, caps, want, now, since, horizonMs, hour, day }) {
      return transactUnsynced(() => {
        if (want <= 0) return { starts: [], block: null };
        const asked = reservations.ask({ campaign, epoch, id });
        if (asked.kind === 'answered') return asked.answer;
        const states = caps.map((cap) => {
          const stored = load(cap.scope) ?? freshLimit({ cap, now, hour, day });
          const possible = withoutFuture({ cap, state: stored, now, horizonMs });
          return { cap, state: rollOver(possible, { hour, day }) };
        });
        const decision = decideReservation({
          limits: states,
          want,
          now,
          horizonMs,
          ...(since !== undefined && { since }),
        });
        for (const { cap, state } of states) {
          const used = afterStarts(cap, state, decision.starts);
          store(
            cap.scope,
            change({ campaign, epoch, scope: cap.scope, state: used, by: decision.starts.length }),
          );
        }
        reservations.note({ campaign, epoch, id, answer: decision });
        return decision;
      });
    },

    // Whoever opens the file after a power failure takes the campaign over, and recounts what it holds.
    release({ campaign, epoch, scopes, count, unused, hour, day }) {
      transactUnsynced(() => {
        if (!isCurrent(campaign, epoch)) return;
        for (const scope of scopes) {
          const state = load(scope);
          if (!state) continue;
          const hourUsed = state.hour === hour ? Math.max(0, state.hourUsed - unused) : state.hourUsed;
          const dayUsed = state.day === day ? Math.max(0, state.dayUsed - unused) : state.dayUsed;
          store(
            scope,
            change({ campaign, epoch, scope, state: { ...state, hourUsed, dayUsed }, by: -count }),
          );
        }
      });
    },

    recount({ campaign, epoch, held }) {
      transactUnsynced(() => {
        if (!isCurrent(campaign, epoch)) return;
        for (const [scope, own] of holdings.all(campaign) as [string, number][]) {
          const state = load(scope);
          if (state) store(scope, { ...state, held: Math.max(0, state.held - own) });
        }
        dropHoldings.get(campaign);
        reservations.void(campaign);
        for (const { scope, count } of held) {
          const state = load(scope) ?? unusedLimit;
          store(scope, change({ campaign, epoch, scope, state, by: count }));
        }
      });
    },

    readLimits: (scopes) =>
      scopes.map((scope): LimitReading => {
        const { lastStartAt: _, ...reading } = load(scope) ?? unusedLimit;
        return { scope, ...reading };
      }),
  };
}
