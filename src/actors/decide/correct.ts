import { isOpen } from '../../domain/attempt/attempt.ts';
import type { Attempt } from '../../domain/attempt/attempt.ts';
import { meansOptOut } from '../../domain/attempt/consequence.ts';
import { outcomeSchema } from '../../domain/attempt/disposition.ts';
import type { Disposition, Outcome } from '../../domain/attempt/disposition.ts';
import type { Contact } from '../../domain/contact/contact.ts';
import { RingmasterError } from '../../domain/errors.ts';
import type { CorrectionOrder } from '../events.ts';
import { applyAmendment, applyOptOut } from './after-attempt.ts';
import { repeatStep, requireRepeatable } from './repeat-step.ts';
import { transitionAttempt } from './steps.ts';
import type { Deciding } from './steps.ts';

/** The words that mean the same in every campaign. */
const fixedWords: readonly Outcome[] = ['confirmed', 'opt-out'];

type Result = { disposition: Disposition | null; outcome: Outcome | null };

/**
 * Returns the result that a word stands for: a disposition of the channel, or else an answer of the contact. Throws
 * `call.disposition-unknown` for a word that the campaign does not declare.
 */
function resultOf({ set, kit }: Deciding, { channel, disposition }: Attempt, word: string): Result {
  const known = kit.channels.dispositionsOf(channel).map(({ name }) => name);
  if (known.includes(word)) return { disposition: word, outcome: null };
  const declared = Object.keys(set.record.definition.dispositions).filter(
    (name) => !known.includes(name) && outcomeSchema.safeParse(name).success,
  );
  const own = [...new Set([...declared, ...fixedWords])];
  if (own.includes(word)) return { disposition, outcome: word };
  throw new RingmasterError({
    code: 'call.disposition-unknown',
    family: 'invalid',
    message: `The campaign has no disposition "${word.slice(0, 40)}".`,
    hint: `Use one of ${[...known, ...own].join(', ')}, or declare the word under dispositions in the campaign file.`,
    details: { known: [...known, ...own] },
  });
}

function contradictory(): RingmasterError {
  return new RingmasterError({
    code: 'call.retry-refused',
    family: 'conflict',
    message: 'A contact who opts out is not called again.',
    hint: 'Leave retry out.',
  });
}

function requireEnded(attempt: Attempt | null): Attempt {
  if (!attempt)
    throw new RingmasterError({
      code: 'call.not-found',
      family: 'not-found',
      message: 'There is no such call.',
    });
  if (attempt.state === 'ended') return attempt;
  throw new RingmasterError({
    code: 'call.not-ended',
    family: 'conflict',
    message: isOpen(attempt.state)
      ? 'The call has not ended, so its disposition is not known yet.'
      : 'The call was never made, so it has no disposition.',
    ...(isOpen(attempt.state) && { hint: 'Hang it up first: ringmaster hangup.' }),
  });
}

/**
 * Sets or corrects how an ended attempt ended. What follows for the contact is decided as for evidence that arrives late; an
 * enrollment that has ended may get another end, and is continued only if `retry` asks for it. Returns whether anything changed.
 */
export function correctAttempt(
  deciding: Deciding,
  {
    attempt: id,
    order: { word, note, retry },
    by,
    contact,
  }: { attempt: string; order: CorrectionOrder; by: string; contact: Contact | null },
): boolean {
  const { set } = deciding;
  const before = requireEnded(set.attempt(id));
  const result = resultOf(deciding, before, word);
  const isOptOut = meansOptOut(set.record.definition.dispositions, result.outcome);
  if (retry) requireRepeatable(deciding, before);
  if (retry && isOptOut) throw contradictory();
  const isSame = before.disposition === result.disposition && before.outcome === result.outcome;
  const isKnown = isSame && before.correction?.note === note && before.correction.by === by;
  if (isKnown && !retry) return false;
  const { disposition, outcome } = before;
  const was = before.correction?.was ?? { disposition, outcome };
  const correction = { by, at: set.at, note, was };
  const after = transitionAttempt(deciding, {
    row: before,
    event: { type: 'CORRECTED', ...result, correction },
  });
  if (isOptOut) applyOptOut(deciding, { attempt: after, contact });
  const moved = applyAmendment(deciding, { before, after })?.moved;
  set.log({
    type: 'attempt.corrected',
    position: after.position,
    attempt: id,
    by,
    data: { from: disposition, ...result, note, ...(moved && { became: moved.state }) },
  });
  if (retry) repeatStep(deciding, { attempt: after, by });
  return true;
}
