import type { LimitCall } from '../watched-store.ts';
import { broken } from './broken.ts';

/** The kinds of limits that each attempt takes a slot in; a call takes one of its caller ID too. Written out: a limit that the engine forgets is not forgotten here. */
const kinds = ['account', 'global', 'client', 'campaign'] as const;

type Holdings = Map<string, number>;

/**
 * Keeps its own books of the slots that campaigns hold, by the answers the store gave, and compares them with what the
 * store says after each call. A reservation that comes again under its id is booked once.
 */
export function createSlotBooks(): { check: (call: LimitCall) => void } {
  const books = new Map<string, Holdings>();
  const last = new Map<string, { id: string; granted: number }>();

  const book = (call: LimitCall): void => {
    const held = books.get(call.campaign) ?? new Map<string, number>();
    books.set(call.campaign, held);
    const add = (scope: string, count: number): void =>
      void held.set(scope, Math.max(0, (held.get(scope) ?? 0) + count));
    if (call.verb === 'reserve') {
      const { granted } = call;
      const id = `${call.epoch} ${call.id}`;
      const former = last.get(call.campaign);
      last.set(call.campaign, { id, granted });
      if (former?.id === id) {
        if (former.granted === granted) return;
        broken(
          `5 limits: ${call.campaign} got ${former.granted} slots as ${id}, and ${granted} when asked again`,
        );
      }
      for (const scope of call.scopes) add(scope, granted);
    } else if (call.isOwner && call.verb === 'release') {
      for (const scope of call.scopes) add(scope, -call.count);
    } else if (call.isOwner && call.verb === 'recount') {
      held.clear();
      last.delete(call.campaign);
      for (const { scope, count } of call.held) add(scope, count);
    }
  };

  const checkWhole = (campaign: string): void => {
    const own = books.get(campaign);
    const [first, ...others] = kinds.map((kind) => ({ kind, count: ofKind(own, kind) }));
    const calls = { kind: 'calls', count: own?.get('account:voice') ?? 0 };
    const callers = { kind: 'callers', count: ofKind(own, 'caller') };
    const pairs = [...others.map((other) => [first, other] as const), [calls, callers] as const];
    for (const [one, other] of pairs) {
      if (one && one.count !== other.count)
        broken(
          `5 limits: ${campaign} holds ${one.count} slots of ${one.kind}, and ${other.count} of ${other.kind}`,
        );
    }
  };

  return {
    check(call) {
      book(call);
      checkWhole(call.campaign);
      for (const { scope, held } of call.readings) {
        const booked = [...books.values()].reduce((sum, own) => sum + (own.get(scope) ?? 0), 0);
        if (held !== booked)
          broken(`5 limits: ${held} slots of ${scope} are held, ${booked} were reserved and not released`);
      }
    },
  };
}

function ofKind(held: Holdings | undefined, kind: string): number {
  let sum = 0;
  for (const [scope, count] of held ?? []) if (scope.split(':')[0] === kind) sum += count;
  return sum;
}
