import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Channel, SearchingChannel, Permit, PlaceOutcome, Touch } from '../../src/channels/contract.ts';
import type { Attempt } from '../../src/domain/attempt/attempt.ts';
import type { Evidence } from '../../src/domain/attempt/evidence.ts';

/** How a provider may spoil the answer to the next placement. `accepted-` ones make the touch first. */
export type SpoiledReply =
  | 'accepted-then-500'
  | 'accepted-then-503'
  | 'accepted-then-reset'
  | 'accepted-then-no-reply'
  | 'reject-429'
  | 'reject-401';

/** What a test may do at a provider that is reached over a network. */
export type ProviderControls = {
  spoilNextReply: (fault: SpoiledReply) => void;
  /** Bytes that reached the provider so far. */
  bytes: () => number;
  /** Makes a touch stand at this stage at the provider, after it has been placed; a live one lasts for minutes. */
  bring: (touch: Touch, stage: 'live' | 'recorded') => Promise<void>;
  /** Lets nothing start any more: further touches stay in the provider's queue. */
  stall: () => Promise<void>;
  /** Takes the provider off the network. */
  vanish: () => Promise<void>;
};

export type ChannelUnderTest<Kind extends Channel = SearchingChannel> = {
  channel: Kind;
  /** A new touch that reaches somebody. */
  newTouch: () => Touch;
  /** The stored attempt behind a touch, as it is before anything came back. */
  attemptOf: (touch: Touch) => Attempt;
  /** How often somebody was contacted for it, by the provider's own account. */
  contacts: (touch: Touch) => number;
  /** Awaits something while the provider's time goes on. */
  during: <Result>(promise: Promise<Result>) => Promise<Result>;
  provider: ProviderControls | null;
  close: () => Promise<void>;
};

const granted: Permit = { use: () => true };

/** What every channel promises (src/channels/contract.ts), tried on the real thing. */
export function describeChannel({
  name,
  open,
}: {
  name: string;
  open: () => Promise<ChannelUnderTest<Channel>>;
}): void {
  describe(`channel ${name}`, () => {
    let it: ChannelUnderTest<Channel>;
    beforeEach(async () => {
      it = await open();
    });
    afterEach(async () => {
      await it.close();
    });

    const place = (touch: Touch, permit: Permit = granted): Promise<PlaceOutcome> =>
      it.during(it.channel.place({ touch, permit }));

    test('a touch with a good permit is made once and accepted', async () => {
      const touch = it.newTouch();
      expect(await place(touch)).toMatchObject({ kind: 'accepted' });
      expect(it.contacts(touch)).toBe(1);
    });

    test('the permit is used exactly once per touch', async () => {
      let used = 0;
      await place(it.newTouch(), { use: () => (used += 1) > 0 });
      expect(used).toBe(1);
    });

    test('a permit that has run out means that nothing is made', async () => {
      const touch = it.newTouch();
      expect(await place(touch, { use: () => false })).toMatchObject({
        kind: 'not-placed',
        reason: 'expired',
      });
      expect(it.contacts(touch)).toBe(0);
    });

    test('a refused permit leaves the channel fit for the next touch', async () => {
      await place(it.newTouch(), { use: () => false });
      const touch = it.newTouch();
      expect(await place(touch)).toMatchObject({ kind: 'accepted' });
      expect(it.contacts(touch)).toBe(1);
    });

    test('a touch that was made is found by searching', async () => {
      const touch = it.newTouch();
      await place(touch);
      // A channel whose provider cannot be asked has no search.
      if (!it.channel.search) return;
      const { evidence } = await it.during(it.channel.search(it.attemptOf(touch)));
      expect(evidence).not.toEqual([]);
    });

    test('ending a touch twice, or one that never was, is no error', async () => {
      const touch = it.newTouch();
      await place(touch);
      const orders = [
        it.channel.end(it.attemptOf(touch)),
        it.channel.end(it.attemptOf(touch)),
        it.channel.end(it.attemptOf(it.newTouch())),
        it.channel.cancelQueued(it.attemptOf(it.newTouch())),
      ];
      expect(await it.during(Promise.all(orders))).toEqual(orders.map(() => undefined));
    });

    test('a healthy provider passes the check', async () => {
      expect(await it.during(it.channel.check())).toMatchObject({ ok: true });
    });
  });
}

