/**
 * A source of time, in milliseconds since the Unix epoch. `at` calls `run` once the clock reads `instant` or later
 * (never synchronously) and returns a function that cancels it.
 */
export type Clock = { now: () => number; at: (instant: number, run: () => void) => () => void };

/**
 * An account at the carrier. A sub-account names its main account in `mainAuthId`: callbacks are then signed with
 * both tokens, V3 with its own and Ma-V3 with the main one.
 */
export type Account = { authId: string; authToken: string; mainAuthId?: string; name?: string };

/** Carries a callback to the customer. Rejecting means the connection failed; an aborted signal is a timeout. */
export type FetchCallback = (request: Request) => Promise<Response>;

/** What the four kinds of notification are called in the `Event` field. */
export type CallEvent = 'Ring' | 'StartApp' | 'MachineDetection' | 'Hangup';

/** A flat form body; order is kept, values are text as on the wire. */
export type Fields = Record<string, string>;

/** The keys a type has, as a list that keeps its literal names. */
export function keysOf<Key extends string>(record: Record<Key, unknown>): Key[] {
  return Object.keys(record) as Key[];
}
