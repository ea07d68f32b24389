/** What a committed turn asks to be performed, outside the turn; results come back as events. */
export type Effect =
  /** Prepare the touch of a minted attempt, for which it has no permit yet. */
  | { type: 'prepare-touch'; attempt: string }
  /** Make the touch of a minted attempt, not before `startAt` (business time). */
  | { type: 'place-touch'; attempt: string; startAt: number }
  /** End a live or queued one at the provider. */
  | { type: 'end-touch'; attempt: string }
  /** Take it out of the provider's queue, if it has not started. */
  | { type: 'cancel-queued'; attempt: string }
  /** Ask the provider what became of it. */
  | { type: 'find-touch'; attempt: string }
  /** Void every permit of the campaign that has not been used. */
  | { type: 'void-permits' }
  /** Tell people that something needs them. */
  | { type: 'alert'; code: string; detail: string };
