import type { ClientSession } from 'mongodb';
import type { LimitCap, LimitReading, LimitStore, Reservation } from '../../contract/attempts/limits.ts';
import { givenAnswer, keepingHanded, withoutStarts } from '../../common/handed-starts.ts';
import {
  afterStarts,
  decideReservation,
  freshLimit,
  inheritedBy,
  noReservation,
  rollOver,
  unusedLimit,
  withoutFuture,
  withUnusedBack,
} from '../../common/limit-rules.ts';
import type { Collections } from '../documents/collections.ts';
import type { Transactions } from '../connection/transactions.ts';
import { createLimitDocuments } from './limit-documents.ts';
import type { LimitDocuments } from './limit-documents.ts';

type Input<Verb extends keyof LimitStore> = Parameters<LimitStore[Verb]>[0];

/**
 * Stores shared limits: one document per scope, changed in transactions of their own. Each transaction also writes the
 * document with the last reservation of the campaign. If an owner was replaced meanwhile, it therefore conflicts with
 * the recount of the new owner and is refused, although it only reads the epoch.
 */
export function createLimits({
  collections,
  transactions,
}: {
  collections: Pick<Collections, 'campaigns' | 'limits' | 'holdings' | 'reservations'>;
  transactions: Transactions;
}): LimitStore {
  const documents = createLimitDocuments(collections);
  return {
    async reserve(input) {
      if (input.want <= 0) return noReservation;
      return transactions.run((session) => reserve(documents, input, session));
    },
    release: (input) => transactions.run((session) => release(documents, input, session)),
    recount: (input) =>
      transactions.run(async (session) => {
        await recount(documents, input, session);
        await collections.holdings.deleteMany({ '_id.campaign': input.campaign, held: 0 }, { session });
      }),
    handOverStarts: (input) => transactions.run((session) => handOver(documents, input, session)),
    async readLimits(scopes) {
      const states = await documents.states(scopes);
      return scopes.map((scope): LimitReading => {
        const { lastStartAt: _l, ...reading } = states.get(scope) ?? unusedLimit;
        return { scope, ...reading };
      });
    },
  };
}

async function statesFor(
  documents: LimitDocuments,
  caps: readonly LimitCap[],
  { now, horizonMs, hour, day }: Input<'reserve'>,
  session: ClientSession,
) {
  const stored = await documents.states(
    caps.map(({ scope }) => scope),
    session,
  );
  return caps.map((cap) => {
    const state = stored.get(cap.scope) ?? freshLimit({ cap, now, hour, day });
    return { cap, state: rollOver(withoutFuture({ cap, state, now, horizonMs }), { hour, day }) };
  });
}

async function reserve(
  documents: LimitDocuments,
  input: Input<'reserve'>,
  session: ClientSession,
): Promise<Reservation> {
  const { campaign, id, caps, want, now, horizonMs, since } = input;
  const last = await documents.last(input, session);
  if (!last || id < last.id) return noReservation;
  if (id === last.id) return givenAnswer(last.answer);
  const limits = await statesFor(documents, caps, input, session);
  const inherited = inheritedBy({ ...input, last: last.answer });
  const answer = decideReservation({
    limits,
    want,
    now,
    horizonMs,
    inherited,
    ...(since !== undefined && { since }),
  });
  const taken = answer.starts.length;
  const own = await documents.held(
    campaign,
    caps.map(({ scope }) => scope),
    session,
  );
  const changes = limits.map(({ cap, state }) => ({
    scope: cap.scope,
    state: { ...afterStarts(cap, state, answer.starts), held: state.held + taken },
    held: (own.get(cap.scope) ?? 0) + taken,
  }));
  await documents.put(campaign, changes, session);
  const left = withoutStarts(last.answer, answer.starts);
  await documents.note(input, { id, answer: keepingHanded(answer, left) }, session);
  return answer;
}

async function release(
  documents: LimitDocuments,
  input: Input<'release'>,
  session: ClientSession,
): Promise<void> {
  const { campaign, scopes, count, unused, hour, day } = input;
  const last = await documents.last(input, session);
  if (!last) return;
  const states = await documents.states(scopes, session);
  const own = await documents.held(campaign, scopes, session);
  const changes = scopes.flatMap((scope) => {
    const state = states.get(scope);
    if (!state) return [];
    const before = own.get(scope) ?? 0;
    const held = Math.max(0, before - count);
    const left = { ...state, held: Math.max(0, state.held + held - before) };
    return [{ scope, held, state: withUnusedBack(left, { unused, hour, day }) }];
  });
  await documents.put(campaign, changes, session);
  await documents.note(input, last, session);
}

async function recount(
  documents: LimitDocuments,
  input: Input<'recount'>,
  session: ClientSession,
): Promise<void> {
  const { campaign, held } = input;
  const last = await documents.last(input, session);
  if (!last) return;
  const before = await documents.held(campaign, null, session);
  const after = new Map(held.map(({ scope, count }) => [scope, count]));
  const scopes = [...new Set([...before.keys(), ...after.keys()])];
  const states = await documents.states(scopes, session);
  const changes = scopes.map((scope) => {
    const state = states.get(scope) ?? unusedLimit;
    const count = after.get(scope) ?? 0;
    const others = Math.max(0, state.held - (before.get(scope) ?? 0));
    return { scope, held: count, state: { ...state, held: others + count } };
  });
  await documents.put(campaign, changes, session);
  await documents.note(input, { id: last.id, answer: keepingHanded(noReservation, last.answer) }, session);
}

async function handOver(
  documents: LimitDocuments,
  { campaign, epoch, starts, free }: Input<'handOverStarts'>,
  session: ClientSession,
): Promise<void> {
  const owner = { campaign, epoch };
  const last = await documents.last(owner, session);
  if (!last) return;
  const answer = { ...givenAnswer(last.answer), handed: { epoch, starts, free } };
  await documents.note(owner, { id: last.id, answer }, session);
}
