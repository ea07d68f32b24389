import { RingmasterError } from '../domain/errors.ts';
import { roles } from '../domain/role.ts';
import type { Role } from '../domain/role.ts';

/** A key that may use the API. `hash` is the SHA-256 of its secret in hex; `client` a slug, or `*` for all clients. */
export type ApiKey = { id: string; hash: string; role: Role; client: string };

/** Who sent a request. */
export type Caller = {
  /** How the event log names them, such as `key:ops`. */
  by: string;
  role: Role;
  /** The one client they may see; null is all of them. */
  client: string | null;
};

/** Everybody, where no keys are set: the service then listens on loopback only. */
export const localCaller: Caller = { by: 'local', role: 'admin', client: null };

export function requireRole(caller: Caller, role: Role): void {
  if (roles.indexOf(caller.role) >= roles.indexOf(role)) return;
  throw new RingmasterError({
    code: 'auth.role-too-low',
    family: 'refused',
    message: `This needs a key with the role ${role}; yours is ${caller.role}.`,
    details: { role: caller.role, needed: role },
  });
}

/** For what concerns every client at once. */
export function requireAllClients(
  caller: Caller,
  hint = `Use the same under /v1/clients/${caller.client}, or a key for all clients.`,
): void {
  if (caller.client === null) return;
  throw new RingmasterError({
    code: 'auth.client-only',
    family: 'refused',
    message: `This concerns all clients; your key is for ${caller.client} alone.`,
    hint,
  });
}

/**
 * The client a request is about: the caller's own, or the one that is asked for; null is all of them. A foreign one
 * is `client.not-found`: nobody learns which clients there are.
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
