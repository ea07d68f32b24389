import { isOpen } from '../../domain/attempt/attempt.ts';
import type { Attempt } from '../../domain/attempt/attempt.ts';
import { withCallback } from '../../domain/attempt/callbacks.ts';
import type { ArrivedCallback, CallbackEffect } from '../../domain/attempt/callbacks.ts';
import type { EvidenceVerdict } from '../../domain/attempt/evidence.ts';
import { receiveEvidence } from './evidence.ts';
import type { Deciding } from './steps.ts';

type Received = Parameters<typeof receiveEvidence>[1];

/** The facts whose change is more than an id or a time that was not known before. */
const leading = ['state', 'progress', 'disposition', 'outcome', 'evidence'] as const;
/** The facts that a report may add. */
const added = [
  'placed',
  'receipt',
  'providerId',
  'cause',
  'fault',
  'counts',
  'placedAt',
  'reachedAt',
  'endedAt',
  'details',
] as const;

/** Merges the evidence of a callback, and keeps the callback with what it did to the attempt. */
export function receiveCallback(
  deciding: Deciding,
  { callback, ...received }: Received & { callback: ArrivedCallback },
): EvidenceVerdict {
  const { set } = deciding;
  const before = set.attempt(received.attempt);
  if (!before) return 'unknown';
  const { problem } = callback;
  const verdict = problem === null ? receiveEvidence(deciding, received) : standingOf(before);
  const after = set.attempt(received.attempt) ?? before;
  const effect = problem === null ? effectOf({ before, after, verdict }) : 'unusable';
  set.putAttempt({
    ...after,
    callbacks: withCallback({
      known: after.callbacks,
      arrived: { ...callback, fields: newFields(callback, after) },
      effect,
      isLate: before.endedAt !== null,
    }),
  });
  return verdict;
}

const standingOf = ({ state }: Attempt): EvidenceVerdict => (isOpen(state) ? 'current' : 'closed');

function effectOf({
  before,
  after,
  verdict,
}: {
  before: Attempt;
  after: Attempt;
  verdict: EvidenceVerdict;
}): CallbackEffect {
  if (verdict === 'surplus') return 'surplus';
  if (leading.some((name) => before[name] !== after[name])) return 'changed';
  const isSame = (name: (typeof added)[number]): boolean =>
    before[name] === after[name] || JSON.stringify(before[name]) === JSON.stringify(after[name]);
  return added.every(isSame) ? 'none' : 'added';
}

/** The fields of a callback, without the ids that the attempt has. Those of an erased contact are not kept. */
function newFields(
  { fields }: ArrivedCallback,
  { address, receipt, providerId }: Attempt,
): ArrivedCallback['fields'] {
  if (address === '') return {};
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== receipt && value !== providerId),
  );
}
