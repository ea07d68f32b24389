import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Bus, ResultVerdict } from '../../../src/messaging/contract.ts';
import { openTwo } from './bus-under-test.ts';
import type { BusUnderTest } from './bus-under-test.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const stored: ResultVerdict = { kind: 'stored' };

/** Results that outside programs report: see `ResultIntake`. */
export function intakeSuite({ name, open }: { name: string; open: () => Promise<BusUnderTest> }): void {
  describe(`${name} as the intake of results`, () => {
    let given: BusUnderTest;
    let one: Bus | undefined;
    let two: Bus | undefined;
    const report = async (id: string, text = id) => one?.reportResult({ id, body: bytes(text) });

    beforeEach(async () => {
      [given, one, two] = await openTwo(open);
    });
    afterEach(() => given.dispose());

    type Heard = { by: string; text: string; deliveries: number };
    const take = async (
      heard: Heard[],
      verdict: (heard: Heard) => ResultVerdict | Promise<ResultVerdict>,
    ) => {
      const of = (by: string, bus: Bus | undefined) =>
        bus?.takeResults({
          handle({ body, deliveries }) {
            const message = { by, text: new TextDecoder().decode(body), deliveries };
            heard.push(message);
            return Promise.resolve(verdict(message));
          },
        });
      return [await of('one', one), await of('two', two)];
    };
    /** Resolves when everything that was reported before is decided. */
    const settled = async (heard: Heard[]): Promise<void> => {
      await report(`last-${heard.length}`, 'last');
      await given.until(() => heard.some(({ text }) => text === 'last'));
    };

    test('hands each result to one instance, those too that were reported before any took them', async () => {
      const heard: Heard[] = [];
      const ids = Array.from({ length: 40 }, (_, index) => `r-${index}`);
      for (const id of ids.slice(0, 20)) await report(id);
      await take(heard, () => stored);
      for (const id of ids.slice(20)) await report(id);
      await given.until(() => heard.length >= ids.length);
      await settled(heard);
      expect(
        heard
          .map(({ text }) => text)
          .filter((text) => text !== 'last')
          .toSorted(),
      ).toEqual(ids.toSorted());
      expect(heard.every(({ deliveries }) => deliveries === 1)).toBe(true);
    });

    test('stores a result with a known id once, and says so', async () => {
      const heard: Heard[] = [];
      expect([await report('r-1'), await report('r-1'), await report('r-2')]).toEqual([
        { duplicate: false },
        { duplicate: true },
        { duplicate: false },
      ]);
      await take(heard, () => stored);
      await given.until(() => heard.length >= 2);
      await settled(heard);
      expect(heard.map(({ text }) => text)).toEqual(['r-1', 'r-2', 'last']);
    });

    test('hands a result out again that could not be stored, until it is', async () => {
      const heard: Heard[] = [];
      await report('r-1');
      await take(heard, ({ deliveries }) => (deliveries < 4 ? { kind: 'later', afterMs: 20 } : stored));
      await given.until(() => heard.length >= 4);
      await settled(heard);
      expect(heard.map(({ text, deliveries }) => `${text} ${deliveries}`)).toEqual([
        'r-1 1',
        'r-1 2',
        'r-1 3',
        'r-1 4',
        'last 1',
      ]);
      expect(await given.deadLetters()).toEqual([]);
    });

    test('moves a result that can never be stored to the dead letters, with the reason', async () => {
      const heard: Heard[] = [];
      const verdict = { kind: 'dead', reason: 'malformed', detail: 'it is no JSON' } as const;
      await report('r-1', '{"a":');
      await one?.reportResult({ id: 'r-2', body: new Uint8Array([0xff, 0xfe]) });
      await one?.reportResult({ id: 'r-3', body: new Uint8Array(70_000) });
      await take(heard, ({ text }) => (text === 'last' ? stored : verdict));
      await given.until(async () => (await given.deadLetters()).length >= 3);
      await settled(heard);
      const { reason, detail } = verdict;
      const letters = await given.deadLetters();
      expect(letters.toSorted((left, right) => left.bytes - right.bytes)).toEqual([
        { reason, detail, bytes: 2, body: null },
        { reason, detail, bytes: 5, body: '{"a":' },
        { reason, detail, bytes: 70_000, body: null },
      ]);
      expect(heard).toHaveLength(4);
    });

    test('stops after the handlers that run, and leaves the rest to another instance', async () => {
      const heard: Heard[] = [];
      const decided = Promise.withResolvers<ResultVerdict>();
      const handle = (): Promise<ResultVerdict> => {
        heard.push({ by: 'one', text: '', deliveries: 1 });
        return decided.promise;
      };
      const stop = await one?.takeResults({ handle });
      await report('r-1');
      await given.until(() => heard.length === 1);
      let isStopped = false;
      const stopping = stop?.().then(() => (isStopped = true));
      expect(isStopped).toBe(false);
      decided.resolve(stored);
      await stopping;
      await report('r-2');
      const later: Heard[] = [];
      await two?.takeResults({
        handle({ body, deliveries }) {
          later.push({ by: 'two', text: new TextDecoder().decode(body), deliveries });
          return Promise.resolve(stored);
        },
      });
      await given.until(() => later.length > 0);
      expect([heard.length, later.map(({ text }) => text)]).toEqual([1, ['r-2']]);
    });
  });
}
