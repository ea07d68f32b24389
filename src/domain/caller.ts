import type { Role } from './role.ts';

/** The sender of a request. */
export type Caller = {
  /** The name in the event log, such as `key:ops`. */
  by: string;
  role: Role;
  /** The client that the caller may see; null means all clients. */
  client: string | null;
};
