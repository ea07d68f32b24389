import type { LimitReading, LimitStore, Reservation } from '../../contract/attempts/limits.ts';
import { noReservation, unusedLimit, withUnusedBack } from '../../common/limit-rules.ts';
import type { LimitState } from '../../common/limit-rules.ts';
import { reserveSlots } from '../../common/reserve-slots.ts';
import type { Connection } from '../connection/connection.ts';
import { limitHoldings, limitRows } from '../rows/attempts/limit-rows.ts';
import { upsertInto } from '../rows/columns/sql.ts';
import type { SyncStore } from '../sync-store.ts';
import { createReservations } from './reservations.ts';
import type { Reservations } from './reservations.ts';

type Input<Verb extends keyof LimitStore> = Parameters<LimitStore[Verb]>[0];
type Owner = { campaign: string; epoch: number };

/** Stores shared limits: one row for each scope, and one for the slots of each scope that a campaign holds. */
export function createLimits({ connection }: { connection: Connection }): Pick<SyncStore, keyof LimitStore> {
  const { transactUnsynced } = connection;
  const statements = prepareLimits(connection);
  const reservations = createReservations(connection);
  return {
    // The commit of the turn that mints the reserved attempts syncs this one as well. If a power failure reverts both,
    // the starts were not used.
    reserve: (input) => transactUnsynced(() => reserve(statements, reservations, input)),
    // After a power failure the next owner recounts the slots of the campaign.
    release: (input) => transactUnsynced(() => release(statements, input)),
    recount: (input) => transactUnsynced(() => recount(statements, reservations, input)),
    handOverStarts: ({ campaign, epoch, starts, free }) =>
      transactUnsynced(() => {
        if (isOwner(statements, { campaign, epoch }))
          reservations.handOver({ campaign, handed: { epoch, starts, free } });
      }),
    readLimits: (scopes) =>
      scopes.map((scope): LimitReading => {
        const { lastStartAt: _, ...reading } = load(statements, scope) ?? unusedLimit;
        return { scope, ...reading };
      }),
  };
}

function prepareLimits({ prepare }: Connection) {
  return {
    read: prepare(`SELECT ${limitRows.select()} FROM limits WHERE scope = ?`),
    write: prepare(upsertInto('limits', { names: limitRows.names, key: ['scope'] })),
    readEpoch: prepare('SELECT epoch FROM campaigns WHERE id = ?'),
    readHolding: prepare('SELECT held FROM limit_holdings WHERE campaign = ? AND scope = ?'),
    putHolding: prepare(
      upsertInto('limit_holdings', { names: limitHoldings.names, key: ['campaign', 'scope'] }),
    ),
    holdings: prepare('SELECT scope, held FROM limit_holdings WHERE campaign = ?'),
    dropHoldings: prepare('DELETE FROM limit_holdings WHERE campaign = ?'),
  };
}

type Statements = ReturnType<typeof prepareLimits>;

function reserve(statements: Statements, reservations: Reservations, input: Input<'reserve'>): Reservation {
  const { campaign, epoch, id } = input;
  if (input.want <= 0) return noReservation;
  const asked = reservations.ask({ campaign, epoch, id });
  if (asked.kind === 'answered') return asked.answer;
  const { answer, limits, kept } = reserveSlots(input, {
    last: asked,
    stateOf: (scope) => load(statements, scope),
  });
  for (const limit of limits) change(statements, { campaign, epoch, ...limit });
  reservations.note({ campaign, epoch, id, answer: kept });
  return answer;
}

function release(
  statements: Statements,
  { campaign, epoch, scopes, count, unused, hour, day }: Input<'release'>,
): void {
  if (!isOwner(statements, { campaign, epoch })) return;
  for (const scope of scopes) {
    const stored = load(statements, scope);
    if (!stored) continue;
    const state = withUnusedBack(stored, { unused, hour, day });
    change(statements, { campaign, epoch, scope, state, by: -count });
  }
}

function recount(
  statements: Statements,
  reservations: Reservations,
  { campaign, epoch, held }: Input<'recount'>,
): void {
  if (!isOwner(statements, { campaign, epoch })) return;
  const { holdings, dropHoldings } = statements;
  for (const [scope, own] of holdings.all(campaign) as [string, number][]) {
    const state = load(statements, scope);
    if (state) store(statements, scope, { ...state, held: Math.max(0, state.held - own) });
  }
  dropHoldings.get(campaign);
  reservations.void(campaign);
  for (const { scope, count } of held) {
    const state = load(statements, scope) ?? unusedLimit;
    change(statements, { campaign, epoch, scope, state, by: count });
  }
}

/**
 * Changes the number of slots that a campaign holds of a scope, and stores the scope with the new sum. Neither falls
 * below zero.
 */
function change(
  statements: Statements,
  { campaign, epoch, scope, state, by }: Owner & { scope: string; state: LimitState; by: number },
): void {
  const { readHolding, putHolding } = statements;
  const before = (readHolding.get(campaign, scope)?.[0] ?? 0) as number;
  const held = Math.max(0, before + by);
  putHolding.get(...limitHoldings.cells({ campaign, scope, epoch, held }));
  store(statements, scope, { ...state, held: Math.max(0, state.held + held - before) });
}

function isOwner({ readEpoch }: Statements, { campaign, epoch }: Owner): boolean {
  return readEpoch.get(campaign)?.[0] === epoch;
}

function load({ read }: Statements, scope: string): LimitState | null {
  const row = read.get(scope);
  return row ? limitRows.read(row) : null;
}

function store({ write }: Statements, scope: string, state: LimitState): void {
  write.get(...limitRows.cells({ ...state, scope }));
}
