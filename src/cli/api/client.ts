import { urlUnder } from '../../platform/url-under.ts';
import { unreachable } from '../errors.ts';
import type { Problem } from './remote-error.ts';
import { RemoteError } from './remote-error.ts';

/** Sends a request to the service. Rejects if there is no answer. */
export type FetchLike = (request: Request) => Promise<Response>;

export type RequestInput = {
  query?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent unchanged, with this content type. */
  stream?: { type: string; body: ReadableStream<Uint8Array> };
  headers?: Readonly<Record<string, string>>;
  signal?: AbortSignal;
};

/** The HTTP API of a service. Rejects with `RemoteError` for a refusal and `cli.unreachable` without an answer. */
export type Client = {
  url: string;
  get: <Answer>(path: string, input?: RequestInput) => Promise<Answer>;
  post: <Answer>(path: string, input?: RequestInput) => Promise<Answer>;
  put: <Answer>(path: string, input?: RequestInput) => Promise<Answer>;
  patch: <Answer>(path: string, input?: RequestInput) => Promise<Answer>;
  delete: <Answer>(path: string, input?: RequestInput) => Promise<Answer>;
  /** Returns the response before its body is read. */
  open: (path: string, input?: RequestInput) => Promise<Response>;
};

export function createClient({
  url,
  key,
  fetch,
  unreachableHint,
  onSimulated = () => undefined,
}: {
  url: string;
  key: string | null;
  fetch: FetchLike;
  unreachableHint: string;
  /** Called once, when an answer says that the carrier of the service is a simulator. */
  onSimulated?: () => void;
}): Client {
  let isKnownSimulated = false;
  const send = async (method: string, path: string, input: RequestInput = {}): Promise<Response> => {
    const target = urlUnder(url, path);
    for (const [name, value] of Object.entries(input.query ?? {})) {
      if (value !== undefined) target.searchParams.set(name, String(value));
    }
    const headers: Record<string, string> = { accept: 'application/json', ...input.headers };
    if (key !== null) headers['authorization'] = `Bearer ${key}`;
    if (input.body !== undefined) headers['content-type'] = 'application/json';
    if (input.stream) headers['content-type'] = input.stream.type;
    const init: RequestInit & { duplex?: 'half' } = {
      method,
      headers,
      redirect: 'error',
      ...(input.body !== undefined && { body: JSON.stringify(input.body) }),
      ...(input.stream && { body: input.stream.body, duplex: 'half' }),
      ...(input.signal && { signal: input.signal }),
    };
    let response: Response;
    try {
      response = await fetch(new Request(target, init));
    } catch (cause) {
      if (input.signal?.aborted) throw cause;
      throw unreachable({ url, hint: unreachableHint });
    }
    if (!isKnownSimulated && response.headers.get('x-ringmaster-carrier') === 'simulator') {
      isKnownSimulated = true;
      onSimulated();
    }
    if (!response.ok) throw await refusalOf(response);
    return response;
  };

  const read =
    (method: string) =>
    async <Answer>(path: string, input?: RequestInput): Promise<Answer> => {
      const response = await send(method, path, input);
      const text = await response.text();
      if (text === '') return null as Answer;
      try {
        return JSON.parse(text) as Answer;
      } catch {
        throw unreachable({
          url,
          hint: 'Another program answers there, not Ringmaster: check RINGMASTER_URL.',
        });
      }
    };

  return {
    url,
    get: read('GET'),
    post: read('POST'),
    put: read('PUT'),
    patch: read('PATCH'),
    delete: read('DELETE'),
    open: (path, input) => send('GET', path, input),
  };
}

async function refusalOf(response: Response): Promise<RemoteError> {
  const text = await response.text().catch(() => '');
  return new RemoteError({ status: response.status, problem: problemIn(text) });
}

function problemIn(text: string): Problem {
  try {
    const parsed = JSON.parse(text) as unknown;
    return typeof parsed === 'object' && parsed !== null ? (parsed as Problem) : {};
  } catch {
    return {};
  }
}
