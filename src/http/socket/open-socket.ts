import { upgradeWebSocket } from '@hono/node-server';
import type { Context } from 'hono';
import type { WSEvents } from 'hono/ws';
import { RingmasterError } from '../../domain/errors.ts';

/**
 * Answers a request for a WebSocket (RFC 6455). The response has the header `upgrade`. Throws
 * `request.upgrade-required` if the request is not for a WebSocket, is for another version or has no socket, and
 * `request.handshake-invalid`.
 */
export async function openSocket(context: Context, events: WSEvents): Promise<Response> {
  if (!asksForSocket(context) || !hasSocket(context.env)) throw upgradeRequired();
  if (!['13', '8'].includes(context.req.header('sec-websocket-version') ?? '')) throw upgradeRequired();
  if (!/^[+/0-9A-Za-z]{22}==$/.test(context.req.header('sec-websocket-key') ?? '')) throw invalidHandshake();
  const response = await upgradeWebSocket(context, events);
  if (!response) throw upgradeRequired();
  response.headers.set('upgrade', 'websocket');
  return response;
}

/** Throws `request.no-websocket` if a request to another route asks for a WebSocket. */
export function refuseSocket(context: Context): void {
  if (!asksForSocket(context)) return;
  throw new RingmasterError({
    code: 'request.no-websocket',
    family: 'invalid',
    message: 'This path has no WebSocket; nothing was done.',
    hint: 'Send the request without the header Upgrade. The live state is at /v1/ws.',
  });
}

function asksForSocket(context: Context): boolean {
  return context.req.header('upgrade')?.trim().toLowerCase() === 'websocket';
}

/** Whether the request has a socket: an upgraded connection has no response object. */
function hasSocket(bindings: unknown): boolean {
  if (typeof bindings !== 'object' || bindings === null) return false;
  return 'incoming' in bindings && 'outgoing' in bindings && bindings.outgoing === undefined;
}

function upgradeRequired(): RingmasterError {
  return new RingmasterError({
    code: 'request.upgrade-required',
    family: 'invalid',
    message: 'This path accepts only WebSocket connections, version 13.',
    hint: 'Connect with ws:// or wss://. /v1/stream sends the same data as server-sent events.',
  });
}

function invalidHandshake(): RingmasterError {
  return new RingmasterError({
    code: 'request.handshake-invalid',
    family: 'invalid',
    message: 'The header Sec-WebSocket-Key is missing or is not 16 bytes in base64.',
    hint: 'Use a WebSocket client (RFC 6455).',
  });
}
