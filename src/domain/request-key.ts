/**
 * Identifies the request of a write, so that a repeat of the request finds that the write was done. `key` is unique
 * per caller and request, `digest` a hash of the content, `at` system time in milliseconds.
 */
export type RequestKey = { key: string; digest: string; at: number };

/** A request whose write is done: `result` is what the write returned, as JSON. */
export type FulfilledRequest = RequestKey & { result: string };

/**
 * The stored row of a request. `client`: the client that its work concerned, `*` for all clients, null if that is not known.
 * `result` is null if the request changed nothing, `reply` until it was answered.
 */
export type StoredRequest = RequestKey & {
  client: string | null;
  result: string | null;
  reply: { status: number; body: string } | null;
};
