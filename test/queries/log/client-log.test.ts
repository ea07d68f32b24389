import { expect, test } from 'vitest';
import { clientEventBody } from '../../../src/persistence/contract/clients/client-log.ts';
import { chunkHash } from '../../../src/persistence/contract/campaigns/log-hashes.ts';
import type { LogChunk } from '../../../src/persistence/contract/campaigns/event-log.ts';
import { verifyClientLog } from '../../../src/queries/log/client-log.ts';

/** The log of `acme` with three stops, as a store keeps it. */
function chunksOf(reasons: readonly string[] = ['a', 'b', 'c']): LogChunk[] {
  let previous = 'acme';
  return reasons.map((reason, index) => {
    const body = clientEventBody({ type: 'stop.ordered', at: 5, by: 'key:ops', data: { reason } });
    previous = chunkHash({ previous, body });
    return { lastSeq: index + 1, body, hash: previous };
  });
}

const verify = (chunks: readonly LogChunk[]) =>
  verifyClientLog({
    client: 'acme',
    store: {
      readClientLogChunks: async ({ afterSeq, limit }) =>
        chunks.filter(({ lastSeq }) => lastSeq > afterSeq).slice(0, limit),
    },
  });

test('a log that is as it was written is whole, over many pages as well', async () => {
  const whole = await verify(chunksOf());
  expect(whole).toMatchObject({ ok: true, events: 3, head: chunksOf().at(-1)?.hash, broken: null });
  const long = chunksOf(Array.from({ length: 1_000 }, (_, index) => String(index)));
  expect(await verify(long)).toMatchObject({ ok: true, events: 1_000 });
});

test.each([
  [
    'changed',
    (chunks: LogChunk[]) => chunks.with(1, { ...chunks[1], body: chunksOf(['x'])[0]?.body } as LogChunk),
    2,
  ],
  ['removed', (chunks: LogChunk[]) => chunks.toSpliced(1, 1), 2],
  ['damaged', (chunks: LogChunk[]) => chunks.with(2, { ...chunks[2], body: '{' } as LogChunk), 3],
  ['without its hash', (chunks: LogChunk[]) => chunks.with(2, { ...chunks[2], hash: null } as LogChunk), 3],
])('an event that is %s is named', async (_, spoil, seq) => {
  expect(await verify(spoil(chunksOf()))).toMatchObject({ ok: false, broken: { seq } });
});
