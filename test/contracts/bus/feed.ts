import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Bus, Published } from '../../../src/messaging/contract.ts';
import { openTwo } from './bus-under-test.ts';
import type { BusUnderTest } from './bus-under-test.ts';

const spring = { client: 'acme', campaign: 'cmp_spring' };
const autumn = { client: 'acme', campaign: 'cmp_autumn' };
const nothing: Published = { seq: 0, place: 0 };

/** The published logs of campaigns: see `EventFeed`. */
export function feedSuite({ name, open }: { name: string; open: () => Promise<BusUnderTest> }): void {
  describe(`${name} as the feed of events`, () => {
    let given: BusUnderTest;
    let one: Bus | undefined;
    let two: Bus | undefined;

    beforeEach(async () => {
      [given, one, two] = await openTwo(open);
    });
    afterEach(() => given.dispose());

    const publish = (bus: Bus | undefined, of: typeof spring, seq: number, after: Published) =>
      bus?.publishEvent({ ...of, seq, after, body: new TextEncoder().encode(JSON.stringify({ seq })) });
    /** Publishes the events up to `seq` after what the bus has. */
    const publishUpTo = async (bus: Bus | undefined, of: typeof spring, seq: number): Promise<void> => {
      let last = (await bus?.readPublished(of)) ?? nothing;
      while (last.seq < seq)
        last = (await publish(bus, of, last.seq + 1, last)) ?? (await bus?.readPublished(of)) ?? last;
    };
    const seqsOf = async ({ campaign }: typeof spring): Promise<number[]> =>
      (await given.published()).filter((event) => event.campaign === campaign).map(({ seq }) => seq);

    test('knows the last event of each campaign', async () => {
      expect(await one?.readPublished(spring)).toEqual(nothing);
      await publishUpTo(one, spring, 3);
      await publishUpTo(two, autumn, 1);
      expect(await two?.readPublished(spring)).toMatchObject({ seq: 3 });
      expect(await one?.readPublished(autumn)).toMatchObject({ seq: 1 });
      expect((await given.published()).map(({ text }) => text)).toEqual(
        [1, 2, 3, 1].map((seq) => JSON.stringify({ seq })),
      );
      expect((await given.published()).at(-1)).toMatchObject(autumn);
    });

    test('refuses an event of an instance that has not seen the last one', async () => {
      await publishUpTo(one, spring, 1);
      const seen = (await one?.readPublished(spring)) ?? nothing;
      await publishUpTo(two, spring, 2);
      expect(await publish(one, spring, 2, seen)).toBeNull();
      expect(await publish(one, spring, 3, seen)).toBeNull();
      expect(await publish(one, spring, 1, nothing)).toBeNull();
      expect(await seqsOf(spring)).toEqual([1, 2]);
    });

    test('stores an event once whose answer was lost', async () => {
      expect(await publish(one, spring, 1, nothing)).not.toBeNull();
      expect(await publish(one, spring, 1, nothing)).toBeNull();
      expect(await seqsOf(spring)).toEqual([1]);
    });

    test('keeps the order while several instances publish the same campaign', async () => {
      const three = await given.connect();
      await Promise.all([one, two, three].map((bus) => publishUpTo(bus, spring, 30)));
      expect(await seqsOf(spring)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    });
  });
}
