import { isQuarantined } from '../../domain/sender/sender.ts';
import type { Quarantine, Sender } from '../../domain/sender/sender.ts';
import { sumSlices } from '../../domain/sender/sender-outcomes.ts';
import type { SenderSlice } from '../../domain/sender/sender-outcomes.ts';
import type { QuarantinePolicy } from '../../domain/sender/quarantine-policy.ts';
import { toMs } from '../../domain/time/duration.ts';

const dayMs = 86_400_000;

/**
 * Returns the quarantine that a sender's outcomes call for, or null: a block of the provider, or an answer rate below the
 * limit of the client. Outcomes before `judgedSince` do not count again.
 */
export function judgeSender({
  sender: { mode, quarantine, judgedSince },
  slices,
  policy,
  at,
}: {
  sender: Pick<Sender, 'mode' | 'quarantine' | 'judgedSince'>;
  slices: readonly SenderSlice[];
  policy: QuarantinePolicy;
  at: number;
}): Quarantine | null {
  if (mode !== 'active' || isQuarantined(quarantine, at)) return null;
  const beginning = { by: 'system', at, until: at + toMs(policy.lasts) };
  const blockedAt = Math.max(0, ...slices.map((slice) => slice.blockedAt));
  if (policy.onBlock && blockedAt > judgedSince)
    return { ...beginning, cause: 'blocked', reason: 'the provider blocked a touch because of its sender' };
  if (policy.answerRate === null) return null;
  const { below, minimum, days } = policy.answerRate;
  const since = Math.max(judgedSince, at - days * dayMs);
  const { attempts, reached } = sumSlices(slices, since);
  if (attempts < minimum || reached >= attempts * below) return null;
  const reason = `${reached} of ${attempts} attempts reached their contact, fewer than ${percent(below)}`;
  return { ...beginning, cause: 'low-answer-rate', reason };
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(2))} %`;
}
