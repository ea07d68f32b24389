import type { Call } from '../calls/calls.ts';
import type { Delivery } from '../callbacks/delivery.ts';
import type { HangupReason } from '../calls/hangup-causes.ts';
import type { Fields } from '../types.ts';

/** Where a document came from; each has its own hangup codes. */
export type DocumentSource = 'answer' | 'action' | 'transfer' | 'redirect';

/** Asks a URL of the customer's about this call. */
export type Ask = (question: {
  event: string;
  url: string;
  method: 'GET' | 'POST';
  fields: Fields;
}) => Promise<Delivery>;

export type AnswerRunNeeds = {
  call: Call;
  playMs: number;
  /** Calls `next` that much later, unless the call has ended by then. */
  wait: (ms: number, next: () => void) => void;
  ask: Ask;
  /** What the callee presses at the n-th question (from 0); empty: nothing. */
  keysFor: (question: number) => string;
  end: (reason: HangupReason) => void;
  hasEnded: () => boolean;
};

/** What an instruction tells the customer's URL, and what it would go on with otherwise. */
export type Report = { source: 'action' | 'redirect'; fields: Fields; next: () => void };
