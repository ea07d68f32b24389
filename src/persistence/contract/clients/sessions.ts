import type { Role } from '../../../domain/role.ts';

/** A session of the dashboard. Times are system time in milliseconds. */
export type SessionRecord = {
  /** SHA-256 of the token as hexadecimal text. The token itself is not stored. */
  tokenHash: string;
  /** The client whose data the session may see; `*` means all clients. */
  client: string;
  role: Role;
  /** The name of the key that opened the session, as in logs. */
  by: string;
  createdAt: number;
  expiresAt: number;
  /** When the session was revoked; null if it was not. */
  revokedAt: number | null;
};

/**
 * Sessions of the dashboard. They are stored, so they survive the instance that opened them, and every instance knows
 * them.
 */
export type SessionStore = {
  /** Adds a session. Returns false and changes nothing if a session with this token is already stored. */
  putSession: (session: SessionRecord) => Promise<boolean>;
  /** Returns the session of a token, even if it has expired or was revoked; null if there is none. */
  readSession: (tokenHash: string) => Promise<SessionRecord | null>;
  /**
   * Moves the expiry of a session to `until`. Returns false and changes nothing if there is no such session, if it was
   * revoked, or if it already expires at `until` or later.
   */
  extendSession: (input: { tokenHash: string; until: number }) => Promise<boolean>;
  /** Revokes a session. Returns false and changes nothing if there is none, or if it was revoked before. */
  revokeSession: (input: { tokenHash: string; at: number }) => Promise<boolean>;
  /** Revokes the sessions that were opened with a key and are not revoked yet. Returns their number. */
  revokeSessionsOf: (input: { by: string; at: number }) => Promise<number>;
  /** Deletes up to `limit` sessions that expired before `before`. Returns whether there are more. */
  dropSessions: (input: { before: number; limit: number }) => Promise<boolean>;
};
