/** One HTTP request, whole: the body is a string, so that it is written with its head in one go. */
export type HttpRequest = {
  method: 'GET' | 'POST' | 'DELETE';
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string | null;
  /** From the hand-over until the last byte of the answer, connecting included. System time. */
  timeoutMs: number;
  /**
   * Asked in the last synchronous block before the first byte goes to a connected socket; `false` means that
   * nothing is written. Asked at most once.
   */
  beforeWrite?: () => boolean;
};

/** What became of a request, in the only three ways that matter to somebody who must not send it twice. */
export type HttpReply =
  /** An answer, with lower-case header names. */
  | { kind: 'answer'; status: number; headers: Readonly<Record<string, string>>; body: string }
  /** Proof that no byte of it was written: DNS, connect or TLS failed, or (`vetoed`) `beforeWrite` said no. */
  | { kind: 'unsent'; detail: string; vetoed?: true }
  /** Bytes may have been written and no whole answer came: reset, timeout, close. */
  | { kind: 'lost'; detail: string };

/** Sends one request at most once. Never throws, never repeats, follows no redirect. */
export type HttpSend = (request: HttpRequest) => Promise<HttpReply>;

/** A sender with connections to give back. */
export type HttpConnections = { send: HttpSend; close: () => Promise<void> };

/** A short text for logs and reasons; some connection errors have a code and no message. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  if (!error.message) return code ?? error.name;
  return code && !error.message.includes(code) ? `${code}: ${error.message}` : error.message;
}
