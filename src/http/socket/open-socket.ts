import { upgradeWebSocket } from '@hono/node-server';
import type { WSEvents } from 'hono/ws';
import { RingmasterError } from '../../domain/errors.ts';
import type { AppContext } from '../route.ts';

/**
 * Answers a request that asks for a WebSocket (RFC 6455) with one. Throws `request.upgrade-required` if it asks for
 * none, or came by a way that has no sockets.
 */
export async function openSocket(context: AppContext, events: WSEvents): Promise<Response> {
  const isAsked = context.req.header('upgrade')?.toLowerCase() === 'websocket';
  const hasSocket = typeof context.env === 'object' && context.env !== null && 'incoming' in context.env;
  const response = isAsked && hasSocket ? await upgradeWebSocket(context, events) : null;
  if (response) return response;
  throw new RingmasterError({
    code: 'request.upgrade-required',
    family: 'invalid',
    message: 'This address speaks WebSocket only.',
    hint: 'Connect to it with ws:// or wss://; /v1/stream tells the same as server-sent events.',
  });
}
