import { expect, test } from 'vitest';
import type { CampaignEvent } from '../../../src/domain/events/campaign-event.ts';
import { ownEvents } from '../../../src/queries/log/own-events.ts';

/** A log of `length` events, of which those with these seqs are of the campaign itself. `read`: the events that were read. */
function logOf(length: number, own: readonly number[]) {
  const read = { events: 0 };
  const store = {
    readEvents: ({ afterSeq, limit }: { afterSeq: number; limit: number }) => {
      const count = Math.max(0, Math.min(limit, length - afterSeq));
      read.events += count;
      const events = Array.from({ length: count }, (_, index) => {
        const seq = afterSeq + 1 + index;
        return { seq, position: own.includes(seq) ? null : 1 } as CampaignEvent;
      });
      return Promise.resolve(events);
    },
  };
  return { store, record: { id: 'cmp_1', seq: length }, read };
}

const seqsOf = async (log: ReturnType<typeof logOf>, limit: number) => {
  const { events, fromSeq } = await ownEvents({ ...log, limit });
  return { seqs: events.map(({ seq }) => seq), fromSeq };
};

test('the events of the campaign are found among those of its contacts, in order', async () => {
  const log = logOf(1_700, [1, 2, 600, 1_200, 1_700]);
  expect(await seqsOf(log, 100)).toEqual({ seqs: [1, 2, 600, 1_200, 1_700], fromSeq: 1 });
  expect(log.read.events).toBe(1_700);
});

test('with more than wanted, the newest ones are returned, and it is said from where they are complete', async () => {
  const log = logOf(1_700, [600, 1_600, 1_650, 1_700]);
  expect(await seqsOf(log, 2)).toEqual({ seqs: [1_650, 1_700], fromSeq: 1_650 });
  expect(await seqsOf(log, 3)).toEqual({ seqs: [1_600, 1_650, 1_700], fromSeq: 1_201 });
});

test('a long log is not read as a whole', async () => {
  const log = logOf(100_000, [1, 2, 99_999]);
  expect(await seqsOf(log, 100)).toEqual({ seqs: [99_999], fromSeq: 95_001 });
  expect(log.read.events).toBe(5_000);
});

test('an empty log has none', async () => {
  expect(await seqsOf(logOf(0, []), 10)).toEqual({ seqs: [], fromSeq: 1 });
});
