import { describe, expect, test } from 'vitest';
import { createSharedReads } from '../../../src/platform/sharing/shared-reads.ts';

/** Reads that end when the test says so. */
function heldReads() {
  let started = 0;
  const ends: { resolve: (value: number) => void; reject: (error: Error) => void }[] = [];
  const read = (): Promise<number> => {
    started += 1;
    return new Promise((resolve, reject) => ends.push({ resolve, reject }));
  };
  return { read, ends, started: () => started };
}

describe('shared reads', () => {
  test('500 concurrent callers cause two reads: the current one, and one that starts after it', async () => {
    const { read, ends, started } = heldReads();
    const share = createSharedReads<number>();
    const first = share('a', read);
    const later = Array.from({ length: 500 }, () => share('a', read));
    expect(started()).toBe(1);
    ends[0]?.resolve(1);
    expect(await first).toBe(1);
    expect(started()).toBe(2);
    ends[1]?.resolve(2);
    expect(new Set(await Promise.all(later))).toEqual(new Set([2]));
    expect(started()).toBe(2);
  });

  test('a caller during the second read waits for a third one', async () => {
    const { read, ends, started } = heldReads();
    const share = createSharedReads<number>();
    const [first, second] = [share('a', read), share('a', read)];
    ends[0]?.resolve(1);
    await first;
    const third = share('a', read);
    ends[1]?.resolve(2);
    expect(await second).toBe(2);
    expect(started()).toBe(3);
    ends[2]?.resolve(3);
    expect(await third).toBe(3);
  });

  test('nothing is shared between keys, and nothing that has ended', async () => {
    const { read, ends, started } = heldReads();
    const share = createSharedReads<number>();
    const reads = [share('a', read), share('b', read)];
    expect(started()).toBe(2);
    ends.forEach(({ resolve }, index) => resolve(index));
    expect(await Promise.all(reads)).toEqual([0, 1]);
    const again = share('a', read);
    expect(started()).toBe(3);
    ends[2]?.resolve(7);
    expect(await again).toBe(7);
  });

  test('the waiting read starts after one that failed', async () => {
    const { read, ends } = heldReads();
    const share = createSharedReads<number>();
    const [first, second] = [share('a', read), share('a', read)];
    ends[0]?.reject(new Error('the disk is full'));
    await expect(first).rejects.toThrow('the disk is full');
    ends[1]?.resolve(2);
    expect(await second).toBe(2);
  });
});
