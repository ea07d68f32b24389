import type { HangupCause } from '../calls/hangup-causes.ts';
import type { CallPlan } from '../calls/plan.ts';
import type { PlaceCallRequest } from '../calls/place-call-request.ts';

/** A call was accepted. It is written before the request is answered: a call without this entry was never placed. */
export type PlacedEntry = {
  type: 'placed';
  at: number;
  authId: string;
  callUuid: string;
  requestUuid: string;
  from: string;
  /** Digits only. */
  to: string;
  /** The number of the call among the accepted calls to this number, from 1. */
  ordinal: number;
  /** The customer's token, from the query of answer_url. */
  attempt: string | null;
  reply: 'call fired' | 'call queued';
  request: PlaceCallRequest;
  plan: CallPlan;
};

export type CallState = 'queued' | 'dialing' | 'ringing' | 'in-progress' | 'ended';

/**
 * A call changed its state. `end` is the reason of its end. The instants are present if they passed while the carrier
 * was not running.
 */
export type StateEntry = {
  type: 'state';
  at: number;
  callUuid: string;
  state: CallState;
  end?: HangupCause;
  rangAt?: number | null;
  answeredAt?: number | null;
  endedAt?: number;
};

/** One try to deliver a callback. After a `final` try nothing more is sent for this event. */
export type CallbackEntry = {
  type: 'callback';
  at: number;
  callUuid: string;
  event: string;
  url: string;
  try: number;
  result: 'delivered' | 'refused' | 'timeout' | 'unreachable' | 'lost';
  status: number | null;
  fault: string | null;
  final: boolean;
};

/** How a request to place calls was answered. `none` and `reset` are injected faults. */
export type ReplyEntry = {
  type: 'reply';
  at: number;
  requestUuids: string[];
  to: string | null;
  attempt: string | null;
  status: number | null;
  reply: 'answered' | 'none' | 'reset';
};

export type JournalEntry = PlacedEntry | StateEntry | CallbackEntry | ReplyEntry;

/** A simulator's own record of what really happened. Instants are those of the business clock. */
export type Journal<Entry = JournalEntry> = {
  /** Returns only after the entry is stored. */
  append: (entry: Entry) => void;
  entries: () => readonly Entry[];
  clear: () => void;
  close: () => void;
};

/** Creates a journal in memory. */
export function createMemoryJournal<Entry = JournalEntry>(): Journal<Entry> {
  let kept: Entry[] = [];
  return {
    append: (entry) => void kept.push(entry),
    entries: () => kept,
    clear() {
      kept = [];
    },
    close: () => undefined,
  };
}
