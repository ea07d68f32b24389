/**
 * A source of time, in milliseconds since the Unix epoch. `at` calls `run` once when the clock has reached `instant`,
 * never synchronously, and returns a function that cancels it.
 */
export type Clock = { now: () => number; at: (instant: number, run: () => void) => () => void };

/**
 * An account at the carrier. A sub-account names its main account in `mainAuthId`. Its callbacks are signed with both
 * tokens: V3 with its own token, Ma-V3 with that of the main account.
 */
export type Account = { authId: string; authToken: string; mainAuthId?: string; name?: string };

/** Sends a callback to the customer. A rejection means that the connection failed; an aborted signal is a timeout. */
export type FetchCallback = (request: Request) => Promise<Response>;

/** The four kinds of notification, as named in the `Event` field. */
export const callEvents = ['Ring', 'StartApp', 'MachineDetection', 'Hangup'] as const;
export type CallEvent = (typeof callEvents)[number];

/** The requests for documents and reports in the middle of a call, by their element or cause. */
export const documentEvents = [
  'GetDigits',
  'GetInput',
  'Dial',
  'Record',
  'RecordCallback',
  'Redirect',
  'Transfer',
] as const;
export type DocumentEvent = (typeof documentEvents)[number];

/** A flat form body. The order is kept; values are text as sent. */
export type Fields = Record<string, string>;

/** Returns the keys of a record, with their literal types. */
export function keysOf<Key extends string>(record: Record<Key, unknown>): Key[] {
  return Object.keys(record) as Key[];
}
