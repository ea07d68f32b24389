import { randomUUID } from 'node:crypto';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Store } from '../../../src/persistence/contract/store.ts';
import { attemptOf, inFlight, monday, personOf, play } from '../../contracts/store/fixtures.ts';
import { limitCalls } from '../../contracts/store/attempts/limit-calls.ts';
import { requireServer } from '../../support/servers/require-server.ts';
import { useReplicaSet } from '../../support/servers/use-servers.ts';
import { openTestStore } from './open-test-store.ts';
import { suppressionOf } from '../../support/builders/suppressions.ts';

const bin = requireServer('mongod');
/** Longer than any write takes that waits for nothing. */
const commitTakesMs = 1_500;

/**
 * A turn that mints has read and written everything, and its commit is under way, when another instance forbids it. Once
 * that has resolved, nothing of the turn may appear any more.
 */
describe.runIf(bin !== null)('while the commit of a turn that mints is under way', () => {
  const set = useReplicaSet(bin, { parameters: ['enableTestCommands=1'] });
  let admin: MongoClient;
  beforeAll(async () => {
    admin = await MongoClient.connect(set().uri);
  });
  afterAll(() => admin?.close());

  /** The next commit of a transaction waits before it does anything. */
  const delayNextCommit = () =>
    admin.db('admin').command({
      configureFailPoint: 'failCommand',
      mode: { times: 1 },
      data: { failCommands: ['commitTransaction'], blockConnection: true, blockTimeMS: commitTakesMs },
    });

  /** Resolves with the number of open attempts when it is forbidden, and in the end. */
  const race = async (
    forbid: (other: Store, about: { campaign: string; address: string }) => Promise<unknown>,
  ): Promise<{ early: number; late: number }> => {
    const database = `test-${randomUUID()}`;
    const sent = Promise.withResolvers<void>();
    let isMinting = false;
    const store = await openTestStore({
      uri: set().uri,
      database,
      instance: 'one',
      onCommand: (command) => isMinting && 'commitTransaction' in command && sent.resolve(),
    });
    const other = await openTestStore({ uri: set().uri, database, instance: 'two' });
    const played = await play(store, { state: 'running', people: 1 });
    const campaign = played.id;
    const enrollment = await played.person(1);
    const attempt = attemptOf(campaign, 1, enrollment);
    const person = await personOf(store, enrollment);
    await delayNextCommit();
    isMinting = true;
    const minting = played.commit({
      minted: [attempt],
      enrollments: [inFlight(enrollment, attempt)],
      persons: [
        { person: { ...person, rev: person.rev + 1, openAttempts: [attempt.id] }, expectedRev: person.rev },
      ],
    });
    await sent.promise;
    await forbid(other, { campaign, address: attempt.address });
    const countOpen = async (): Promise<number> => (await other.readOpenAttempts(campaign)).length;
    const early = await countOpen();
    await minting;
    const late = await countOpen();
    await store.close();
    await other.close();
    return { early, late };
  };

  test('a reservation of the owner before is counted by the next one, or takes nothing', async () => {
    const database = `test-${randomUUID()}`;
    const sent = Promise.withResolvers<void>();
    let isReserving = false;
    const store = await openTestStore({
      uri: set().uri,
      database,
      instance: 'one',
      onCommand: (command) => isReserving && 'commitTransaction' in command && sent.resolve(),
    });
    const other = await openTestStore({ uri: set().uri, database, instance: 'two' });
    const { id: campaign } = await play(store);
    const { cap, reserve } = limitCalls(() => store);
    await delayNextCommit();
    isReserving = true;
    const reserving = reserve({ caps: [cap('account')], want: 2 });
    await sent.promise;
    await other.claimCampaign({ campaign, fromEpoch: 1, instance: 'two' });
    const heldOf = async () => (await other.readOwned([{ campaign, epoch: 2 }]))[0]?.held;
    const early = await heldOf();
    const { starts } = await reserving;
    expect(await heldOf()).toEqual(early);
    expect(early).toEqual(starts.length > 0 ? [{ scope: 'account', count: starts.length }] : []);
    await store.close();
    await other.close();
  });

  test('another instance becomes the owner', async () => {
    const { early, late } = await race(async (other, { campaign }) => {
      const { epoch = 0 } = (await other.readCampaign(campaign)) ?? {};
      expect(await other.claimCampaign({ campaign, fromEpoch: epoch, instance: 'two' })).toBe(epoch + 1);
    });
    expect(late).toBe(early);
  });

  test('an emergency stop is ordered', async () => {
    const { early, late } = await race((other) =>
      other.putStop({ client: '*', reason: 'fire', by: 'key:ops', at: monday }),
    );
    expect(late).toBe(early);
  });

  test('the address is suppressed', async () => {
    const { early, late } = await race((other, { address }) =>
      other.putSuppression(
        suppressionOf({
          client: 'default',
          address,
          reason: 'do-not-contact',
          by: 'key:ops',
          at: monday,
        }),
      ),
    );
    expect(late).toBe(early);
  });
});
