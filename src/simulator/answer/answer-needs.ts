import type { Call } from '../calls/calls.ts';
import type { Delivery } from '../callbacks/delivery.ts';
import type { HangupReason } from '../calls/hangup-causes.ts';
import type { Scenario } from '../scenario.ts';
import type { Timers } from '../timers.ts';
import type { Fields } from '../types.ts';
import type { ConnectStream } from './stream-socket.ts';

/** The source of a document. Each source has its own hangup codes. */
export type DocumentSource = 'answer' | 'action' | 'transfer' | 'redirect';

/** Requests a document about this call from a URL of the customer. */
export type Ask = (question: {
  event: string;
  url: string;
  method: 'GET' | 'POST';
  fields: Fields;
}) => Promise<Delivery>;

export type AnswerRunNeeds = {
  call: Call;
  playMs: number;
  /** Calls `next` after `ms` milliseconds, unless the call has ended by then. */
  wait: (ms: number, next: () => void) => void;
  ask: Ask;
  /** Returns the keys that are pressed at a question (counted from 0); empty for none. */
  keysFor: (question: number) => string;
  end: (reason: HangupReason) => void;
  hasEnded: () => boolean;
  /** Business time. */
  now: () => number;
  scenario: () => Scenario;
  /** Calls `run` when the call ends. */
  onEnd: (run: () => void) => void;
  /** Timers of the system clock, for the frames of audio. */
  system: Timers;
  /** Null: streams have no connection. */
  connectStream: ConnectStream | null;
};

/**
 * What an instruction reports to the customer's URL. `next` runs the following instruction if no document replaces
 * it.
 */
export type Report = { source: 'action' | 'redirect'; fields: Fields; next: () => void };
