import type { Logger } from 'pino';
import type { Caller } from '../domain/caller.ts';

/** A request to the HTTP API, sent in process as the viewer of a page. */
export type ApiRequest = {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With the query. */
  path: string;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as it is, with its media type. */
  body?: { type: string; content: ReadableStream<Uint8Array> | string };
  /** The key of the form, so that a form that is sent twice has one effect. */
  idempotencyKey?: string | undefined;
};

/** Resolves with the answer of the API, also if it is an error. */
export type CallApi = (request: ApiRequest) => Promise<Response>;

/** Writes server-sent events. `send` resolves when more can be written; `gone` aborts when the reader has left. */
export type PageStream = {
  send: (event: { event: string; data: unknown }) => Promise<void>;
  gone: AbortSignal;
};

export const themes = ['light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/**
 * Who looks at a page, and the theme that the browser has chosen; without one it is that of the system. `readOnly`: why no
 * order is possible, whatever the role.
 */
export type Viewer = Caller & { theme?: Theme; readOnly?: string };

/** A request for a page. */
export type PageRequest = {
  viewer: Viewer;
  /** The parameters in the path. */
  params: Readonly<Record<string, string>>;
  url: URL;
  request: Request;
  /** Reads the fields of a form. Throws `request.media-type` and `request.body-too-large`. */
  readForm: () => Promise<URLSearchParams>;
  /**
   * Reads a form with a file (multipart/form-data) into memory. Throws `request.media-type`, `request.body-too-large` and
   * `request.malformed-form`.
   */
  readUpload: () => Promise<FormData>;
  api: CallApi;
  log: Logger;
  /** Whether the viewer may still see pages: a session can end while a stream is open. */
  isSignedIn: () => Promise<boolean>;
  /** Answers with a stream of server-sent events, which `fill` writes. */
  stream: (fill: (stream: PageStream) => Promise<void>) => Response;
};

/** A request for a page that needs no session. */
export type OpenPageRequest = Pick<PageRequest, 'params' | 'url' | 'request' | 'readForm' | 'log'> & {
  /** Null without a session. */
  viewer: Viewer | null;
  /** Whether pages need a session, because the service has API keys. */
  needsSession: boolean;
  /**
   * Opens a session with an API key. Resolves with the cookie that carries it. Throws `auth.key-unknown`, and
   * `auth.too-many-attempts` after too many wrong keys from one address.
   */
  signIn: (key: string) => Promise<string>;
  /** Ends the session. Resolves with the cookie that removes it. */
  signOut: () => Promise<string>;
};

type PageRoute = {
  method: 'get' | 'post';
  /** With parameters as `:name`. */
  path: string;
};

/** A page, or the handler of one of its forms. A page that is not open is shown in a session only. */
export type Page =
  | (PageRoute & { isOpen?: false; handle: (request: PageRequest) => Promise<Response> })
  | (PageRoute & { isOpen: true; handle: (request: OpenPageRequest) => Promise<Response> });

/** The body of an error of the API (RFC 9457). */
export type Problem = {
  status: number;
  title: string;
  code: string;
  detail: string;
  hint?: string;
  requestId?: string;
  /** Of a request that is not valid: each field that is wrong. */
  issues?: readonly { path: string; message: string }[];
};

/** All pages, and the page for an error. HTTP mounts them. */
export type Dashboard = {
  pages: readonly Page[];
  /** `viewer` is null if the error came before the viewer was known. */
  errorPage: (input: { problem: Problem; viewer: Viewer | null; path: string }) => Promise<Response>;
};
