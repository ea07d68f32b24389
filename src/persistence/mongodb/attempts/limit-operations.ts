import type { LimitStore, Reservation } from '../../contract/attempts/limits.ts';
import { givenAnswer, keepingHanded } from '../../common/handed-starts.ts';
import { noReservation, unusedLimit, withUnusedBack } from '../../common/limit-rules.ts';
import { reserveSlots } from '../../common/reserve-slots.ts';
import type { LimitView } from './limit-documents.ts';

type Input<Verb extends keyof LimitStore> = Parameters<LimitStore[Verb]>[0];

/** Takes slots; see `LimitStore`. */
export function reserve(view: LimitView, input: Input<'reserve'>): Reservation {
  const { campaign, id } = input;
  const last = view.last(input);
  if (!last || id < last.id) return noReservation;
  if (id === last.id) return givenAnswer(last.answer);
  const { answer, limits, kept } = reserveSlots(input, { last: last.answer, stateOf: view.state });
  view.put(
    campaign,
    limits.map(({ scope, state, by }) => ({
      scope,
      state: { ...state, held: state.held + by },
      held: view.held(campaign, scope) + by,
    })),
  );
  view.note(input, { id, answer: kept });
  return answer;
}

/** Releases slots; see `LimitStore`. */
export function release(view: LimitView, input: Input<'release'>): void {
  const { campaign, scopes, count, unused, hour, day } = input;
  const last = view.last(input);
  if (!last) return;
  const changes = scopes.flatMap((scope) => {
    const state = view.state(scope);
    if (!state) return [];
    const before = view.held(campaign, scope);
    const held = Math.max(0, before - count);
    const left = { ...state, held: Math.max(0, state.held + held - before) };
    return [{ scope, held, state: withUnusedBack(left, { unused, hour, day }) }];
  });
  view.put(campaign, changes);
  view.note(input, last);
}

/** Sets the slots that a campaign holds; see `LimitStore`. */
export function recount(view: LimitView, input: Input<'recount'>): void {
  const { campaign, held } = input;
  const last = view.last(input);
  if (!last) return;
  const after = new Map(held.map(({ scope, count }) => [scope, count]));
  const scopes = new Set([...view.scopesOf(campaign), ...after.keys()]);
  const changes = [...scopes].map((scope) => {
    const state = view.state(scope) ?? unusedLimit;
    const count = after.get(scope) ?? 0;
    const others = Math.max(0, state.held - view.held(campaign, scope));
    return { scope, held: count, state: { ...state, held: others + count } };
  });
  view.put(campaign, changes);
  view.note(input, { id: last.id, answer: keepingHanded(noReservation, last.answer) });
}

/** Leaves starts to the next owner; see `LimitStore`. */
export function handOver(view: LimitView, { starts, free, ...owner }: Input<'handOverStarts'>): void {
  const last = view.last(owner);
  if (!last) return;
  const handed = { epoch: owner.epoch, starts, free };
  view.note(owner, { id: last.id, answer: { ...givenAnswer(last.answer), handed } });
}
