import { upgradeWebSocket } from '@hono/node-server';
import type { Context } from 'hono';
import type { WSEvents } from 'hono/ws';
import { RingmasterError } from '../../domain/errors.ts';

/**
 * Answers a request that asks for a WebSocket (RFC 6455) with one; the response then has the header `upgrade`. Throws
 * `request.upgrade-required` if it asks for none, asks for another version or came by a way that has no sockets, and
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

/** Throws `request.no-websocket` where a route that has none is asked for a socket; nothing is done. */
export function refuseSocket(context: Context): void {
  if (!asksForSocket(context)) return;
  throw new RingmasterError({
    code: 'request.no-websocket',
    family: 'invalid',
    message: 'This address has no WebSocket; nothing was done.',
    hint: 'Send the request without the header Upgrade. The live state is at /v1/ws.',
  });
}

function asksForSocket(context: Context): boolean {
  return context.req.header('upgrade')?.trim().toLowerCase() === 'websocket';
}

/** A connection that became an upgrade has no response to write to. */
function hasSocket(surroundings: unknown): boolean {
  if (typeof surroundings !== 'object' || surroundings === null) return false;
  return 'incoming' in surroundings && 'outgoing' in surroundings && surroundings.outgoing === undefined;
}

function upgradeRequired(): RingmasterError {
  return new RingmasterError({
    code: 'request.upgrade-required',
    family: 'invalid',
    message: 'This address speaks WebSocket only, version 13.',
    hint: 'Connect to it with ws:// or wss://; /v1/stream tells the same as server-sent events.',
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
