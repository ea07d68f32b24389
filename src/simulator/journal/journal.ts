import type { HangupCause } from '../calls/hangup-causes.ts';
import type { CallPlan } from '../calls/plan.ts';
import type { PlaceCallRequest } from '../calls/place-call-request.ts';

/** A call was accepted. This is written before anything is answered: what is not here was never placed. */
export type PlacedEntry = {
  type: 'placed';
  at: number;
  authId: string;
  callUuid: string;
  requestUuid: string;
  from: string;
  /** Digits only. */
  to: string;
  /** The how-manieth accepted call to this number, from 1. */
  ordinal: number;
  /** The customer's token, from the query of answer_url. */
  attempt: string | null;
  reply: 'call fired' | 'call queued';
  request: PlaceCallRequest;
  plan: CallPlan;
};

export type CallState = 'queued' | 'dialing' | 'ringing' | 'in-progress' | 'ended';

/** A call changed its state. `end` tells why it ended. The instants are there if they passed during a restart. */
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

/** One try to deliver a callback. After a `final` one nothing more is sent for this occasion. */
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

/** How an API request that would place calls was answered; `none` and `reset` are injected faults. */
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

/** The carrier's own record of what really happened. Instants are those of the calls' clock. */
export type Journal = {
  /** Returns only when the entry is kept. */
  append: (entry: JournalEntry) => void;
  entries: () => readonly JournalEntry[];
  clear: () => void;
  close: () => void;
};

/** A journal that lives as long as the process. */
export function createMemoryJournal(): Journal {
  let kept: JournalEntry[] = [];
  return {
    append: (entry) => void kept.push(entry),
    entries: () => kept,
    clear() {
      kept = [];
    },
    close: () => undefined,
  };
}
