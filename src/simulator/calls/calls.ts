import type { Draw } from '../draws.ts';
import type { HangupCause } from './hangup-causes.ts';
import type { CallState } from '../journal/journal.ts';
import type { CallPlan } from './plan.ts';
import type { PlaceCallRequest } from './place-call-request.ts';
import type { Account } from '../types.ts';

/** One call at the carrier. Instants are those of the calls' clock. */
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
  /** Faults: from when and until when the live list shows this call, and how much later its record appears. */
  listedFrom: number;
  listedUntil: number;
  recordFaultMs: number;
  /** Events about which nothing more will be sent. */
  readonly settled: Set<string>;
};

export type Calls = {
  add: (call: Call) => void;
  get: (callUuid: string) => Call | undefined;
  all: () => Iterable<Call>;
  /** Calls of an account that have not ended, in order of placement. */
  open: (authId: string) => Call[];
  openCount: (authId: string) => number;
  /** Tells the store that a call has ended. */
  close: (call: Call) => void;
  /** Ended calls of an account, the latest last; to one destination if given. */
  ended: (query: { authId: string; to?: string | undefined }) => Call[];
  /** How many calls to this number have been accepted. */
  countTo: (to: string) => number;
  clear: () => void;
};

/** Holds all calls, and finds the open ones and those to one number without a scan. */
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

/** Whole seconds between answer and end; 0 for a call that was never answered. */
export function talkSeconds(call: Call): number {
  if (call.answeredAt === null || call.endedAt === null) return 0;
  return Math.max(0, Math.round((call.endedAt - call.answeredAt) / 1000));
}
