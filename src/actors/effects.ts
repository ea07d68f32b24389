import type { Touch } from '../channels/contract.ts';

/**
 * The effects that a committed turn requests. They are performed outside the turn, and their results come back as
 * events.
 */
export type Effect =
  /** Prepare the touch of a minted attempt. It has no permit yet. `touch`: null if it must be read. */
  | { type: 'prepare-touch'; attempt: string; touch: Touch | null }
  /** Place the touch of a minted attempt, not before `startAt` (business time). `touch`: null if it must be read. */
  | { type: 'place-touch'; attempt: string; startAt: number; touch: Touch | null }
  /** End a live or queued touch at the provider. */
  | { type: 'end-touch'; attempt: string }
  /** Remove the touch from the queue of the provider, if it has not started. */
  | { type: 'cancel-queued'; attempt: string }
  /** Search for the touch at the provider. */
  | { type: 'find-touch'; attempt: string }
  /** Void every permit of the campaign that has not been used. */
  | { type: 'void-permits' }
  /** Send an alert to operators. */
  | { type: 'alert'; code: string; detail: string };
