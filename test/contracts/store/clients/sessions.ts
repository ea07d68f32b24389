import { expect, test } from 'vitest';
import type { SessionRecord } from '../../../../src/persistence/contract/clients/sessions.ts';
import { useStore, type OpenStore } from '../store-under-test.ts';

const session: SessionRecord = {
  tokenHash: 'a1',
  client: 'northwind',
  role: 'operator',
  by: 'key:ops',
  createdAt: 1_000,
  expiresAt: 9_000,
  revokedAt: null,
};

export function sessionTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });

  test('a session is stored once and read by the hash of its token', async () => {
    expect(await store().putSession(session)).toBe(true);
    expect(await store().putSession({ ...session, role: 'admin' })).toBe(false);
    expect(await store().readSession('a1')).toEqual(session);
    expect(await store().readSession('b2')).toBeNull();
  });

  test('a session is revoked once: of two that revoke it at the same time, one does, and its time is kept', async () => {
    await store().putSession(session);
    const revoke = (at: number) => store().revokeSession({ tokenHash: 'a1', at });
    const [first, second] = await Promise.all([revoke(2_000), revoke(3_000)]);
    expect(second).toBe(!first);
    expect(await store().readSession('a1')).toEqual({ ...session, revokedAt: first ? 2_000 : 3_000 });
    expect(await revoke(4_000)).toBe(false);
    expect(await store().revokeSession({ tokenHash: 'b2', at: 2_000 })).toBe(false);
  });

  test('the expiry of a session moves forward only, and not after it was revoked', async () => {
    await store().putSession(session);
    const extend = (until: number) => store().extendSession({ tokenHash: 'a1', until });
    expect(await extend(12_000)).toBe(true);
    expect(await extend(12_000)).toBe(false);
    expect(await extend(11_000)).toBe(false);
    expect(await store().readSession('a1')).toEqual({ ...session, expiresAt: 12_000 });
    await store().revokeSession({ tokenHash: 'a1', at: 2_000 });
    expect(await extend(20_000)).toBe(false);
    expect(await store().extendSession({ tokenHash: 'b2', until: 20_000 })).toBe(false);
  });

  test('the sessions of one key are revoked together, those that were before keep their time', async () => {
    await store().putSession(session);
    await store().putSession({ ...session, tokenHash: 'a2' });
    await store().putSession({ ...session, tokenHash: 'a3', revokedAt: 1_500 });
    await store().putSession({ ...session, tokenHash: 'b1', by: 'key:other' });
    expect(await store().revokeSessionsOf({ by: 'key:ops', at: 2_000 })).toBe(2);
    const times = await Promise.all(['a1', 'a2', 'a3', 'b1'].map((hash) => store().readSession(hash)));
    expect(times.map((one) => one?.revokedAt)).toEqual([2_000, 2_000, 1_500, null]);
  });

  test('expired sessions are deleted, a part of them at a time', async () => {
    for (const [index, expiresAt] of [3_000, 1_000, 2_000, 9_000].entries())
      await store().putSession({ ...session, tokenHash: `s${index}`, expiresAt });
    expect(await store().dropSessions({ before: 4_000, limit: 2 })).toBe(true);
    expect(await store().readSession('s0')).not.toBeNull();
    expect(await store().dropSessions({ before: 4_000, limit: 2 })).toBe(false);
    expect(await store().readSession('s0')).toBeNull();
    expect(await store().readSession('s3')).not.toBeNull();
  });
}
