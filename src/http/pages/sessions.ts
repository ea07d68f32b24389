import { createHash, randomBytes } from 'node:crypto';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Caller } from '../../domain/caller.ts';
import { everyClient } from '../../domain/contact/party.ts';
import { RingmasterError } from '../../domain/errors.ts';
import type { SessionRecord, SessionStore } from '../../persistence/contract/clients/sessions.ts';
import type { SystemClock } from '../../platform/clock.ts';
import type { Keyring } from '../keyring.ts';
import type { AppContext } from '../route.ts';
import { createSignInLimit } from './sign-in-limit.ts';

const tokenBytes = 32;
const hourMs = 3_600_000;
/** A session ends after this time without a request, and at the latest `longestMs` after the sign-in. */
const idleMs = 12 * hourMs;
const longestMs = 7 * 24 * hourMs;
/** The expiry is moved in steps, so that not every request writes. */
const extendEveryMs = hourMs / 6;
const dropAtOnce = 100;

/** Sessions of browsers: a cookie with a random token, whose hash is stored, so that every instance knows it. */
export type Sessions = {
  /** Returns the viewer of a request; null without a valid session. */
  viewerOf: (context: AppContext) => Promise<Caller | null>;
  /** See `OpenPageRequest`. */
  open: (input: { context: AppContext; key: string; address: string }) => Promise<string>;
  close: (context: AppContext) => Promise<string>;
};

/**
 * Creates the sessions. A session is valid while its API key is configured, and has the role and the client that the
 * key has now.
 */
export function createSessions({
  store,
  keyring,
  system,
}: {
  store: Pick<
    SessionStore,
    'putSession' | 'readSession' | 'extendSession' | 'revokeSession' | 'dropSessions'
  >;
  keyring: Keyring;
  system: SystemClock;
}): Sessions {
  const limit = createSignInLimit({ system });

  const extend = async ({ tokenHash, createdAt, expiresAt }: SessionRecord): Promise<void> => {
    const until = Math.min(system.now() + idleMs, createdAt + longestMs);
    if (until - expiresAt >= extendEveryMs) await store.extendSession({ tokenHash, until });
  };

  return {
    async viewerOf(context) {
      const token = tokenOf(context);
      const session = token === undefined ? null : await store.readSession(hashOf(token));
      if (!session || session.revokedAt !== null || session.expiresAt <= system.now()) return null;
      const caller = keyring.named(session.by);
      if (caller) await extend(session);
      return caller;
    },
    async open({ context, key, address }) {
      limit.check(address);
      const caller = keyring.find(key.trim());
      if (!caller) {
        limit.count(address);
        throw unknownKey();
      }
      const now = system.now();
      const token = randomBytes(tokenBytes).toString('base64url');
      const { by, role, client } = caller;
      const life = { createdAt: now, expiresAt: now + idleMs, revokedAt: null };
      await store.putSession({ tokenHash: hashOf(token), client: client ?? everyClient, role, by, ...life });
      await store.dropSessions({ before: now, limit: dropAtOnce });
      return cookieText(context, token);
    },
    async close(context) {
      const token = tokenOf(context);
      if (token !== undefined) await store.revokeSession({ tokenHash: hashOf(token), at: system.now() });
      return cookieText(context, null);
    },
  };
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Whether the browser reached the service by https, perhaps through a proxy that ends TLS. */
function isSecure(context: AppContext): boolean {
  return (
    new URL(context.req.url).protocol === 'https:' || context.req.header('x-forwarded-proto') === 'https'
  );
}

/** Browsers take the prefix `__Host-` only from a secure origin, and then for this host and path only (RFC 6265bis). */
function cookieName(context: AppContext): string {
  return isSecure(context) ? '__Host-ringmaster' : 'ringmaster';
}

function tokenOf(context: AppContext): string | undefined {
  return getCookie(context, cookieName(context));
}

/** Returns the header that stores the token in the browser, or (with null) removes it. */
function cookieText(context: AppContext, token: string | null): string {
  const name = cookieName(context);
  const rules = { path: '/', httpOnly: true, sameSite: 'Lax', secure: isSecure(context) } as const;
  if (token === null) deleteCookie(context, name, rules);
  else setCookie(context, name, token, { ...rules, maxAge: longestMs / 1_000 });
  return context.res.headers.get('set-cookie') ?? '';
}

function unknownKey(): RingmasterError {
  return new RingmasterError({
    code: 'auth.key-unknown',
    family: 'refused',
    message: 'This API key is not known here.',
    hint: 'A key is created with: ringmaster doctor --new-key NAME',
  });
}
