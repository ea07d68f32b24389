import type { SystemClock } from '../../../../platform/clock.ts';
import type { HttpReply, HttpRequest, HttpSend } from './http-send.ts';

/** The purpose of a request to Plivo. */
export type PlivoRequestKind =
  | 'place'
  | 'hang-up'
  | 'cancel'
  | 'list-live'
  | 'list-queued'
  | 'find-call'
  | 'list-records'
  | 'find-record'
  | 'other';

/** The result of a request: an answer below 400, another answer, or one of the other two kinds of `HttpReply`. */
export type RequestResult = 'ok' | 'refused' | 'unsent' | 'lost';

/** A sender that reports how long each request took, in seconds of system time. */
export function measuredSend({
  send,
  system,
  onReply,
}: {
  send: HttpSend;
  system: SystemClock;
  onReply: (input: { request: PlivoRequestKind; result: RequestResult; seconds: number }) => void;
}): HttpSend {
  return async (request) => {
    const startedAt = system.monotonic();
    const reply = await send(request);
    onReply({
      request: kindOf(request),
      result: resultOf(reply),
      seconds: (system.monotonic() - startedAt) / 1000,
    });
    return reply;
  };
}

function resultOf(reply: HttpReply): RequestResult {
  if (reply.kind !== 'answer') return reply.kind;
  return reply.status < 400 ? 'ok' : 'refused';
}

/**
 * By method and path below the account (docs.plivo.com/docs/voice/api/call); never an id, because the number of ids
 * is unbounded.
 */
function kindOf({ method, url }: Pick<HttpRequest, 'method' | 'url'>): PlivoRequestKind {
  const { pathname, searchParams } = new URL(url);
  const [, resource = '', id = ''] = /\/v1\/Account\/[^/]+\/([^/]+)\/([^/]*)/.exec(pathname) ?? [];
  const status = searchParams.get('status');
  if (method === 'DELETE')
    return resource === 'Request' ? 'cancel' : resource === 'Call' ? 'hang-up' : 'other';
  if (resource !== 'Call') return 'other';
  if (method === 'POST') return id === '' ? 'place' : 'other';
  if (id !== '') return status === null ? 'find-record' : 'find-call';
  if (status === null) return 'list-records';
  return status === 'queued' ? 'list-queued' : 'list-live';
}
