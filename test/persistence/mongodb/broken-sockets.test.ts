import type { BulkWriteResult, ClientSession, MongoClient } from 'mongodb';
import {
  MongoBulkWriteError,
  MongoNetworkError,
  MongoNotConnectedError,
  MongoServerClosedError,
  MongoServerError,
  MongoStalePrimaryError,
} from 'mongodb';
import { describe, expect, test } from 'vitest';
import { translateFailure } from '../../../src/persistence/mongodb/connection/failures.ts';
import { createTransactions } from '../../../src/persistence/mongodb/connection/transactions.ts';

/** An error of a socket as Node throws it, and as the driver passes it on without its own class and labels. */
const broken = (): Error =>
  Object.assign(new Error('write ECONNRESET'), { errno: -104, code: 'ECONNRESET', syscall: 'write' });

/** Transactions on a driver whose commits fail the first times. */
function fakeDriver({ failedCommits }: { failedCommits: number }) {
  let left = failedCommits;
  let now = 0;
  const calls = { work: 0, commit: 0 };
  const session = {
    startTransaction: () => undefined,
    commitTransaction() {
      calls.commit += 1;
      left -= 1;
      return left >= 0 ? Promise.reject(broken()) : Promise.resolve();
    },
    abortTransaction: () => Promise.resolve(),
    endSession: () => Promise.resolve(),
  } as unknown as ClientSession;
  const transactions = createTransactions({
    client: { startSession: () => session } as unknown as MongoClient,
    now: () => now,
    pause: (ms) => Promise.resolve(void (now += ms)),
    random: () => 0.5,
    openSessions: { note: () => Promise.resolve() },
  });
  return { transactions, calls };
}

/** The error as a bulk write throws it. */
const inBulk = (error: Error): Error => new MongoBulkWriteError(error, {} as BulkWriteResult);

describe('a socket that breaks while the driver writes', () => {
  test('during the work of a transaction lets it run again', async () => {
    const { transactions, calls } = fakeDriver({ failedCommits: 0 });
    const result = await transactions.run(() => {
      calls.work += 1;
      const error = calls.work === 1 ? broken() : inBulk(broken());
      return calls.work < 3 ? Promise.reject(error) : Promise.resolve('done');
    });
    expect({ result, ...calls }).toEqual({ result: 'done', work: 3, commit: 1 });
  });

  test('during a commit lets the commit be sent again, and never the work', async () => {
    const { transactions, calls } = fakeDriver({ failedCommits: 2 });
    await transactions.run(() => Promise.resolve(void (calls.work += 1)));
    expect(calls).toEqual({ work: 1, commit: 3 });
  });

  test('during every commit is an unknown result, after which the work does not run again', async () => {
    const { transactions, calls } = fakeDriver({ failedCommits: Infinity });
    const run = transactions.run(() => Promise.resolve(void (calls.work += 1)));
    await expect(run).rejects.toThrow('write ECONNRESET');
    expect(calls.work).toBe(1);
    expect(calls.commit).toBeGreaterThan(100);
  });

  test.each([
    broken(),
    Object.assign(new Error('This socket has been ended by the other party'), { code: 'EPIPE' }),
    Object.assign(new Error('Cannot call write after a stream was destroyed'), {
      code: 'ERR_STREAM_DESTROYED',
    }),
    inBulk(broken()),
    inBulk(new MongoNetworkError('connection 7 closed')),
    new MongoServerClosedError(),
    new MongoStalePrimaryError('primary marked stale due to discovery of newer primary'),
  ])('means that the database cannot be reached (%s)', (error) => {
    expect(translateFailure({ error, where: 'db' })).toMatchObject({
      code: 'store.unreachable',
      family: 'overloaded',
    });
  });
});

test('work that conflicts with other writes in every try may be sent again by the caller', () => {
  const error = new MongoServerError({ message: 'WriteConflict', code: 112 });
  expect(translateFailure({ error, where: 'db' })).toMatchObject({
    code: 'store.busy',
    family: 'overloaded',
  });
});

test('a store that was closed says so', () => {
  const error = new MongoNotConnectedError('Client must be connected before running operations');
  expect(translateFailure({ error, where: 'db' })).toMatchObject({ code: 'store.closed' });
});

test.each([
  ['the server is not the primary any more', 10_107],
  ['the primary stepped down', 189],
  ['the server shuts down', 11_600],
  ['another instance ended the sessions of this one', 11_601],
])('%s: nothing is acknowledged, and the caller may try again', (_, code) => {
  const error = new MongoServerError({ message: 'operation was interrupted', code });
  expect(translateFailure({ error, where: 'db' })).toMatchObject({
    code: 'store.unreachable',
    family: 'overloaded',
  });
});
