import type { Role } from '../../../domain/role.ts';

/** A sign-in to the dashboard. Times are system time in milliseconds. */
export type SessionRecord = {
  /** SHA-256 of the token as hexadecimal text; the token itself is not stored. */
  tokenHash: string;
  /** The client that it is for; `*` is all of them. */
  client: string;
  role: Role;
  /** The key that was used to sign in, as logs name it. */
  by: string;
  createdAt: number;
  expiresAt: number;
  /** When it was ended before its time; null if it was not. */
  revokedAt: number | null;
};

/** Sessions outlive the instance that opened them, and every instance knows them. */
export type SessionStore = {
  /** Adds a session; false, and the one there is stays, where one with this token is stored. */
  putSession: (session: SessionRecord) => Promise<boolean>;
  /** The session of a token, also one that has expired or was revoked; null if there is none. */
  readSession: (tokenHash: string) => Promise<SessionRecord | null>;
  /** Revokes a session; false where there is none, or where it was revoked before: the first time stays. */
  revokeSession: (input: { tokenHash: string; at: number }) => Promise<boolean>;
  /** Revokes the sessions that were opened with a key and are not revoked; resolves with how many. */
  revokeSessionsOf: (input: { by: string; at: number }) => Promise<number>;
  /** Deletes up to `limit` sessions that expired before `before`; resolves with whether there are more. */
  dropSessions: (input: { before: number; limit: number }) => Promise<boolean>;
};
