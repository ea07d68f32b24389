import type { Attempt, Details } from '../../../domain/attempt/attempt.ts';
import { isEnd } from '../../../domain/contact/enrollment.ts';
import type { Enrollment } from '../../../domain/contact/enrollment.ts';
import { dueInstant } from '../../turn/campaign-memory.ts';
import type { Deciding } from '../steps.ts';

/** Returns the facts of the end that the provider reported. */
function loggedFacts({ kit }: Deciding, { channel, details }: Attempt): Details {
  if (details === null) return {};
  const facts: Record<string, Details[string]> = {};
  for (const name of kit.channels.find(channel)?.endFacts ?? [])
    if (name in details) facts[name] = details[name] ?? null;
  return facts;
}

/** Logs the end of an attempt, and its consequence for the contact. `moved` is null if it has none. */
export function logEnd(
  deciding: Deciding,
  { attempt, moved }: { attempt: Attempt; moved: Enrollment | null },
): void {
  const { set, kit } = deciding;
  const consequence = moved && {
    became: moved.state,
    ...(isEnd(moved.state)
      ? {}
      : { dueAt: dueInstant(set.position().context, moved), reason: moved.waitReason }),
  };
  if (!kit.channels.contacts(attempt.channel)) {
    if (attempt.state !== 'ended') return;
    const step = set.record.definition.steps[attempt.step]?.id;
    set.log({ type: 'enrollment.step-noted', position: attempt.position, data: { step, ...consequence } });
    return;
  }
  set.log({
    type: attempt.state === 'not-placed' ? 'attempt.not-placed' : 'attempt.ended',
    position: attempt.position,
    attempt: attempt.id,
    data: {
      channel: attempt.channel,
      ...(attempt.disposition && { disposition: attempt.disposition }),
      ...(attempt.outcome && { outcome: attempt.outcome }),
      ...loggedFacts(deciding, attempt),
      ...(attempt.cause && { cause: attempt.cause.code }),
      ...consequence,
    },
  });
}
