import type { Caller } from '../domain/caller.ts';
import { RingmasterError } from '../domain/errors.ts';
import { roles } from '../domain/role.ts';
import type { Role } from '../domain/role.ts';

/** An API key. `hash` is the SHA-256 of its secret in hex. `client` is a slug, or `*` for all clients. */
export type ApiKey = { id: string; hash: string; role: Role; client: string };

/** The caller of every request if no keys are configured. The service then listens only on loopback. */
export const localCaller: Caller = { by: 'local', role: 'admin', client: null };

export function requireRole(caller: Caller, role: Role): void {
  if (roles.indexOf(caller.role) >= roles.indexOf(role)) return;
  throw new RingmasterError({
    code: 'auth.role-too-low',
    family: 'refused',
    message: `This request requires a key with the role ${role}; the role of your key is ${caller.role}.`,
    details: { role: caller.role, needed: role },
  });
}

/** Throws `auth.client-only` unless the key is for all clients. For routes that apply to every client. */
export function requireAllClients(
  caller: Caller,
  hint = `Use the same route under /v1/clients/${caller.client}, or a key for all clients.`,
): void {
  if (caller.client === null) return;
  throw new RingmasterError({
    code: 'auth.client-only',
    family: 'refused',
    message: `This request applies to all clients; your key is only for ${caller.client}.`,
    hint,
  });
}

/**
 * Returns the client of a request: the one of the caller, or the requested one; null means all clients. Throws
 * `client.not-found` for another client, so that a caller cannot find out which clients exist.
 */
export function scopeOf(caller: Caller, asked: string | undefined): string | null {
  if (asked === undefined) return caller.client;
  if (caller.client === null || caller.client === asked) return asked;
  throw clientNotFound(asked);
}

export function clientNotFound(client: string): RingmasterError {
  return new RingmasterError({
    code: 'client.not-found',
    family: 'not-found',
    message: `There is no client ${client}.`,
  });
}
