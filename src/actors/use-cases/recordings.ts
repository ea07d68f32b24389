import type { Attempt } from '../../domain/attempt/attempt.ts';
import { recordingsOf } from '../../domain/attempt/facts.ts';
import type { Recording } from '../../domain/attempt/facts.ts';
import type { Recordings } from '../../channels/contract.ts';
import { RingmasterError } from '../../domain/errors.ts';
import type { Engine } from '../engine-contract.ts';
import { notFound } from './parts.ts';
import type { UseCaseParts } from './parts.ts';

type RecordingUseCases = Pick<Engine, 'readRecording' | 'removeRecording' | 'removeRecordingsOf'>;

/** Reads and deletes recordings at the provider. */
export function createRecordingUseCases(parts: UseCaseParts): RecordingUseCases {
  return {
    async readRecording({ attempt, recording: id }) {
      const content = await recordingsFor(parts, attempt).read(recordingOf(attempt, id));
      if (content) return content;
      throw new RingmasterError({
        code: 'recording.gone',
        family: 'not-found',
        message: `The provider does not have the recording ${id} any more.`,
      });
    },
    removeRecordingsOf: (place) => removeRecordingsOf(parts, place),
    async removeRecording({ attempt, recording: id, by, request }) {
      await recordingsFor(parts, attempt).remove(recordingOf(attempt, id));
      const event = { type: 'recording-removed', attempt: attempt.id, recording: id, by } as const;
      await parts.runtime.ask({ campaign: attempt.campaign, event, request });
    },
  };
}

function recordingOf({ details }: Attempt, id: string): Recording {
  const found = recordingsOf(details).find((one) => one.id === id);
  if (found) return found;
  throw notFound('recording', id);
}

function recordingsFor({ providers }: Pick<UseCaseParts, 'providers'>, { channel }: Attempt): Recordings {
  const recordings = providers.get(channel)?.recordings;
  if (recordings) return recordings;
  throw new RingmasterError({
    code: 'recording.not-found',
    family: 'not-found',
    message: `Attempts of the channel ${channel} have no recordings.`,
  });
}

/**
 * Deletes every recording of a contact at the provider. Rejects if the provider does not confirm one; a repeat deletes the rest.
 */
export async function removeRecordingsOf(
  { store, providers }: Pick<UseCaseParts, 'store' | 'providers'>,
  { campaign, position }: { campaign: string; position: number },
): Promise<void> {
  let after: string | undefined;
  do {
    const page = await store.listAttempts({ campaign, position, limit: 200, ...(after && { after }) });
    for (const attempt of page.items)
      for (const recording of recordingsOf(attempt.details))
        await recordingsFor({ providers }, attempt).remove(recording);
    after = page.next ?? undefined;
  } while (after !== undefined);
}
