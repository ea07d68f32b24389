import { expect, test } from 'vitest';
import { loggedEvent } from '../../src/domain/events/campaign-event.ts';
import type { CampaignEvent } from '../../src/domain/events/campaign-event.ts';
import { createProofWriter, verifyEvidence, writeEvidence } from '../../src/evidence/index.ts';
import type { EvidenceLine } from '../../src/evidence/index.ts';
import { chunksOf, eventsOfChunk } from '../../src/persistence/contract/campaigns/event-log.ts';
import { readChunk } from '../../src/persistence/contract/campaigns/read-chunk.ts';
import type { LogChunk } from '../../src/persistence/contract/campaigns/event-log.ts';
import { textHash } from '../../src/persistence/contract/campaigns/log-hashes.ts';

const log = 'cmp_1';

/** Events of two contacts in turn. */
function eventsFrom(first: number, count: number): CampaignEvent[] {
  return Array.from({ length: count }, (_, index) =>
    loggedEvent({
      seq: first + index,
      at: 1_000 + index,
      event: {
        type: 'enrollment.deferred',
        position: 1 + ((first + index) % 2),
        data: { reason: 'window.closed', until: 5 },
      },
    }),
  );
}

/** The hashes of a version that hashed the text of a chunk as a whole. */
function formerChunks(events: readonly CampaignEvent[], previous: string): LogChunk[] {
  let last = previous;
  return chunksOf({ previous, events }).map(({ lastSeq, body }) => {
    last = textHash(`${last}\n${body}`);
    return { lastSeq, body, hash: last };
  });
}

function verified(chunks: readonly LogChunk[], begin?: { through: number; hash: string }) {
  const proof = createProofWriter({ of: 'campaign', log });
  if (begin) proof.beginAfter(begin);
  const lines: EvidenceLine[] = [
    {
      kind: 'evidence',
      version: 1,
      client: 'default',
      campaign: log,
      program: '1',
      asOf: '2027-03-01T00:00:00Z',
    },
    { kind: 'contact', campaign: log, position: 1, id: 'con_1' },
  ];
  for (const chunk of chunks) {
    const events = eventsOfChunk(chunk);
    proof.add(
      { ...chunk, texts: readChunk(chunk)?.texts ?? null },
      events.map(({ position }) => position === 1),
    );
    const stored = JSON.parse(chunk.body) as unknown[][];
    for (const [index, { seq, at, position }] of events.entries())
      if (position === 1)
        lines.push({ kind: 'event', log, seq, at: new Date(at).toISOString(), stored: stored[index] ?? [] });
  }
  return verifyEvidence(writeEvidence([...lines, proof.line()])).verification;
}

test('a log without events, and one with many chunks of full length, are proved', () => {
  expect(verified([])).toMatchObject({ ok: true, logs: [{ events: 0, head: log, proved: 0 }] });
  const chunks = chunksOf({ previous: log, events: eventsFrom(1, 350) });
  expect(verified(chunks)).toMatchObject({
    ok: true,
    logs: [{ events: 350, head: chunks.at(-1)?.hash, proved: 175 }],
  });
});

test('events before the chunks of this version are listed, and not called proved', () => {
  const former = formerChunks(eventsFrom(1, 150), log);
  const later = chunksOf({ previous: former.at(-1)?.hash ?? '', events: eventsFrom(151, 30) });
  const found = verified([...former, ...later]);
  expect(found).toMatchObject({
    ok: true,
    logs: [{ proved: 15, unproved: 75, begins: { why: 'earlier-version', after: 150 } }],
  });
  expect(found.logs[0]?.head).toBe(later.at(-1)?.hash);
  const unhashed = chunksOf({ previous: log, events: eventsFrom(1, 10) }).map((chunk) => ({
    ...chunk,
    hash: null,
  }));
  const first = chunksOf({ previous: log, events: eventsFrom(11, 4) });
  expect(verified([...unhashed, ...first])).toMatchObject({
    ok: true,
    logs: [{ proved: 2, unproved: 5, begins: { after: 10, hash: log } }],
  });
});

test('a log whose beginning was removed is proved from there', () => {
  const before = chunksOf({ previous: log, events: eventsFrom(1, 60) });
  const hash = before.at(-1)?.hash ?? '';
  const chunks = chunksOf({ previous: hash, events: eventsFrom(61, 20) });
  expect(verified(chunks, { through: 60, hash })).toMatchObject({
    ok: true,
    logs: [{ proved: 10, begins: { why: 'removed', after: 60, hash } }],
  });
});
