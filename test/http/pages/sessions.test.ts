import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { createKeyring } from '../../../src/http/keyring.ts';
import { createSessions } from '../../../src/http/pages/sessions.ts';
import type { AppEnv } from '../../../src/http/route.ts';
import { openSqliteStore } from '../../../src/persistence/sqlite/sqlite-store.ts';
import { keyOf } from '../../support/builders/api-keys.ts';
import { untilTestEnds } from '../../support/service/until-test-ends.ts';
import { createTestTime } from '../../support/time/test-time.ts';

const hourMs = 3_600_000;
const ops = keyOf('ops', 'operator', 'northwind');

/** Sessions on a store in memory, without a service, so that a week passes at once. */
async function openSessions() {
  const time = createTestTime();
  const store = await openSqliteStore({ path: ':memory:' });
  untilTestEnds({ owner: 'test', close: store.close });
  const sessions = createSessions({ store, keyring: createKeyring([ops]), system: time.clocks.system });
  const app = new Hono<AppEnv>();
  app.post('/', async (context) => {
    await sessions.open({ context, key: ops.secret, address: 'here' });
    return context.body(null, 204);
  });
  app.get('/', async (context) => context.json(await sessions.viewerOf(context)));
  const signIn = async (): Promise<string> =>
    ((await app.request('/', { method: 'POST' })).headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';
  const isIn = async (cookie: string): Promise<boolean> =>
    (await (await app.request('/', { headers: { cookie } })).json()) !== null;
  return { time, signIn, isIn };
}

test('a session ends after 12 hours without use', async () => {
  const { time, signIn, isIn } = await openSessions();
  const cookie = await signIn();
  await time.pass(12 * hourMs - 1_000);
  expect(await isIn(cookie)).toBe(true);
  await time.pass(12 * hourMs - 1_000);
  expect(await isIn(cookie)).toBe(true);
  await time.pass(12 * hourMs + 1_000);
  expect(await isIn(cookie)).toBe(false);
});

test('a session that is used ends after a week', async () => {
  const { time, signIn, isIn } = await openSessions();
  const cookie = await signIn();
  for (let hours = 0; hours < 7 * 24 - 6; hours += 6) {
    expect(await isIn(cookie)).toBe(true);
    await time.pass(6 * hourMs);
  }
  expect(await isIn(cookie)).toBe(true);
  await time.pass(6 * hourMs + 1_000);
  expect(await isIn(cookie)).toBe(false);
});
