import { RingmasterError } from '../domain/errors.ts';

/** The facts that decide whether a campaign can start. Times are business time in milliseconds. */
export type StartFacts = {
  now: number;
  /** The requested start; null means now. */
  startAt: number | null;
  /** The end in the definition, RFC 3339. */
  end: string | undefined;
  keepOpen: boolean;
  contacts: number;
  /** The lists that are being imported. */
  openImports: number;
  /** The pools of senders that steps use and that have no sender. */
  emptyPools?: readonly string[];
};

/**
 * Returns the error with which a start is refused (`campaign.end-passed`, `sender.pool-empty` or `campaign.empty`); null if it is not. The
 * state of the campaign is not checked.
 */
export function startRefusal({
  now,
  startAt,
  end,
  keepOpen,
  contacts,
  openImports,
  emptyPools = [],
}: StartFacts): RingmasterError | null {
  if (end !== undefined && Date.parse(end) <= Math.max(now, startAt ?? now)) {
    return new RingmasterError({
      code: 'campaign.end-passed',
      family: 'conflict',
      message: `The campaign ends at ${end}, before it would start, so no one would be contacted.`,
      hint: 'Set a later end, or leave it out.',
    });
  }
  const [pool] = emptyPools;
  if (pool !== undefined) {
    return new RingmasterError({
      code: 'sender.pool-empty',
      family: 'conflict',
      message: `The pool "${pool}" has no senders, so no one could be contacted.`,
      hint: `Give senders the tag ${pool}: ringmaster senders add NUMBER --tags ${pool}.`,
    });
  }
  if (contacts > 0 || openImports > 0 || keepOpen) return null;
  return new RingmasterError({
    code: 'campaign.empty',
    family: 'conflict',
    message: 'The campaign has no contacts.',
    hint: 'Import some first, or set keepOpen: true to start without contacts.',
  });
}
