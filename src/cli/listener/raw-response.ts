import { STATUS_CODES } from 'node:http';

/** Returns an HTTP/1.1 response as text, for a socket without a response object. It closes the connection. */
export function rawResponse({
  status,
  headers,
  body,
}: {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
}): string {
  const own = { ...headers, 'content-length': String(Buffer.byteLength(body)), connection: 'close' };
  const lines = Object.entries(own).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, ...lines, '', body].join('\r\n');
}

/** A request that was refused before it reached a route. The answer has its id, and so can the log. */
export type Refused = { requestId: string; status: number; code: string };

/** Returns a response with an error as `application/problem+json`, for requests that reach no route. */
export function rawProblem({ requestId, status, code, detail }: Refused & { detail: string }): string {
  const title = STATUS_CODES[status];
  return rawResponse({
    status,
    headers: { 'content-type': 'application/problem+json', 'x-request-id': requestId },
    body: JSON.stringify({ type: `urn:ringmaster:problem:${code}`, title, status, code, detail, requestId }),
  });
}
