import type { RequestKey, StoredRequest } from '../../../domain/request-key.ts';

/**
 * The keys of requests, and their answers.
 *
 * A write of the store that takes a `request` commits the request's key together with its work. A write for a key that
 * is stored with a result changes nothing and resolves with that result, whatever else it was given. A write that is
 * rejected, or whose verb says so, stores no key. Results are JSON.
 */
export type RequestStore = {
  /** What is stored for the key of a request; null where nothing is. */
  readRequest: (key: string) => Promise<StoredRequest | null>;
  /** Stores the answer to a request, beside its result if there is one; the digest is replaced. */
  putReply: (reply: RequestKey & { status: number; body: string }) => Promise<void>;
  /** Forgets the key of a request, with its answer; without effect where there is none. */
  removeRequest: (key: string) => Promise<void>;
  /** Forgets at most `limit` of the requests older than `before`, the oldest first; resolves with whether there are more. */
  dropRequests: (input: { before: number; limit: number }) => Promise<boolean>;
};
