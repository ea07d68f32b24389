import { expect, test } from 'vitest';
import type { Store } from '../../../../src/persistence/contract/store.ts';
import { addressOf, attemptOf, inFlight, monday, newcomerOf, personOf, play } from '../fixtures.ts';
import type { Played } from '../fixtures.ts';
import { useStore, type OpenStore } from '../store-under-test.ts';
import { suppressionOf } from '../../../support/builders/suppressions.ts';

const rounds = 10;
const campaignsAtOnce = 10;

/** Turns that mint while something forbids it: once that has resolved, no attempt may appear any more. */
export function raceTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });

  /** Campaigns with one contact each, at addresses of their own, and the turn that mints for it. */
  const readyToMint = (round: number) =>
    Promise.all(
      Array.from({ length: campaignsAtOnce }, async (_, index) => {
        const number = round * campaignsAtOnce + index + 1;
        const played = await play(store(), { name: `race-${number}`, state: 'running' });
        await played.enroll([{ ...newcomerOf(number), position: 1 }]);
        const enrollment = await played.person(1);
        const attempt = { ...attemptOf(played.id, number, enrollment), address: addressOf(number) };
        const person = await personOf(store(), enrollment);
        const mint = () =>
          played.commit({
            minted: [attempt],
            enrollments: [inFlight(enrollment, attempt)],
            persons: [
              {
                person: { ...person, rev: person.rev + 1, openAttempts: [attempt.id] },
                expectedRev: person.rev,
              },
            ],
          });
        return { played, mint, address: addressOf(number) };
      }),
    );
  const countOpen = async (all: readonly { played: Played }[]): Promise<number> => {
    const open = await Promise.all(all.map(({ played }) => store().readOpenAttempts(played.id)));
    return open.flat().length;
  };
  /** Mints in all of them, forbids it meanwhile, and compares what is open then with what is open in the end. */
  const race = async (
    round: number,
    forbid: (store: Store, addresses: readonly string[]) => Promise<unknown>,
  ): Promise<{ early: number; late: number }> => {
    const all = await readyToMint(round);
    const minting = all.map(({ mint }) => mint());
    for (let looks = 0; looks < round; looks += 1) await store().listStops();
    await forbid(
      store(),
      all.map(({ address }) => address),
    );
    const early = await countOpen(all);
    await Promise.all(minting);
    return { early, late: await countOpen(all) };
  };

  test('after an emergency stop has resolved no turn mints', async () => {
    for (let round = 0; round < rounds; round += 1) {
      const counted = await race(round, (to) =>
        to.putStop({ client: '*', reason: 'fire', by: 'key:ops', at: monday }),
      );
      expect(counted.late).toBe(counted.early);
      await store().removeStop({ client: '*', reason: null, by: 'key:ops', at: monday });
    }
  });

  test.each(['opt-out', 'do-not-contact'])(
    'after a suppression (%s) has resolved no turn mints',
    async (reason) => {
      for (let round = 0; round < rounds; round += 1) {
        const counted = await race(round, (to, addresses) =>
          Promise.all(
            addresses.map((address) =>
              to.putSuppression(
                suppressionOf({ client: 'default', address, reason, by: 'key:ops', at: monday }),
              ),
            ),
          ),
        );
        expect(counted.late).toBe(counted.early);
      }
    },
  );
}