/** What a channel promises besides, whose provider is at the other end of a network. */
export function describeRemoteChannel({
  name,
  open,
}: {
  name: string;
  open: () => Promise<ChannelUnderTest & { provider: ProviderControls }>;
}): void {
  describeChannel({ name, open });

  describe(`channel ${name} and its provider`, () => {
    let it: ChannelUnderTest & { provider: ProviderControls };
    beforeEach(async () => {
      it = await open();
    });
    afterEach(async () => {
      await it.close();
    });

    const place = (touch: Touch, permit: Permit = granted): Promise<PlaceOutcome> =>
      it.during(it.channel.place({ touch, permit }));
    const search = async (touch: Touch): Promise<readonly Evidence[]> =>
      (await it.during(it.channel.search(it.attemptOf(touch)))).evidence;

    test.each([
      'accepted-then-500',
      'accepted-then-503',
      'accepted-then-reset',
      'accepted-then-no-reply',
    ] as const)('under %s exactly one touch is made and the outcome is ambiguous', async (fault) => {
      it.provider.spoilNextReply(fault);
      const touch = it.newTouch();
      expect(await place(touch)).toMatchObject({ kind: 'ambiguous' });
      expect(it.contacts(touch)).toBe(1);
    });

    test('too many requests is proof that nothing was made, with the time to hold back', async () => {
      it.provider.spoilNextReply('reject-429');
      const touch = it.newTouch();
      const outcome = await place(touch);
      expect(outcome).toMatchObject({ kind: 'not-placed', reason: 'throttled' });
      expect(outcome).toHaveProperty('retryAfterMs', 5_000);
      expect(it.contacts(touch)).toBe(0);
    });

    test('refused credentials bar the channel instead of blaming the person', async () => {
      it.provider.spoilNextReply('reject-401');
      expect(await place(it.newTouch())).toMatchObject({ kind: 'barred', fault: 'configuration' });
    });

    test('a refused permit sends not one byte', async () => {
      await place(it.newTouch(), { use: () => false });
      expect(it.provider.bytes()).toBe(0);
    });

    test('a provider off the network is proof that nothing was made, and the permit is not asked for', async () => {
      await it.provider.vanish();
      let used = 0;
      const outcome = await place(it.newTouch(), { use: () => (used += 1) > 0 });
      expect(outcome).toMatchObject({ kind: 'not-placed', reason: 'unreachable' });
      expect(used).toBe(0);
      expect(await it.during(it.channel.check())).toMatchObject({ ok: false });
      await expect(it.during(it.channel.search(it.attemptOf(it.newTouch())))).rejects.toBeInstanceOf(Error);
    });

    test('an ambiguous touch is found while it is queued', async () => {
      await it.provider.stall();
      it.provider.spoilNextReply('accepted-then-500');
      const touch = it.newTouch();
      await place(touch);
      expect(await search(touch)).toEqual([{ kind: 'accepted', receipt: expect.any(String) }]);
    });

    test('an ambiguous touch is found while it is live', async () => {
      it.provider.spoilNextReply('accepted-then-500');
      const touch = it.newTouch();
      await place(touch);
      await it.provider.bring(touch, 'live');
      expect(await search(touch)).toContainEqual(
        expect.objectContaining({ kind: 'progressed', providerId: expect.any(String) }),
      );
    });

    test('an ambiguous touch is found in the records, with its end', async () => {
      it.provider.spoilNextReply('accepted-then-500');
      const touch = it.newTouch();
      await place(touch);
      await it.provider.bring(touch, 'recorded');
      expect(await search(touch)).toContainEqual(
        expect.objectContaining({ kind: 'ended', rank: 4, disposition: 'answered' }),
      );
    });

    test('a touch that was never made yields no evidence, whatever else the provider has', async () => {
      const other = it.newTouch();
      await place(other);
      expect(await search(it.newTouch())).toEqual([]);
      await it.provider.bring(other, 'recorded');
      expect(await search(it.newTouch())).toEqual([]);
    });

    test('a queued touch is cancelled and never made; a live one is left alone', async () => {
      const live = it.newTouch();
      await place(live);
      await it.provider.bring(live, 'live');
      await it.during(it.channel.cancelQueued(it.attemptOf(live)));
      expect(await search(live)).toContainEqual(
        expect.objectContaining({ kind: 'progressed', providerId: expect.any(String) }),
      );

      await it.provider.stall();
      const queued = it.newTouch();
      await place(queued);
      expect(await search(queued)).toMatchObject([{ kind: 'accepted' }]);
      await it.during(it.channel.cancelQueued(it.attemptOf(queued)));
      await it.provider.bring(queued, 'recorded');
      expect(await search(queued)).toContainEqual(expect.objectContaining({ disposition: 'cancelled' }));
    });

    test('ending hangs up a live touch, even one whose ids never reached us', async () => {
      it.provider.spoilNextReply('accepted-then-500');
      const touch = it.newTouch();
      await place(touch);
      await it.provider.bring(touch, 'live');
      await it.during(it.channel.end(it.attemptOf(touch)));
      await it.provider.bring(touch, 'recorded');
      const [end] = (await search(touch)).filter((piece) => piece.kind === 'ended');
      expect(end?.details['talkSeconds']).toBeLessThan(60);
    });
  });
}
