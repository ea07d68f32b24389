import type { Draw } from '../draws.ts';
import type { HangupCause } from './hangup-causes.ts';
import type { CallState } from '../journal/journal.ts';
import type { CallPlan } from './plan.ts';
import type { PlaceCallRequest } from './place-call-request.ts';
import type { Account } from '../types.ts';

/** One call at the carrier. Instants are those of the business clock. */
export type Call = {
  readonly account: Account;
  readonly callUuid: string;
  readonly requestUuid: string;
  readonly from: string;
  readonly to: string;
  readonly ordinal: number;
  readonly attempt: string | null;
  readonly request: PlaceCallRequest;
  readonly plan: CallPlan;
  readonly draw: Draw;
  readonly placedAt: number;
  state: CallState;
  startedAt: number | null;
  rangAt: number | null;
  answeredAt: number | null;
  endedAt: number | null;
  end: HangupCause | null;
  /** Faults: the instants between which the live list shows this call, and the additional delay of its record. */
  listedFrom: number;
  listedUntil: number;
  recordFaultMs: number;
  /** The number of pieces of audio that a bot has played to the contact. */
  heardAudio: number;
  /** Events whose delivery is over. */
  readonly settled: Set<string>;
};

export type Calls = {
  add: (call: Call) => void;
  get: (callUuid: string) => Call | undefined;
  all: () => Iterable<Call>;
  /** The calls of an account that have not ended, in order of placement. */
  open: (authId: string) => Call[];
  openCount: (authId: string) => number;
  /** Moves a call that has ended from the open calls to the ended ones. */
  close: (call: Call) => void;
  /** The ended calls of an account, the latest last; only those to `to` if given. */
  ended: (query: { authId: string; to?: string | undefined }) => Call[];
  /** The number of accepted calls to this number. */
  countTo: (to: string) => number;
  clear: () => void;
};

/** Creates the collection of all calls, with indexes for open calls and for calls to one number. */
export function createCalls(): Calls {
  const byUuid = new Map<string, Call>();
  const open = new Map<string, Set<Call>>();
  const ended = new Map<string, Call[]>();
  const byNumber = new Map<string, Call[]>();

  return {
    add(call) {
      byUuid.set(call.callUuid, call);
      entry(byNumber, call.to, () => []).push(call);
      entry(open, call.account.authId, () => new Set<Call>()).add(call);
    },
    get: (callUuid) => byUuid.get(callUuid),
    all: () => byUuid.values(),
    open: (authId) => [...(open.get(authId) ?? [])],
    openCount: (authId) => open.get(authId)?.size ?? 0,
    close(call) {
      open.get(call.account.authId)?.delete(call);
      entry(ended, call.account.authId, () => []).push(call);
    },
    ended({ authId, to }) {
      if (to === undefined) return ended.get(authId) ?? [];
      return (byNumber.get(to) ?? []).filter(
        (call) => call.state === 'ended' && call.account.authId === authId,
      );
    },
    countTo: (to) => byNumber.get(to)?.length ?? 0,
    clear() {
      for (const map of [byUuid, open, ended, byNumber]) map.clear();
    },
  };
}

function entry<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const present = map.get(key);
  if (present !== undefined) return present;
  const made = make();
  map.set(key, made);
  return made;
}

/** Returns the whole seconds between answer and end; 0 for a call that was not answered. */
export function talkSeconds(call: Call): number {
  if (call.answeredAt === null || call.endedAt === null) return 0;
  return Math.max(0, Math.round((call.endedAt - call.answeredAt) / 1000));
}
