import type { RequestKey, StoredRequest } from '../../../domain/request-key.ts';

/**
 * The keys of requests, and the answers to these requests. A write that takes a `request` commits the key of the
 * request together with its work. If the key is already stored with a result, the write changes nothing and returns
 * that result, even if its other input is different. A write that is rejected stores no key; neither does one that
 * returns a result for which its docs say so. Results are JSON.
 */
export type RequestStore = {
  /** Returns what is stored for the key of a request, or null. */
  readRequest: (key: string) => Promise<StoredRequest | null>;
  /**
   * Stores the answer to a request, and keeps its result. The digest is replaced. `client` applies to a key that no write
   * has stored: a write stores the client that it concerns.
   */
  putReply: (reply: RequestKey & { client: string | null; status: number; body: string }) => Promise<void>;
  /** Deletes the key of a request with its answer. Has no effect if the key is not stored. */
  removeRequest: (key: string) => Promise<void>;
  /** Returns the clients whose keys are stored, by name; null is first: keys of no known client. */
  listRequestClients: () => Promise<readonly (string | null)[]>;
  /**
   * Deletes up to `limit` requests of a client that are older than `before`, oldest first. Returns whether there are more.
   */
  dropRequests: (input: { client: string | null; before: number; limit: number }) => Promise<boolean>;
  /** Returns the number of requests of a client that are older than `before`. */
  countRequests: (input: { client: string | null; before: number }) => Promise<number>;
};

/** The names of the verbs of `RequestStore`. */
export const requestVerbs = [
  'readRequest',
  'putReply',
  'removeRequest',
  'listRequestClients',
  'dropRequests',
  'countRequests',
] as const satisfies readonly (keyof RequestStore)[];
