/** One complete HTTP request. The body is a string, so that head and body are written together. */
export type HttpRequest = {
  method: 'GET' | 'POST' | 'DELETE';
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string | null;
  /** From the call of the sender until the last byte of the answer, connecting included. System time. */
  timeoutMs: number;
  /**
   * Called in the last synchronous block before the first byte goes to a connected socket; `false` means that nothing
   * is written. Called at most once.
   */
  beforeWrite?: () => boolean;
};

/**
 * The result of a request. It has three kinds, the only ones that matter for a request that must not be sent twice.
 */
export type HttpReply =
  /** An answer, with lower-case header names. */
  | { kind: 'answer'; status: number; headers: Readonly<Record<string, string>>; body: string }
  /** Proof that no byte of it was written: DNS, connect or TLS failed, or (`vetoed`) `beforeWrite` returned false. */
  | { kind: 'unsent'; detail: string; vetoed?: true }
  /** Bytes may have been written and no complete answer arrived: reset, timeout, close. */
  | { kind: 'lost'; detail: string };

/** Sends one request at most once. Never throws, never repeats, follows no redirect. */
export type HttpSend = (request: HttpRequest) => Promise<HttpReply>;

/** A sender with connections to close. */
export type HttpConnections = { send: HttpSend; close: () => Promise<void> };

/** A short text for logs and reasons. Some connection errors have a code and no message. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  if (!error.message) return code ?? error.name;
  return code && !error.message.includes(code) ? `${code}: ${error.message}` : error.message;
}
