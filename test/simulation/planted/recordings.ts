import type { Mutant } from './mutant.ts';

const test = 'test/http/routes/recordings.test.ts';

/** Mistakes with recordings. */
export const recordings: readonly Mutant[] = [
  {
    name: 'erase a person and leave the recordings at the provider',
    test,
    file: 'src/actors/use-cases/erasure.ts',
    find: 'for (const place of places) await removeRecordingsOf(parts, place);',
    replace: '',
  },
  {
    name: 'forget a recording without deleting it at the provider',
    test,
    file: 'src/actors/use-cases/recordings.ts',
    find: 'await recordingsFor(parts, attempt).remove(recordingOf(attempt, id));',
    replace: 'recordingOf(attempt, id);',
  },
  {
    name: 'show the address of a recording at the provider',
    test,
    file: 'src/queries/views/call-view.ts',
    find: 'recordings: recordingsOf(attempt.details).map(({ id, seconds }) => ({ id, seconds })),',
    replace: 'recordings: recordingsOf(attempt.details),',
  },
];
