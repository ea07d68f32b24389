/**
 * Names the request that a write is for, so that a repeat of the request finds out that the write was done. `key` is
 * unique per caller and request, `digest` a hash of what was asked, `at` system time in milliseconds.
 */
export type RequestKey = { key: string; digest: string; at: number };

/** A request whose work is done: `result` is what the work returned, as JSON. */
export type FulfilledRequest = RequestKey & { result: string };

/** What is stored of a request. `result` is null where the request changed nothing, `reply` until it was answered. */
export type StoredRequest = RequestKey & {
  result: string | null;
  reply: { status: number; body: string } | null;
};
