import { recordingsOf, withoutRecording } from '../../domain/attempt/facts.ts';
import type { Deciding } from './steps.ts';

/** Forgets a recording that the provider has deleted. Returns whether it was known. */
export function noteRemovedRecording(
  { set }: Deciding,
  { attempt: id, recording, by }: { attempt: string; recording: string; by: string },
): boolean {
  const attempt = set.attempt(id);
  if (!attempt || !recordingsOf(attempt.details).some((one) => one.id === recording)) return false;
  set.putAttempt({ ...attempt, details: withoutRecording(attempt.details, recording) });
  set.log({
    type: 'attempt.recording-removed',
    position: attempt.position,
    attempt: id,
    by,
    data: { recording },
  });
  return true;
}
