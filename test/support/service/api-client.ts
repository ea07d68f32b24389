import { expect } from 'vitest';
import type { HttpApp } from '../../../src/http/index.ts';
import type { TestTime } from '../time/test-time.ts';

export type Json = Record<string, unknown>;

export type Answer<Body = Json> = { status: number; headers: Headers; text: string; body: Body };

/** Sends requests to an instance and lets virtual time pass until they are answered. */
export type ApiClient = {
  /**
   * Sends an object as JSON, or a text as it is. The body of an answer is read as JSON, and must have exactly the
   * documented form if the request succeeded.
   */
  send: <Body = Json>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<Answer<Body>>;
  sendRaw: (request: Request) => Promise<Response>;
};

export function createApiClient({
  routes,
  answer,
  time,
}: {
  routes: HttpApp['routes'];
  answer: (request: Request) => Promise<Response>;
  time: TestTime;
}): ApiClient {
  const sendRaw: ApiClient['sendRaw'] = (request) => time.during(answer(request));
  return {
    sendRaw,
    async send<Body>(
      method: string,
      path: string,
      body?: unknown,
      headers: Record<string, string> = {},
    ): Promise<Answer<Body>> {
      const init: RequestInit = { method, headers: { ...headers } };
      if (body !== undefined) {
        init.body = typeof body === 'string' ? body : JSON.stringify(body);
        init.headers = { 'content-type': 'application/json', ...headers };
      }
      const response = await sendRaw(new Request(`http://localhost${path}`, init));
      const text = await response.text();
      const isJson = /json/.test(response.headers.get('content-type') ?? '');
      const parsed: unknown = isJson ? JSON.parse(text) : {};
      if (response.ok && isJson) expectDocumented({ routes, method, path, reply: parsed });
      return { status: response.status, headers: response.headers, text, body: parsed as Body };
    },
  };
}

function expectDocumented({
  routes,
  method,
  path,
  reply,
}: {
  routes: HttpApp['routes'];
  method: string;
  path: string;
  reply: unknown;
}): void {
  const parts = path.replace(/\?.*/, '').split('/');
  const route = routes.find(({ method: verb, path: pattern }) => {
    const wanted = pattern.split('/');
    return (
      wanted.length === parts.length &&
      verb.toUpperCase() === method &&
      wanted.every((part, index) => part.startsWith(':') || part === parts[index])
    );
  });
  const schema = route?.reply.schema;
  if (schema) expect(schema.parse(reply)).toEqual(reply);
}
