import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { WebSocketServer } from 'ws';
import { isGenuine } from '../webhook-receiver/verify.js';

/** 20 ms of silence in mu-law, as a bot would send its voice. */
const frame = Buffer.alloc(160, 0xff).toString('base64');

/**
 * A server with a pool of bots, as docs/bots.md describes it. `behaviour` may be changed at any time:
 *
 * - `warmMs`: how long a bot takes to get ready.
 * - `warm`: `ready`, `fail` (503), `hang` (no answer at all), `garble` (an answer without a token).
 * - `stream`: `talk`, `refuse` (no connection), `drop` (closes at once).
 * - `talkMs`: after how long a bot says goodbye and ends the stream.
 *
 * Returns `server`, and `sessions`: the bots that are warm or in a call, by the id of the call.
 */
export function createBotServer({ secret, size = 3, behaviour = {}, now = Date.now }) {
  const sessions = new Map();
  const counts = { warmed: 0, released: 0, conversations: 0, most: 0 };

  const free = (id) => {
    clearTimeout(sessions.get(id)?.timer);
    sessions.get(id)?.socket?.close();
    if (sessions.delete(id)) counts.released += 1;
  };

  const warm = async ({ id, holdSeconds }) => {
    const { warm: mode = 'ready', warmMs = 0 } = behaviour;
    if (mode === 'hang') return new Promise(() => undefined);
    // The same call gets the same bot again.
    let session = sessions.get(id);
    if (!session) {
      if (mode === 'fail' || sessions.size >= size)
        return { status: 503, content: { error: 'no bot is free' } };
      session = { token: randomBytes(16).toString('hex'), socket: null };
      // A bot that nobody fetches and nobody releases is free again.
      session.timer = setTimeout(() => free(id), holdSeconds * 1000).unref();
      sessions.set(id, session);
      counts.warmed += 1;
      counts.most = Math.max(counts.most, sessions.size);
    }
    await new Promise((resolve) => setTimeout(resolve, warmMs));
    return { status: 200, content: mode === 'garble' ? {} : { token: session.token } };
  };

  const answer = async (request, response) => {
    const body = await text(request);
    const reply = (status, content) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
    if (!isGenuine({ headers: request.headers, body, secret, now: now() })) return reply(401, {});
    const order = JSON.parse(body);
    if (request.url.endsWith('/warm')) {
      const { status, content } = await warm(order);
      return reply(status, content);
    }
    free(order.id);
    return reply(200, {});
  };
  const server = createServer((request, response) => void answer(request, response));

  const streams = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    if (behaviour.stream === 'refuse') return socket.destroy();
    streams.handleUpgrade(request, socket, head, (opened) => listen(opened));
  });
  server.on('close', () => {
    for (const id of sessions.keys()) free(id);
    for (const socket of streams.clients) socket.terminate();
  });

  const listen = (socket) => {
    socket.on('message', (data) => {
      const { event, streamId, extra_headers: headers = '' } = JSON.parse(data.toString());
      if (event === 'start') begin({ socket, streamId, headers });
      // The goodbye was heard.
      if (event === 'playedStream') socket.close();
    });
  };

  const begin = ({ socket, streamId, headers }) => {
    const [, token] = /(?:^|[,{ ])botToken=([^,}]+)/.exec(headers) ?? [];
    const [, session] = [...sessions].find(([, { token: own }]) => own === token) ?? [];
    if (!session || behaviour.stream === 'drop') return socket.close();
    clearTimeout(session.timer);
    session.socket = socket;
    counts.conversations += 1;
    const say = (message) => {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify({ streamId, ...message }));
    };
    const media = { contentType: 'audio/x-mulaw', sampleRate: 8000, payload: frame };
    say({ event: 'playAudio', media });
    const goodbye = setTimeout(() => {
      say({ event: 'playAudio', media });
      say({ event: 'checkpoint', name: 'goodbye' });
    }, behaviour.talkMs ?? 3_000);
    socket.on('close', () => clearTimeout(goodbye));
  };

  return { server, sessions, counts };
}
