import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Bus, BusMessage } from '../../../src/messaging/contract.ts';
import { openTwo } from './bus-under-test.ts';
import type { BusUnderTest } from './bus-under-test.ts';

const doorbell = { campaign: 'cmp_1', why: 'inbox', from: 'one' } as const;

/** Messages between instances: see `CoreBus`. */
export function coreSuite({ name, open }: { name: string; open: () => Promise<BusUnderTest> }): void {
  describe(`${name} between instances`, () => {
    let given: BusUnderTest;
    let one: Bus | undefined;
    let two: Bus | undefined;

    beforeEach(async () => {
      [given, one, two] = await openTwo(open);
    });
    afterEach(() => given.dispose());

    const listen = async (bus: Bus | undefined) => {
      const heard: BusMessage<'campaigns.doorbell'>[] = [];
      const end = await bus?.subscribe({
        subject: 'campaigns.doorbell',
        handle: (message) => heard.push(message),
      });
      return { heard, end: end ?? (() => undefined) };
    };

    test('carries a message to every instance, the sender included', async () => {
      const [own, other] = [await listen(one), await listen(two)];
      await one?.publish({ subject: 'campaigns.doorbell', message: doorbell });
      await given.until(() => own.heard.length > 0 && other.heard.length > 0);
      expect([own.heard[0], other.heard[0]]).toEqual([doorbell, doorbell]);
    });

    test('counts what it publishes and what its handlers receive', async () => {
      const [own, other] = [await listen(one), await listen(two)];
      await one?.publish({ subject: 'campaigns.doorbell', message: doorbell });
      await given.until(() => own.heard.length > 0 && other.heard.length > 0);
      const of = (bus: Bus | undefined) =>
        bus?.counts().find(({ subject }) => subject === 'campaigns.doorbell');
      expect(of(one)).toMatchObject({ published: 1, received: 1, dropped: 0 });
      expect(of(two)).toMatchObject({ published: 0, received: 1, dropped: 0 });
      expect(one?.counts().find(({ subject }) => subject === 'holds')).toMatchObject({ published: 0 });
    });

    test('calls no handler inside publish', async () => {
      const { heard } = await listen(one);
      const sent = one?.publish({ subject: 'campaigns.doorbell', message: doorbell });
      expect(heard).toEqual([]);
      await sent;
      await given.until(() => heard.length > 0);
    });

    test('keeps subjects apart', async () => {
      const { heard } = await listen(two);
      const holds: BusMessage<'holds'>[] = [];
      await two?.subscribe({ subject: 'holds', handle: (message) => holds.push(message) });
      await one?.publish({ subject: 'holds', message: { from: 'one' } });
      await given.until(() => holds.length > 0);
      expect({ heard, holds }).toEqual({ heard: [], holds: [{ from: 'one' }] });
    });

    test('carries the changes of a circuit breaker, and drops one to a state that is not defined', async () => {
      const heard: BusMessage<'breakers'>[] = [];
      await two?.subscribe({ subject: 'breakers', handle: (message) => heard.push(message) });
      const change = { breaker: 'voice plivo MA1', rev: 7, from: 'one' } as const;
      const changes = (['open', 'probing', 'closed'] as const).map((state) => ({ ...change, state }));
      await given.sendForeign('breakers', { ...change, state: 'half-open' });
      for (const message of changes) await one?.publish({ subject: 'breakers', message });
      await given.until(() => heard.length >= changes.length);
      expect(heard).toEqual(changes);
    });

    test('carries a message with one receiver to that one only, whatever characters its id has', async () => {
      const result = { id: 'evt_1', campaign: 'cmp_1', attempt: 'att_1', providerId: null, evidence: [] };
      const heard: [string, unknown][] = [];
      const ids = ['host.local-1-2', 'host', 'host.>', 'host.*', 'host local'];
      for (const to of ids)
        await two?.subscribe({ subject: 'evidence', to, handle: (message) => heard.push([to, message]) });
      for (const to of ids) await one?.publish({ subject: 'evidence', to, message: result });
      await given.until(() => heard.length >= ids.length);
      expect(heard).toEqual(ids.map((to) => [to, result]));
    });

    test('gives each handler a copy of its own', async () => {
      const seen: BusMessage<'campaigns.doorbell'>[] = [];
      const spoil = (message: BusMessage<'campaigns.doorbell'>): void => {
        seen.push({ ...message });
        message.campaign = 'spoilt';
      };
      for (const bus of [one, one, two])
        await bus?.subscribe({ subject: 'campaigns.doorbell', handle: spoil });
      const message = { ...doorbell };
      await one?.publish({ subject: 'campaigns.doorbell', message });
      await given.until(() => seen.length >= 3);
      expect(seen.slice(0, 3)).toEqual([doorbell, doorbell, doorbell]);
      expect(message).toEqual(doorbell);
    });

    test('ends one subscription and leaves the others', async () => {
      const [ended, kept] = [await listen(one), await listen(one)];
      ended.end();
      await two?.publish({ subject: 'campaigns.doorbell', message: doorbell });
      await given.until(() => kept.heard.length > 0);
      expect(ended.heard).toEqual([]);
    });

    test('drops what is no message of the subject, and carries the next one', async () => {
      const { heard } = await listen(two);
      for (const foreign of [{ campaign: 7 }, { ...doorbell, why: 'else' }, 'text', null, []]) {
        await given.sendForeign('campaigns.doorbell', foreign);
      }
      await given.sendForeign('campaigns.doorbell', { ...doorbell, from: 'newer', added: true });
      await given.until(() => heard.length > 0);
      expect(heard).toEqual([{ ...doorbell, from: 'newer' }]);
    });

    test('says that it is well, and calls no handler once it is closed', async () => {
      expect(await one?.health()).toMatchObject({ ok: true });
      const { heard } = await listen(one);
      const kept = await listen(two);
      await one?.close();
      await two?.publish({ subject: 'campaigns.doorbell', message: doorbell });
      await given.until(() => kept.heard.length > 0);
      expect(heard).toEqual([]);
    });
  });
}
